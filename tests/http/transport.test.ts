import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { aBemoaning } from '../makers'
import { ownServer } from '../server'
import { aMember, cases, each, limits, type Member, problem } from './helpers'
import { raw, requestText } from './raw'

describe('transport', () => {
  const server = ownServer()
  let me: Member
  let id: number
  let host: string
  before(async () => {
    me = await aMember()
    id = await aBemoaning(me)
    host = new URL(server.origin).host
    await limits(server, 'off')
  })
  const send = (text: string, wait = 4_000) => raw(server.origin, text, { wait })
  const lives = async () => assert.equal((await server.send('GET', '/healthz')).status, 200)

  test('slow headers and a body of one byte a second are 408', async () => {
    const drip = (write: (more: string) => void) => {
      const timer = setInterval(() => write('a'), 1_000)
      timer.unref()
    }
    const head = [`Host: ${host}`, `Origin: ${server.origin}`]
    const type = 'Content-Type: application/x-www-form-urlencoded'
    const slow = [
      requestText('POST', '/signin', [...head, type, 'Content-Length: 500'], 'handle='),
      requestText(
        'PUT',
        `/api/v1/bemoanings/${id}/vote`,
        [...head, 'Content-Type: application/json', 'Content-Length: 50'],
        '{',
      ),
      `POST /submit HTTP/1.1\r\nHost: ${host}\r\nX-Slow: `,
      '',
    ]
    const answers = await Promise.all(
      slow.map((text) => raw(server.origin, text, { wait: 30_000, after: drip })),
    )
    const [form = 0, api = 0, headers = 0, nothing = 0] = answers.map(({ status }) => status)
    assert.deepEqual([form, api, headers], [408, 408, 408])
    // A connection on which nothing was ever sent may simply be closed.
    assert.ok([0, 400, 408].includes(nothing))
    assert.ok(answers.every(({ closed }) => closed))
    await lives()
  })

  test('repeated or special names, and absurd depth, are 400', async () => {
    const post = (body: string) =>
      server.send('PUT', `/api/v1/bemoanings/${id}/vote`, {
        token: me.token,
        body,
        headers: { 'content-type': 'application/json' },
      })
    const gap = ' '.repeat(40)
    await each<[string, string, number[]]>(
      [
        ['__proto__', '{"kind":"bemoan","__proto__":{"x":1}}', [400]],
        ['__proto__ escaped', '{"kind":"bemoan","\\u005f_proto__":1}', [400]],
        ['__proto__ inside', '{"kind":{"__proto__":1}}', [400]],
        ['__proto__ after a gap', `{"kind":"bemoan","__proto__"${gap}:1}`, [400]],
        ['twice', '{"kind":"bemoan","kind":"self_inflicted"}', [400]],
        ['twice, escaped', '{"kind":"bemoan","\\u006bind":"self_inflicted"}', [400]],
        ['twice, after a gap', `{"kind":"bemoan","kind"${gap}:"self_inflicted"}`, [400]],
        ['twice, after lines', `{"kind":"bemoan","kind"${'\n'.repeat(40)}:"self_inflicted"}`, [400]],
        ['30,000 levels', `${'['.repeat(30_000)}${']'.repeat(30_000)}`, [400]],
        ['30,000 levels inside', `{"kind":${'['.repeat(30_000)}${']'.repeat(30_000)}}`, [400]],
        ['10,000 objects', `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`, [400]],
        ['100,000 levels', '['.repeat(100_000), [400, 413]],
        ['comments', '{"kind":"bemoan"/* */}', [400]],
        ['NaN', '{"kind":NaN}', [400]],
        ['two values', '{"kind":"bemoan"}{}', [400]],
        ['constructor', '{"kind":"bemoan","constructor":{"prototype":1}}', [422]],
      ],
      async (what, body, statuses) => {
        const began = performance.now()
        const answer = await post(body)
        await problem(answer, answer.status, what)
        assert.ok(statuses.includes(answer.status), `${answer.status}`)
        assert.ok(performance.now() - began < 10_000)
      },
    )
  })

  test('32 kB of headers are 431, in one or in many', async () => {
    const one = `X-Big: ${'a'.repeat(32_000)}`
    const many = Array.from({ length: 800 }, (_, n) => `X-${n}: ${'a'.repeat(32)}`)
    for (const headers of [[one], many, [`Cookie: session=${'a'.repeat(32_000)}`]])
      assert.equal((await send(requestText('GET', '/', [`Host: ${host}`, ...headers]))).status, 431)
    assert.ok(
      [400, 414, 431].includes(
        (await send(requestText('GET', `/${'a'.repeat(32_000)}`, ['Host: x']))).status,
      ),
    )
    assert.ok(
      [400, 414].includes((await send(requestText('GET', `/${'a'.repeat(13_000)}`, ['Host: x']))).status),
    )
  })

  test('an invalid request is 400 and ends the connection', async () => {
    const { origin } = server
    const post = `POST /signin HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${origin}\r\nContent-Type: application/x-www-form-urlencoded\r\n`
    await each<[text: string]>(
      [
        ['\0\0\0\0'],
        ['GET\r\n\r\n'],
        ['GET / HTTP/9.9\r\nHost: x\r\n\r\n'],
        ['GET / HTTP/1.1\r\n\r\n'],
        ['GET /\0 HTTP/1.1\r\nHost: x\r\n\r\n'],
        ['GET / HTTP/1.1\r\nHost: x\r\nX\0Y: z\r\n\r\n'],
        ['GET / HTTP/1.1\r\nHost : x\r\n\r\n'],
        ['\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
        ['GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n'],
        [`${post}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`],
        [`${post}Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef`],
        [`${post}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n`],
        [`${post}Transfer-Encoding: chunked\r\n\r\nZZ\r\n`],
        ['PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
      ],
      async (text) => {
        const { status, closed } = await send(text)
        assert.equal(status, 400)
        assert.ok(closed, 'the connection stays open')
      },
    )
    await lives()
  })

  test('unknown methods are refused, and a websocket is not waited for', async () => {
    for (const method of ['TRACE', 'PROPFIND', 'PURGE', 'LINK', 'SEARCH']) {
      const { status, head } = await send(requestText(method, '/', [`Host: ${host}`]))
      assert.equal(status, 405, method)
      assert.match(head, /^allow:/im, method)
    }
    await server.send('GET', '/new')
    const paths = `/new /new/ /_next/webpack-hmr /_next/hmr /b/${id} /x//y //evil.example/ http://evil.example/`
    const attempts = cases(paths).flatMap(([path]) =>
      ['websocket', 'h2c'].map((protocol) => ({ path, protocol })),
    )
    const statuses = await Promise.all(
      attempts.map(async ({ path, protocol }) => {
        const upgrade = ['Connection: Upgrade', `Upgrade: ${protocol}`, 'Sec-WebSocket-Version: 13']
        const lines = [`GET ${path} HTTP/1.1`, `Host: ${host}`, ...upgrade, 'Sec-WebSocket-Key: AAAA', '', '']
        const { status, closed } = await send(lines.join('\r\n'), 1_500)
        const what = `${path} as ${protocol}: ${status}`
        if (status === 101 || (status === 0 && !closed)) return [what]
        // A server that does not support the other protocol continues with this one (RFC 9110, 7.8).
        return path === '/new' && protocol === 'h2c' && status !== 200 ? [what] : []
      }),
    )
    assert.deepEqual(statuses.flat(), [], 'neither refused nor answered')
    assert.notEqual(
      (await send(`CONNECT evil.example:80 HTTP/1.1\r\nHost: ${host}\r\n\r\n`, 2_000)).status,
      200,
    )
    await lives()
  })

  test('pipelined requests each get their own response, in order', async () => {
    const requests = [
      `GET /new HTTP/1.1\r\nHost: ${host}\r\nCookie: session=${me.cookies.session}\r\n\r\n`,
      `GET /b/99999999 HTTP/1.1\r\nHost: ${host}\r\n\r\n`,
      `GET /api/v1/me HTTP/1.1\r\nHost: ${host}\r\n\r\n`,
      requestText('GET', '/healthz', [`Host: ${host}`]),
    ]
    const { head, body } = await send(requests.join(''))
    const statuses = [...`${head}\r\n\r\n${body}`.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => status)
    assert.deepEqual(statuses, ['200', '404', '401', '200'])
  })

  test('a form of 20,000 fields with one name gets a response at once', async () => {
    await each<[string, string]>(
      [
        ['one name', 'a=&'.repeat(21_000)],
        [
          'many names',
          Array.from({ length: 9_000 }, (_, n) => `a${n}=`)
            .join('&')
            .slice(0, 65_000),
        ],
        ['tags', 'tags=ci&'.repeat(8_000)],
      ],
      async (_, body) => {
        const began = performance.now()
        const headers = { 'content-type': 'application/x-www-form-urlencoded' }
        const answer = await server.send('POST', '/submit', { body, headers, cookies: me.cookies })
        assert.ok([400, 422].includes(answer.status), `${answer.status}`)
        assert.ok(performance.now() - began < 10_000, `${(performance.now() - began).toFixed(0)} ms`)
      },
    )
  })
})
