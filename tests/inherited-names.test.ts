import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { lookUp } from '@/core/look-up'
import { inheritedNames, lookUpsIn } from './inherited-names'

const rooms = [
  'api',
  'app',
  'client',
  'components',
  'core',
  'db',
  'keys',
  'lib',
  'server',
  'terminal',
  'text',
  'tools',
]
const sources = rooms.flatMap((room) =>
  readdirSync(room, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(ts|tsx|mjs)$/.test(file) && !/\.test\.ts$|testdata|\.d\.m?ts$/.test(file))
    .map((file) => join(room, file)),
)

/** Permitted lookups, by file and code, with the reason why no inherited name can get there. */
const fine: ReadonlyMap<string, string> = new Map([
  ['core/look-up.ts table[key]', 'this is where the table is asked whether it has it'],
  ['core/env.ts source[name]', 'the environment, under names that are written in this file'],
  ['core/response.ts headers[name]', 'names of our own answers’ headers'],
  ['server/next/render.ts headers[name]', 'the same, as the framework sets them'],
  ['server/http/request-address.ts clean[name]', 'names out of a list in this file'],
])

test('a lookup by a key from outside is found, however it is written', () => {
  const bad = [
    "const said: Record<string, string> = {}\nconst note = said[queried('saved') ?? '']",
    "const said = { a: 1 } as const\nconst note = said[queried('saved') as keyof typeof said]",
    'const t: Readonly<Record<string, { x: 1 }>> = {}\nt[key]?.x',
    'function f(t: Record<string, string>, k: string) { return t[k] }',
    'const t: { [name: string]: number } = {}\nt[name]',
    'type P = { t: Partial<Record<string, 1>> }\nuse(p.t[k])',
    'const t = read() as Record<string, string>\nt[k.toLowerCase()]',
    'order[params.sort]',
    'sorts[c.req.query.sort]',
    'if (key in table) go()',
    'const it = name in props.table ? 1 : 2',
    'const t: Record<string, string> = {}\nt[name] = value',
    "const t = made('a=b')\nfunction made(s: string): Record<string, string> { return {} }\nt[letter]",
    "// said[x]\nconst u = 'https://x'; const t: Record<string, 1> = {}; t[u]",
  ]
  for (const source of bad) assert.equal(lookUpsIn(source).length, 1, source)
  const good = [
    "const said: Record<string, string> = {}\nsaid['a']; said.b",
    "const t: Record<string, string> = {}\nconst note = lookUp(t, queried('saved') ?? '')",
    'const list: string[] = []\nlist[n]; list[list.length - 1]',
    'for (const key in table) go()',
    "if ('a' in table) go()",
    '// if (key in table) go()\n/* t[queried(x)] */',
    'const { [key]: x } = y',
  ]
  for (const source of good) assert.deepEqual(lookUpsIn(source), [], source)
})

test('nothing is looked up by a key from outside', () => {
  assert.ok(sources.length > 400, `${sources.length}`)
  const found = sources.flatMap((file) =>
    lookUpsIn(readFileSync(file, 'utf8')).map(({ line, code }) => ({ key: `${file} ${code}`, line })),
  )
  assert.deepEqual(
    found.filter(({ key }) => !fine.has(key)),
    [],
    'use lookUp() of core/look-up.ts, a Map or a Set',
  )
  assert.deepEqual(
    [...fine.keys()].filter((key) => !found.some((one) => one.key === key)),
    [],
    'exceptions without a look-up',
  )
})

test('a table contains only its own entries', () => {
  const table = { saved: 'Saved.' }
  assert.equal(lookUp(table, 'saved'), 'Saved.')
  for (const name of inheritedNames) assert.equal(lookUp<string>(table, name), undefined, name)
})
