import assert from 'node:assert/strict'
import { before, beforeEach, describe, test } from 'node:test'
import { sql } from 'drizzle-orm'
import { findAnswer } from '@/client/parts/writing/proof'
import { rateLimits } from '@/core/limits'
import { db } from '@/db'
import { aBemoaning } from '../makers'
import { cookiesOf, ownServer, type SendOptions } from '../server'
import { aMember, aText, inParallel, limits, type Member } from './helpers'

describe('requests with a limit are counted before anything is looked up', () => {
  // As behind a proxy on this machine, so that a test can use any network.
  const server = ownServer({ TRUSTED_PROXY: '1' })
  let author: Member
  let site = 0
  /** Returns headers of a new network, in its own /48. */
  const elsewhere = () => {
    site += 1
    return { 'X-Forwarded-For': `2001:db8:${site.toString(16)}::1` }
  }
  before(async () => {
    author = await aMember()
    await limits(server, 'on')
  })

  /** @param path with `{n}` where each request differs: a page that is fresh in the cache does not count */
  const statuses = async (
    times: number,
    path: string,
    options: SendOptions | ((n: number) => SendOptions),
  ): Promise<number[]> =>
    inParallel(Array.from({ length: times }), 4, async (_, n) => {
      const got = await server.send(
        'GET',
        path.replace('{n}', String(n)),
        typeof options === 'function' ? options(n) : options,
      )
      await got.body?.cancel()
      return got.status
    })

  test('searching: with a private token, with a muted word, with an odd address', async () => {
    const { points } = rateLimits.search
    const feed = async (member: Member): Promise<string> => {
      await server.send('POST', '/settings/feed', { cookies: member.cookies, form: { on: '1' } })
      const page = await (await server.send('GET', '/settings/reading', { cookies: member.cookies })).text()
      const token = /token=([\w.-]+)/.exec(page)?.[1] ?? ''
      assert.ok(token)
      return token
    }
    for (const format of ['json', 'txt', 'atom', 'rss']) {
      const owner = await aMember()
      const token = await feed(owner)
      const path = `/search.${format}?q=machine&token=${token}`
      const all = await statuses(points + 5, path, () => ({ headers: elsewhere() }))
      assert.equal(
        all.filter((status) => status === 429).length,
        5,
        `${format}, by its owner wherever they are`,
      )
    }
    const junk = elsewhere()
    const forged = await statuses(points + 5, '/search.json?q=machine&token=1.1.x', { headers: junk })
    assert.equal(forged.filter((status) => status === 429).length, 5, 'a token that is none')
    const muting = await aMember()
    await server.send('PUT', '/api/v1/me/mutes/words', { token: muting.token, json: { word: 'zzzunheard' } })
    const muted = await statuses(points + 5, '/search.json?q=machine', () => ({
      cookies: muting.cookies,
      headers: elsewhere(),
    }))
    assert.equal(muted.filter((status) => status === 429).length, 5, 'a muted word')
    for (const path of [
      '/search?q=machine{n}',
      '/sear%63h?q=machine{n}',
      '/search/?q=machine{n}',
      '/%73earch.json?q=x{n}',
    ]) {
      const from = elsewhere()
      const odd = await statuses(points + 5, path, { headers: from })
      assert.ok(
        odd.every((status) => status === 404 || status === 301) ||
          odd.filter((status) => status === 429).length >= 5,
        `${path}: ${[...new Set(odd)]}`,
      )
    }
  })

  test('a token does not make pictures render again', async () => {
    const id = await aBemoaning(author)
    for (const path of [`/b/${id}/picture.png`, '/picture.png', '/sitemap.xml', '/robots.txt']) {
      const plain = await server.send('GET', path)
      const with_ = await server.send('GET', `${path}?token=x`)
      assert.equal(with_.status, plain.status, path)
      assert.equal(with_.headers.get('cache-control'), plain.headers.get('cache-control'), path)
    }
  })

  const rows = async (): Promise<number[]> =>
    ['voters', 'visitors', 'reports', 'cases'].reduce<Promise<number[]>>(
      async (all, name) => [
        ...(await all),
        (await db().execute<{ n: number }>(sql`select count(*)::int as n from ${sql.identifier(name)}`))
          .rows[0]?.n ?? 0,
      ],
      Promise.resolve([]),
    )

  test('votes and reports on a missing or closed bemoaning create no voter', async () => {
    const removed = await aBemoaning(author)
    await db().execute(sql`update bemoaning_ranks set status = 'removed' where id = ${removed}`)
    const standing = await aBemoaning(author)
    const was = await rows()
    for (const id of [999_999, removed]) {
      for (const [method, path, options] of [
        ['PUT', `/api/v1/bemoanings/${id}/vote`, { json: { kind: 'bemoan' } }],
        ['DELETE', `/api/v1/bemoanings/${id}/vote`, {}],
        ['POST', `/b/${id}/vote`, { form: { kind: 'bemoan' } }],
        ['POST', '/api/v1/reports', { json: { subject: { type: 'bemoaning', id }, reason: 'spam' } }],
        ['POST', '/report', { form: { type: 'bemoaning', id: String(id), reason: 'spam' } }],
      ] as const) {
        const got = await server.send(method, path, { ...options, headers: elsewhere() })
        assert.equal(got.status, 404, `${method} ${path}`)
        assert.deepEqual(cookiesOf(got), {}, `${method} ${path} sets a cookie`)
      }
    }
    for (const [method, path, options] of [
      ['PUT', `/api/v1/bemoanings/${standing}/vote`, { json: { kind: 'shrug' } }],
      ['PUT', `/api/v1/bemoanings/${standing}/vote`, { json: { kind: null } }],
      ['DELETE', `/api/v1/bemoanings/${standing}/vote`, {}],
      ['POST', `/b/${standing}/vote`, { form: { kind: 'none' } }],
      [
        'POST',
        '/api/v1/reports',
        { json: { subject: { type: 'bemoaning', id: standing }, reason: 'bored' } },
      ],
      ['POST', '/report', { form: { type: 'bemoaning', id: String(standing), reason: '' } }],
    ] as const) {
      const got = await server.send(method, path, { ...options, headers: elsewhere() })
      assert.deepEqual(cookiesOf(got), {}, `${method} ${path} sets a cookie`)
    }
    assert.deepEqual(await rows(), was)
    const made = await server.send('POST', '/report', {
      form: { type: 'bemoaning', id: String(standing), reason: 'spam' },
      headers: elsewhere(),
    })
    assert.equal(made.status, 303)
    assert.ok(cookiesOf(made).visitor, 'who reports something is somebody')
  })

  test('20 new votes a day from one network are shown on a bemoaning; changing a vote does not count', async () => {
    const { points } = rateLimits['vote-network']
    const id = await aBemoaning(author)
    const from = elsewhere()
    const put = (kind: string, options: SendOptions = {}) =>
      server.send('PUT', `/api/v1/bemoanings/${id}/vote`, { json: { kind }, headers: from, ...options })
    const first = await put('bemoan')
    const cookies = cookiesOf(first)
    const answers = await inParallel(Array.from({ length: 95 }), 8, () => put('bemoan'))
    assert.equal(answers.filter(({ status }) => status === 200).length, points - 1)
    const young = await aMember({ ageDays: 0.5 })
    const { token } = young
    const refused = await server.send('PUT', `/api/v1/bemoanings/${id}/vote`, {
      json: { kind: 'bemoan' },
      token,
      headers: from,
    })
    assert.equal(refused.status, 429, 'a new account is counted along')
    assert.ok(Number(refused.headers.get('retry-after')) > 3_600)
    const { detail } = (await refused.json()) as { detail: string }
    assert.match(detail, /20 first votes a day on one bemoaning from one network.*in \d+ hours/)
    const page = await server.send('POST', `/b/${id}/vote`, {
      form: { kind: 'bemoan', back: '/new' },
      headers: from,
    })
    assert.equal(page.status, 429)
    assert.match(await page.text(), /20 first votes a day on one bemoaning/)
    for (const kind of ['self_inflicted', 'bemoan', 'self_inflicted'])
      assert.equal((await put(kind, { cookies })).status, 200, 'a vote that is there can be changed')
    assert.equal((await server.send('DELETE', `/api/v1/bemoanings/${id}/vote`, { cookies })).status, 200)
    const regular = await aMember()
    assert.equal(
      (await put('bemoan', { token: regular.token })).status,
      200,
      'regular accounts are not counted',
    )
    const other = await aBemoaning(author)
    const there = await server.send('PUT', `/api/v1/bemoanings/${other}/vote`, {
      json: { kind: 'bemoan' },
      headers: from,
    })
    assert.equal(there.status, 200, 'each bemoaning has its own count')
    const { rows: found } = await db().execute<{ n: number }>(
      sql`select count(*)::int as n from votes where bemoaning_id = ${id}`,
    )
    assert.equal(found[0]?.n, points, `${points} of the network, one taken back, and the regular one`)
  })

  test('a new account has its own limit of comments, by form and API', async () => {
    const young = await aMember({ ageDays: 0.5 })
    const id = await aBemoaning(author)
    const { points } = rateLimits['comment-new']
    const sent: number[] = []
    for (let n = 0; n < points + 2; n += 1) {
      const body = `Number ${n} of too many.`
      const got = await (n % 2 === 0
        ? server.send('POST', `/b/${id}/comments`, { cookies: young.cookies, form: { body } })
        : server.send('POST', `/api/v1/bemoanings/${id}/comments`, { token: young.token, json: { body } }))
      sent.push(got.status)
    }
    assert.deepEqual(sent.slice(points), [429, 429])
    assert.ok(sent.slice(0, points).every((status) => status < 400))
  })

  describe('posting without an account', () => {
    beforeEach(() => db().execute(sql`delete from rate_limits`))
    const aTask = async () => {
      const html = await (await server.send('GET', '/submit')).text()
      const proof = /name="proof" value="([^"]+)"/.exec(html)?.[1] ?? ''
      const { salt, challenge } = JSON.parse(Buffer.from(proof, 'base64url').toString())
      return { proof, answer: String(await findAnswer(salt, challenge)) }
    }
    const post = async (form: Record<string, string>, headers: Record<string, string>) => {
      const got = await server.send('POST', '/submit', { form: { tags: 'ci', ...form }, headers })
      await got.text()
      return got.status
    }

    test('asking whether a text is known costs a proof and a try', async () => {
      const body = aText()
      await aBemoaning(author, body)
      const from = elsewhere()
      assert.equal(await post({ body }, from), 422, 'without a proof nothing is said')
      assert.equal(await post({ body, proof: 'x', answer: '1' }, from), 422)
      const task = await aTask()
      assert.equal(await post({ body, ...task }, from), 409)
      assert.equal(await post({ body, ...task }, from), 422, 'the proof is used up')
      assert.equal(await post({ body, ...(await aTask()) }, from), 409)
      assert.equal(await post({ body, ...(await aTask()) }, from), 409)
      assert.equal(await post({ body, ...(await aTask()) }, from), 429, 'and so are the tries of the hour')
      assert.equal(await post({ body: aText(), ...(await aTask()) }, from), 429)
    })

    test('mistakes that reveal nothing cost neither a try nor the proof', async () => {
      const from = elsewhere()
      const task = await aTask()
      const secret = ['AK', 'IA', 'Z7Q3M5XN2RT4WB6K'].join('')
      for (let n = 0; n < 5; n += 1) {
        assert.equal(await post({ body: 'short', ...task }, from), 422)
        assert.equal(await post({ body: aText(), tags: 'nosuchtag', ...task }, from), 422)
        assert.equal(await post({ body: `${aText()} ${secret}`, ...task }, from), 422)
        assert.equal(await post({ body: aText(), proof: task.proof, answer: '7' }, from), 422)
      }
      assert.equal(await post({ body: aText(), ...task }, from), 303)
    })

    test('a /48 of IPv6 is one poster with more tries, not 65,536', async () => {
      site += 1
      const within = (n: number) => ({
        'X-Forwarded-For': `2001:db8:${site.toString(16)}:${n.toString(16)}::1`,
      })
      let through = 0
      for (let n = 1; n <= 30; n += 1)
        if ((await post({ body: aText(), ...(await aTask()) }, within(n))) === 303) through += 1
      assert.equal(through, rateLimits['bemoan-signed-out'].points * 8)
    })
  })
})
