import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import type { z } from 'zod'
import { parseForm } from '@/api/gate/fields'
import * as apiSchemas from '@/api/v1/schemas'
import { decodeCursor, encodeCursor } from '@/core/cursor'
import { parseJson } from '@/core/json'
import * as randomartInput from '@/keys/randomart-input'
import { readAddress } from '@/server/http/request-address'
import { formatFortune, parseFortune } from '@/text/fortune'
import { renderMarkdown } from '@/text/markdown'
import { parseQuery } from '@/text/search-query'
import { inheritedNames } from './inherited-names'

const nasty = fc.constantFrom(
  '',
  ' ',
  '\0',
  '\ud800',
  '\u202e',
  '\u200b'.repeat(30),
  'x'.repeat(70_000),
  '🏳️‍🌈'.repeat(600),
  `a${'\u0301'.repeat(600)}`,
  ...inheritedNames,
  "';drop table votes;--",
  '%00',
  '../../etc/passwd',
  '-1',
  '1e999',
  'NaN',
  '9223372036854775808',
)
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  nasty,
)

type Described = { type?: string; shape?: Record<string, z.ZodType> }
const isSchema = (value: unknown): value is z.ZodType =>
  typeof value === 'object' && value !== null && 'safeParse' in value && '_zod' in value

/** Any value, or an object with the schema's own keys and any values. */
function inputFor(schema: z.ZodType): fc.Arbitrary<unknown> {
  const leaf = fc.oneof(
    text,
    fc.double(),
    fc.bigInt().map(String),
    fc.constantFrom(null, undefined, true, [], {}),
    fc.anything(),
  )
  const keys = Object.keys((schema as unknown as Described).shape ?? {})
  const record = fc.record(
    Object.fromEntries(keys.map((key) => [key, fc.oneof(leaf, fc.array(leaf, { maxLength: 5 }))])),
    {
      requiredKeys: [],
    },
  )
  // Own properties with names that every object inherits, as JSON.parse makes them.
  const inherited = fc
    .tuple(record, fc.constantFrom(...inheritedNames), leaf)
    .map(([base, name, value]) => Object.fromEntries([...Object.entries(base), [name, value]]))
  return keys.length
    ? fc.oneof(
        { weight: 4, arbitrary: record },
        { weight: 1, arbitrary: inherited },
        { weight: 1, arbitrary: leaf },
      )
    : leaf
}

/** Every input schema: those of every `input.ts`, by its path. */
const inputs = await Promise.all(
  readdirSync('lib', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('input.ts'))
    .map(async (file) => [file, (await import(resolve('lib', file))) as Record<string, unknown>] as const),
)
const modules = { apiSchemas, randomartInput, ...Object.fromEntries(inputs) }
const schemas = Object.entries(modules).flatMap(([file, exports]) =>
  Object.entries(exports).flatMap(([name, value]) =>
    isSchema(value) ? [[`${file}.${name}`, value] as const] : [],
  ),
)

test('there are schemas to try', () => assert.ok(schemas.length >= 35, `${schemas.length}`))

for (const [name, schema] of schemas)
  test(`${name} never throws, and refuses with a message`, () => {
    fc.assert(
      fc.property(inputFor(schema), (input) => {
        const first = schema.safeParse(input)
        if (first.success) return
        assert.ok(first.error.issues.every(({ message }) => message.length > 0))
      }),
      { numRuns: 150 },
    )
  })

const pieces = fc.oneof(
  text,
  fc.constantFrom(
    '[x](javascript:alert(1))',
    '[x](JaVaScRiPt&#58;alert(1))',
    '![x](data:text/html,x)',
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<svg/onload=alert(1)>',
    '[x]: vbscript:x\n[x]',
    '<a href="&#x6A;avascript:x">x</a>',
    '```\n<b>\n```',
    '> '.repeat(50),
    '[['.repeat(50),
    '**',
    '~~',
    '|a|b|\n|-|-|\n|<i>|x|',
    'https://example.org/"onclick="x',
    '<!--',
    '<style>*{}</style>',
    '<iframe src=//evil>',
    '&lt;script&gt;',
    '\n\n',
    '<form action=//evil>',
    '[^1]\n\n[^1]: x',
    '- [ ] x',
  ),
)

