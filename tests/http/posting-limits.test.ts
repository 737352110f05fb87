import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { ownServer } from '../server'
import { aMember, aText, json, limits, type Member, plain, problem, raw, requestText } from './helpers'

describe('posting: sizes, limits, forms', () => {
  const server = ownServer()
  let me: Member
  before(async () => {
    me = await aMember()
    await limits(server, 'off')
  })
  const post = (input: unknown, who: Member = me, headers: Record<string, string> = {}) =>
    server.send('POST', '/api/v1/bemoanings', { token: who.token, json: input, headers })
  const submit = (form: Record<string, string | string[]>, who: Member | null = me) =>
    server.send('POST', '/submit', { form, ...(who ? { cookies: who.cookies } : {}) })

  test('a body of 10 MB is 413 however it is sent', async () => {
    const { host } = new URL(server.origin)
    const heads = [
      ['/api/v1/bemoanings', 'application/json'],
      ['/submit', 'application/x-www-form-urlencoded'],
      ['/signin', 'application/x-www-form-urlencoded'],
    ] as const
    for (const [path, type] of heads) {
      const head = [`Host: ${host}`, `Origin: ${server.origin}`, `Content-Type: ${type}`]
      for (let attempt = 0; attempt < 4; attempt += 1) {
        const whole = [...head, 'Content-Length: 10000000']
        const answer = await raw(server.origin, requestText('POST', path, whole, 'a'.repeat(10_000_000)))
        assert.equal(answer.status, 413, `${path} with its length, attempt ${attempt}`)
      }
      const chunk = `${(50_000).toString(16)}\r\n${'a'.repeat(50_000)}\r\n`
      const chunked = [...head, 'Transfer-Encoding: chunked']
      const answer = await raw(
        server.origin,
        requestText('POST', path, chunked, `${chunk.repeat(3)}0\r\n\r\n`),
      )
      assert.equal(answer.status, 413, `${path} in chunks`)
    }
    assert.equal((await server.send('GET', '/healthz')).status, 200)
  })

  test('64 KiB exactly is read, a byte more is not', async () => {
    const body = (bytes: number) => {
      const start = '{"text":"'
      return `${start}${'a'.repeat(bytes - start.length - 2)}"}`
    }
    const send = (bytes: number) =>
      server.send('POST', '/api/v1/preview', {
        token: me.token,
        body: body(bytes),
        headers: { 'content-type': 'application/json' },
      })
    await problem(await send(65_536), 422, '64 KiB')
    await problem(await send(65_537), 413, '64 KiB + 1')
  })

  test('who, how and where: 401, 404, 405 with Allow, 412, 415', async () => {
    const input = { body: aText(), tags: ['ci'] }
    await problem(await server.send('POST', '/api/v1/bemoanings', { json: input }), 401, 'nobody')
    await problem(await post(input, { ...me, token: 'ibt_nope' }), 401, 'a bad token')
    const { id } = await json<{ id: number }>(await post(input))
    const one = `/api/v1/bemoanings/${id}`
    const change = (who: Member, match?: string) =>
      server.send('PATCH', one, {
        token: who.token,
        json: { body: aText() },
        headers: match === undefined ? {} : { 'If-Match': match },
      })
    const other = await aMember()
    await problem(await change(other), 404, 'another’s')
    await problem(await server.send('DELETE', one, { token: other.token }), 404, 'another’s')
    const read = (await server.send('GET', one, { token: me.token })).headers.get('etag') ?? ''
    assert.match(read, /^"\d+"$/, 'an ETag to send back')
    assert.equal((await change(me, read)).status, 200)
    await problem(await change(me, read), 412, 'a version that was')
    for (const match of ['"x"', 'W/"2"', '2', '""', '"99999999999"'])
      await problem(await change(me, match), 412, match)
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', 'json']) {
      const headers = { 'content-type': type }
      const answer = await server.send('POST', '/api/v1/bemoanings', { token: me.token, body: '{}', headers })
      await problem(answer, 415, type)
    }
    for (const [method, path] of [
      ['POST', one],
      ['PUT', '/api/v1/bemoanings'],
      ['DELETE', '/api/v1/tags'],
    ] as const) {
      const answer = await server.send(method, path, { token: me.token, json: {} })
      assert.ok(answer.headers.get('allow')?.includes('GET'), `${method} ${path}`)
      await problem(answer, 405, `${method} ${path}`)
    }
  })

  test('a form says why, with the same status, and keeps what was typed', async () => {
    const typed = `Kept <in> the "form", ${aText()}`
    const twin = aText()
    await post({ body: twin, tags: ['ci'] })
    const cases: [string, number, RegExp, Response][] = [
      ['nobody', 401, /needs an account/, await submit({ body: typed, tags: 'ci' }, null)],
      ['no tag', 422, /at least one tag/, await submit({ body: typed })],
      ['four tags', 422, /at most 3 tags/, await submit({ body: typed, tags: ['ci', 'dns', 'git', 'css'] })],
      ['unknown tag', 422, /no tag/, await submit({ body: typed, tags: ['nope'] })],
      ['NUL in a tag', 422, /no tag|tag/, await submit({ body: typed, tags: ['ci\0'] })],
      ['unknown field', 422, /status/, await submit({ body: typed, tags: 'ci', status: 'published' })],
      ['a field twice', 400, /twice/, await submit({ body: [typed, typed], tags: 'ci' })],
    ]
    for (const [what, status, why, answer] of cases) {
      const html = await answer.text()
      assert.equal(answer.status, status, what)
      assert.match(html, why, what)
      assert.ok(plain(html).includes(typed), `${what}: the text is lost`)
    }
    const again = await submit({ body: twin.toUpperCase(), tags: 'ci' })
    const html = await again.text()
    assert.equal(again.status, 409)
    assert.match(html, /bemoaned already today, as #\d+/)
    assert.match(html, /<a[^>]+href="\/b\/\d+\//, 'a link to the first')
    assert.ok(html.includes(twin.toUpperCase()))
    const made = await submit({ body: typed, tags: 'ci' })
    assert.equal(made.status, 303)
    assert.match(made.headers.get('location') ?? '', /^\/b\/\d+\//)
  })

  test('one more than the hourly limit is 429 with Retry-After, and the text stays', async () => {
    await limits(server, 'on')
    for (const [ageDays, most] of [
      [2, 10],
      [0, 3],
    ] as const) {
      const writer = await aMember({ ageDays })
      const last = { body: '', tags: ['ci'] }
      for (let n = 0; n < most; n += 1) {
        last.body = aText()
        assert.equal(
          (await post(last, writer, { 'Idempotency-Key': `k${n}` })).status,
          201,
          `${n + 1} of ${most}`,
        )
      }
      const tooMany = await post({ body: aText(), tags: ['ci'] }, writer)
      const wait = Number(tooMany.headers.get('retry-after'))
      assert.ok(Number.isInteger(wait) && wait > 0 && wait <= 3_600, `Retry-After ${wait}`)
      assert.ok(tooMany.headers.has('ratelimit'))
      await problem(tooMany, 429, 'one more')
      const typed = aText()
      const form = await submit({ body: typed, tags: 'ci' }, writer)
      const html = await form.text()
      assert.equal(form.status, 429)
      assert.match(html, /bemoanings an hour[^.]*\. It works again in \d+ (minutes|hours|seconds)/)
      assert.ok(html.includes(typed))
      assert.ok(Number(form.headers.get('retry-after')) > 0)
      const again = await post(last, writer, { 'Idempotency-Key': `k${most - 1}` })
      assert.equal(again.status, 201, 'what was answered already is no new bemoaning')
    }
  })
})
