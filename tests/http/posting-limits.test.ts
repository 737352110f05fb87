import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { ownServer } from '../server'
import { aMember, aText, each, json, limits, type Member, plain, problem } from './helpers'
import { raw, requestText } from './raw'

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
    const megabytes = 'a'.repeat(10_000_000)
    const chunk = `${(50_000).toString(16)}\r\n${'a'.repeat(50_000)}\r\n`
    await each<[path: string, type: string]>(
      [
        ['/api/v1/bemoanings', 'application/json'],
        ['/submit', 'application/x-www-form-urlencoded'],
        ['/signin', 'application/x-www-form-urlencoded'],
      ],
      async (path, type) => {
        const head = [`Host: ${host}`, `Origin: ${server.origin}`, `Content-Type: ${type}`]
        const chunked = requestText(
          'POST',
          path,
          [...head, 'Transfer-Encoding: chunked'],
          `${chunk.repeat(3)}0\r\n\r\n`,
        )
        const whole = requestText('POST', path, [...head, 'Content-Length: 10000000'], megabytes)
        const statuses: number[] = []
        for (const text of [chunked, whole, whole, whole, whole])
          statuses.push((await raw(server.origin, text)).status)
        assert.deepEqual(statuses, [413, 413, 413, 413, 413], 'in chunks, then four times with its length')
      },
    )
    assert.equal((await server.send('GET', '/healthz')).status, 200)
  })

  test('exactly 64 KiB is read, a byte more is not', async () => {
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
    for (const match of ['"x"', 'W/"2"', '2', '""', '"99999999999"', '"2"'])
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

  test('If-Match accepts the ETag of an earlier response', async () => {
    const made = await post({ body: aText(), tags: ['ci'] })
    const one = `/api/v1/bemoanings/${(await json<{ id: number }>(made)).id}`
    const change = (match: string) =>
      server.send('PATCH', one, { token: me.token, json: { body: aText() }, headers: { 'If-Match': match } })
    const first = made.headers.get('etag') ?? ''
    const second = (await change('"1"')).headers.get('etag') ?? ''
    const read = (await server.send('GET', one, { token: me.token })).headers.get('etag') ?? ''
    assert.deepEqual([first, second, read], ['"1"', '"2"', '"2"'])
    await problem(await change(first), 412, 'a version that was')
    assert.equal((await change(read)).status, 200)
  })

  test('a form gives the reason, with the same status, and keeps the text', async () => {
    const typed = `Kept <in> the "form", ${aText()}`
    const twin = aText()
    await post({ body: twin, tags: ['ci'] })
    await each<[string, number, RegExp, Record<string, string | string[]>, Member | null]>(
      [
        ['nobody', 422, /proof of work/, { body: typed, tags: 'ci' }, null],
        ['no tag', 422, /at least one tag/, { body: typed }, me],
        ['four tags', 422, /at most 3 tags/, { body: typed, tags: ['ci', 'dns', 'git', 'css'] }, me],
        ['unknown tag', 422, /have the tag/, { body: typed, tags: ['nope'] }, me],
        ['NUL in a tag', 422, /tag/, { body: typed, tags: ['ci\0'] }, me],
        ['unknown field', 422, /status/, { body: typed, tags: 'ci', status: 'published' }, me],
        ['a field twice', 400, /twice/, { body: [typed, typed], tags: 'ci' }, me],
      ],
      async (_, status, why, form, who) => {
        const answer = await submit(form, who)
        const html = await answer.text()
        assert.equal(answer.status, status)
        assert.match(plain(html), why)
        assert.ok(plain(html).includes(typed), 'the text is lost')
      },
    )
    const again = await submit({ body: twin.toUpperCase(), tags: 'ci' })
    const html = await again.text()
    assert.equal(again.status, 409)
    assert.match(html, /already been bemoaned, as #\d+/)
    assert.match(html, /<a[^>]+href="\/b\/\d+\//, 'a link to the first')
    assert.ok(html.includes(twin.toUpperCase()))
    const made = await submit({ body: typed, tags: 'ci' })
    assert.equal(made.status, 303)
    assert.match(made.headers.get('location') ?? '', /^\/b\/\d+\//)
  })

  test('one more than the hourly limit is 429 with Retry-After, and the text is kept', async () => {
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
      const bit = new RegExp(`^"${ageDays ? 'bemoan' : 'bemoan-new'}";r=0;t=\\d+$`)
      assert.match(tooMany.headers.get('ratelimit') ?? '', bit, 'the limit that bit')
      assert.match(tooMany.headers.get('ratelimit-policy') ?? '', new RegExp(`;q=${most};w=3600$`))
      await problem(tooMany, 429, 'one more')
      const typed = aText()
      const form = await submit({ body: typed, tags: 'ci' }, writer)
      const html = await form.text()
      assert.equal(form.status, 429)
      assert.match(html, /bemoanings an hour[^.]*\. It works again in \d+ (minutes|hours|seconds)/)
      assert.ok(html.includes(typed))
      assert.match(form.headers.get('ratelimit') ?? '', bit)
      assert.ok(Number(form.headers.get('retry-after')) > 0)
      const again = await post(last, writer, { 'Idempotency-Key': `k${most - 1}` })
      assert.equal(again.status, 201, 'what was answered already is no new bemoaning')
    }
  })
})