test('Markdown never renders anything that runs, loads or imitates the page', () => {
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
      const html = renderMarkdown(parts.join(' '))
      const tags = [...html.matchAll(/<\/?([a-z0-9]+)((?:\s+[^<>]*)?)>/gi)]
      for (const [, tag = '', attributes = ''] of tags) {
        assert.doesNotMatch(
          tag,
          /^(script|style|iframe|object|embed|form|input|button|svg|math|link|meta|base|img|video|audio|template)$/i,
          html,
        )
        const outside = attributes.replace(/"[^"]*"/g, '""')
        assert.doesNotMatch(outside, /\s(on\w+|style|srcset|id|name)\s*=/i, html)
        const href = /href="([^"]*)"/.exec(attributes)?.[1]
        if (href !== undefined) assert.match(href, /^(https?:|mailto:|#|\/(?!\/))/, html)
      }
    }),
    { numRuns: 1_500 },
  )
})

test('a cursor is valid only in the list that made it', () => {
  process.env.AUTH_SECRET ??= 'a secret that only the tests know, 1234'
  fc.assert(
    fc.property(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.maxSafeNat(),
      text,
      text,
      (key, id, list, other) => {
        const made = encodeCursor(list, { key, id })
        const back = decodeCursor(list, made)
        assert.ok(back && back.id === id && back.key === (Object.is(key, -0) ? 0 : key))
        if (other !== list) assert.equal(decodeCursor(other, made), null)
        assert.equal(decodeCursor(list, other), null)
        for (let at = 0; at < made.length; at += 1)
          assert.equal(
            decodeCursor(list, `${made.slice(0, at)}${made[at] === 'A' ? 'B' : 'A'}${made.slice(at + 1)}`),
            null,
          )
      },
    ),
    { numRuns: 150 },
  )
})

test('every query can be parsed, and yields only known filters', () => {
  const operator = fc.constantFrom(
    'tag:',
    'by:',
    '-state:',
    'has:',
    'before:',
    'after:',
    '"',
    '-',
    'or',
    '-"',
    'tag:ci',
    "by:a'b",
    'before:2026-02-30',
  )
  fc.assert(
    fc.property(fc.array(fc.oneof(operator, text), { maxLength: 12 }), (parts) => {
      const asked = parseQuery(parts.join(' '))
      for (const filter of asked.filters) assert.match(filter, /^!?'[a-z]+:[a-z0-9_-]+'$/)
      assert.ok(Number.isFinite(asked.since) && Number.isFinite(asked.until))
    }),
    { numRuns: 1_500 },
  )
})

test('a fortune file of any bytes is read without an error, and one that we write reads back as the same texts', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
      for (const { text, line } of parseFortune(Buffer.from(bytes)))
        assert.ok(text.trim() !== '' && line >= 1)
    }),
    { numRuns: 800 },
  )
  fc.assert(
    fc.property(
      fc.array(fc.oneof(text, fc.constantFrom('%', '%\n%', '\b\b', 'a\t%', '\r\n%\r\n')), { maxLength: 6 }),
      (texts) => {
        const file = formatFortune(texts)
        const read = [...parseFortune(Buffer.from(file))].map(({ text }) => text)
        const again = [...parseFortune(Buffer.from(formatFortune(read)))].map(({ text }) => text)
        // Lines that look like separators get another space each time.
        const bare = (all: string[]) => all.map((one) => one.replace(/^ +%$/gm, '%'))
        assert.deepEqual(bare(again), bare(read))
      },
    ),
    { numRuns: 800 },
  )
})

test('any bytes as JSON, as a form or as an address are read or refused', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 400 }),
    fc.json().map((json) => Buffer.from(json)),
    text.map((t) => Buffer.from(t)),
  )
  fc.assert(
    fc.property(bytes, text, (body, target) => {
      for (const found of [parseJson(new Uint8Array(body)), parseForm(new Uint8Array(body))])
        assert.equal(typeof found.ok, 'boolean')
      const address = readAddress(`/${target}`)
      if (address) assert.doesNotMatch(decodeURIComponent(address.path), /[\x00-\x1f\\]|\/\//)
    }),
    { numRuns: 1_500 },
  )
})
