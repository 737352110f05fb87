import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { registered } from '@/api'
import { inheritedNames } from '../inherited-names'
import { aBemoaning } from '../makers'
import { ownServer, type SendOptions } from '../server'
import { aMember, inParallel, limits, type Member } from './helpers'

describe('names that every object has are names like any other', () => {
  const server = ownServer()
  let me: Member
  let id: number
  before(async () => {
    me = await aMember()
    id = await aBemoaning(await aMember())
    await limits(server, 'off')
  })

  /** Sends all of them, and fails with every answer of the server's own fault. */
  async function noneFails(asks: readonly [method: string, path: string, options?: SendOptions][]) {
    const bad: string[] = []
    await inParallel(asks, 6, async ([method, path, options = {}]) => {
      const got = await server.send(method, path, options)
      const text = await got.text()
      if (got.status >= 500 || /\[native code\]|\[object Object\]|function Object/.test(text))
        bad.push(`${method} ${path} ${JSON.stringify(options.json ?? options.form ?? '')}: ${got.status}`)
    })
    assert.deepEqual(bad, [])
  }

  const pages = [
    ...[
      '/',
      '/new',
      '/search',
      '/tags',
      '/log',
      '/state',
      '/blog',
      '/randomart',
      '/rules',
      '/random',
      '/oembed',
    ],
    ...[
      '/settings',
      '/settings/reading',
      '/settings/telling',
      '/settings/tokens',
      '/signin',
      '/signup',
      '/submit',
    ],
    ...['/inbox', '/saved', '/following', '/report', '/jury', '/verify', '/reset', '/forgot', '/unsubscribe'],
  ]
  const keys = [
    'q',
    'saved',
    'sort',
    'window',
    'type',
    'after',
    'limit',
    'list',
    'show',
    'action',
    'moderator',
    'to',
  ]
  const more = [
    'category',
    'feed',
    'tag',
    'author',
    'sent',
    'muted',
    'hash',
    'bits',
    'layout',
    'format',
    'token',
    'units',
  ]

  const all = [...keys, ...more]
  /** Each key alone, as one that is refused hides the others, with one of three names, which take turns. */
  const turns = ['constructor', 'toString', '__proto__']
  const alone = (path: string, name: string): string[] =>
    all
      .filter((_, at) => turns[(at + pages.indexOf(path)) % turns.length] === name)
      .map((key) => `${path}?${key}=${name}`)
  /** The names in turn, so that each form and call gets several and each name comes to several. */
  const one = (list: readonly string[], at: number): string => list[at % list.length] ?? ''
  const named = (at: number): string => one(inheritedNames, at)

  for (const [turn, name] of inheritedNames.entries()) {
    const n = encodeURIComponent(name)
    test(name, async () => {
      await noneFails([
        ...pages.flatMap((path, at): [string, string, SendOptions][] =>
          [
            ...((at + turn) % 3 === 0
              ? [`${path}?${n}=1&${n}[${n}]=1&${all.map((key) => `${key}=${n}`).join('&')}`]
              : []),
            ...alone(path, name),
          ].map((address) => ['GET', address, { cookies: me.cookies }]),
        ),
        ...[
          `${n}:x`,
          `-${n}:x`,
          `tag:${n}`,
          `by:${n}`,
          `state:${n}`,
          `has:${n}`,
          `before:${n}`,
          n,
          `"${n}"`,
        ].map((q, at): [string, string] => [
          'GET',
          `${one(['/search', '/search.json', '/api/v1/search'], at + turn)}?q=${encodeURIComponent(q)}`,
        ]),
        ...[
          '/',
          '/t/',
          '/u/',
          '/b/',
          '/blog/',
          '/blog/tags/',
          '/blog/series/',
          '/top/',
          '/c/',
          '/why/',
          '/api/v1/',
        ].map((path, at): [string, string] => ['GET', `${path}${n}${one(['', '.json', '.txt'], at + turn)}`]),
        ['GET', `/why/${id}?list=/${n}`],
        ['GET', `/why/${id}?list=/t/${n}`],
        ['GET', `/blog/randomart/${n}`],
        ['GET', `/randomart.svg?fingerprint=${n}&hash=${n}&type=${n}&layout=${n}`],
      ])
    })
  }

  test('as fields of every form, and as their values', async () => {
    const forms = registered().filter(({ method, path }) => method === 'POST' && !path.startsWith('/api/v1'))
    assert.ok(forms.length > 30)
    const sendable = forms.filter(({ path }) => !/signout|leave|sessions\/end/.test(path))
    const fields = [
      'body',
      'tags',
      'kind',
      'state',
      'reason',
      'type',
      'id',
      'level',
      'choice',
      'action',
      'move',
    ]
    await noneFails(
      sendable.flatMap(({ path }, at): [string, string, SendOptions][] => {
        const address = (name: string) =>
          path.replaceAll(/:(\w+)(\{[^/]*\})?/g, (_, key: string) => (key === 'id' ? String(id) : name))
        const { cookies } = me
        return [
          ...[1, 4, 7, 10, 13]
            .map((turn) => named(at + turn))
            .map((name): [string, string, SendOptions] => [
              'POST',
              address(name),
              { cookies, form: { [name]: name, back: `/${name}` } },
            ]),
          ...[0, 5, 11].map((turn): [string, string, SendOptions] => [
            'POST',
            address(named(at + turn)),
            { cookies, form: Object.fromEntries(fields.map((field) => [field, named(at + turn)])) },
          ]),
        ]
      }),
    )
  })

  test('as keys and values of JSON, in every call', async () => {
    const calls = registered().filter(
      ({ method, path }) => path.startsWith('/api/v1') && !/GET|ALL/.test(method),
    )
    assert.ok(calls.length > 20)
    const sendable = calls.filter(({ method, path }) => !(method === 'DELETE' && path.endsWith('/me')))
    await noneFails(
      sendable.flatMap(({ method, path }, at) =>
        [0, 5].flatMap((turn): [string, string, SendOptions][] => {
          const name = named(at + turn)
          const address = path.replaceAll(/:(\w+)(\{[^/]*\})?/g, (_, key: string) =>
            key === 'id' ? String(id) : name,
          )
          const headers = { 'content-type': 'application/json', 'idempotency-key': name }
          const inner = `{"${name}":{"${name}":1}}`
          return [
            inner,
            `{${inheritedNames.map((each) => `"${each}":"x"`).join()}}`,
            `{"kind":"${name}","verdict":"${name}","reason":"${name}","level":"${name}","state":"${name}","choice":"${name}"}`,
            `{"body":"This is not right at all.","tags":["${name}"],"subject":${inner}}`,
            `{"subject":{"type":"${name}","id":1},"reason":"${name}"}`,
            `["${name}"]`,
          ].map((body) => [method, address, { token: me.token, headers, body }])
        }),
      ),
    )
  })
})
