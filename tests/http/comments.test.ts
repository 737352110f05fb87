import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { sql } from 'drizzle-orm'
import { db } from '@/db'
import { aBemoaning } from '../makers'
import { ownServer } from '../server'
import { aMember, aText, each, json, limits, type Member, plain, problem } from './helpers'

type Comment = { id: number; parent: number | null; depth: number; body: string; body_html: string }

describe('comments', () => {
  const server = ownServer()
  let me: Member
  let other: Member
  let id: number
  before(async () => {
    me = await aMember()
    other = await aMember()
    id = await aBemoaning(other)
    await limits(server, 'off')
  })
  const post = (input: unknown, on = id, who = me) =>
    server.send('POST', `/api/v1/bemoanings/${on}/comments`, { token: who.token, json: input })
  const made = async (input: unknown, on = id, who = me): Promise<Comment> => {
    const answer = await post(input, on, who)
    const text = await answer.text()
    assert.equal(answer.status, 201, text)
    return JSON.parse(text) as Comment
  }
  const byForm = (path: string, form: Record<string, string>, who: Member | null = me) =>
    server.send('POST', path, { form, ...(who ? { cookies: who.cookies } : {}) })
  const remove = (which: number, who = me) =>
    server.send('DELETE', `/api/v1/comments/${which}`, { token: who.token })

  test('a comment has an address with its thread alone', async () => {
    const subject = await aBemoaning(other)
    const first = await made({ body: 'The first thread.' }, subject)
    const second = await made({ body: 'The second thread.' }, subject)
    const reply = await made({ body: 'A reply in it.', parent: second.id }, subject)
    const page = async (query: string) => {
      const moved = await server.send('GET', `/b/${subject}${query}`)
      const answer = await server.send('GET', moved.headers.get('location') ?? '')
      assert.equal(answer.status, 200)
      return answer.text()
    }
    const shown = (html: string) =>
      [...html.matchAll(/data-comment="(\d+)"/g)].map(([, which]) => Number(which))
    const alone = await page(`?comment=${reply.id}`)
    assert.deepEqual(shown(alone), [second.id, reply.id])
    assert.match(alone, /You’re reading one thread\./)
    assert.deepEqual(shown(await page('')).sort(), [first.id, second.id, reply.id].sort())
    assert.match(await page(''), new RegExp(`href="[^"]*\\?comment=${reply.id}#c${reply.id}"[^>]*>context`))
    const elsewhere = await made({ body: 'On another one.' })
    assert.deepEqual(shown(await page(`?comment=${elsewhere.id}`)), [])
    assert.equal(shown(await page('?comment=x')).length, 3)
  })

  test('what answers a new comment is what a later reader gets, and its thread counts its authors', async () => {
    const subject = await aBemoaning(other)
    const written = [
      await made({ body: 'One, with `code` & <tags>.' }, subject),
      await made({ body: 'Two.' }, subject),
      await made({ body: 'Three.' }, subject, other),
    ]
    written.push(await made({ body: 'Four.', parent: written[0]?.id }, subject, other))
    const listed = await json<{ items: Comment[] }>(
      await server.send('GET', `/api/v1/bemoanings/${subject}/comments`, { token: me.token }),
    )
    const byId = (items: Comment[]) => items.toSorted((a, b) => a.id - b.id)
    assert.deepEqual(byId(listed.items), byId(written))
    const counts = async () =>
      (await db().execute(sql`select comments, commenters from bemoaning_ranks where id = ${subject}`))
        .rows[0]
    assert.deepEqual(await counts(), { comments: 4, commenters: 2 })
    for (const { id: which } of written.slice(0, 2)) assert.equal((await remove(which)).status, 204)
    assert.deepEqual(await counts(), { comments: 2, commenters: 1 })
    await made({ body: 'Five.' }, subject)
    assert.deepEqual(await counts(), { comments: 3, commenters: 2 })
  })

  test('an invalid comment is 422; a comment on a text that is not public is 404', async () => {
    const cases: [string, unknown][] = [
      ['empty', { body: '' }],
      ['zero-width', { body: '\u200b \u2060' }],
      ['2,001', { body: 'a'.repeat(2_001) }],
      ['NUL', { body: 'a\0b' }],
      ['no body', {}],
      ['author', { body: 'a', author: 1 }],
      ['votes', { body: 'a', votes: 100 }],
      ['parent as text', { body: 'a', parent: '1' }],
      ['parent -1', { body: 'a', parent: -1 }],
      ['parent 1.5', { body: 'a', parent: 1.5 }],
      ['parent 2^63', { body: 'a', parent: 2 ** 63 }],
    ]
    await each(cases, async (what, input) => {
      await problem(await post(input), 422, what)
    })
    await problem(await post({ body: 'Hello.' }, 99_999_999), 404, 'can’t find that bemoaning')
    const removed = await aBemoaning(other)
    await db().execute(sql`update bemoaning_ranks set status = 'removed' where id = ${removed}`)
    await problem(await post({ body: 'Hello.' }, removed), 404, 'a removed one')
    assert.equal((await made({ body: '🙂'.repeat(2_000) })).depth, 0, 'the limit exactly')
  })

  test('a repeated request with an idempotency key makes one comment, on a bemoaning as on a post', async () => {
    const keyed = (key: string, input: unknown, path = `/bemoanings/${id}/comments`, who = me) =>
      server.send('POST', `/api/v1${path}`, {
        token: who.token,
        json: input,
        headers: { 'Idempotency-Key': key },
      })
    for (const [n, path] of [`/bemoanings/${id}/comments`, '/posts/randomart/comments'].entries()) {
      const input = { body: aText() }
      const answers = await Promise.all(Array.from({ length: 8 }, () => keyed(`k${n}`, input, path)))
      const ids = new Set<number>()
      for (const answer of answers) {
        assert.equal(answer.status, 201)
        ids.add(((await answer.json()) as Comment).id)
      }
      assert.equal(ids.size, 1, path)
      // The key remembers it, not the text of the last day.
      await db().execute(
        sql`update comments set created_at = created_at - interval '2 days' where id = ${[...ids][0]}`,
      )
      assert.equal(((await (await keyed(`k${n}`, input, path)).json()) as Comment).id, [...ids][0], path)
      await problem(await keyed(`k${n}`, { body: aText() }, path), 422, 'another input')
      const mine = await keyed(`k${n}`, input, path, other)
      assert.equal(mine.status, 201)
      assert.ok(!ids.has(((await mine.json()) as Comment).id), 'a key is its user’s own')
    }
    await problem(await keyed('k0', { body: aText(), tags: ['ci'] }, '/bemoanings'), 422, 'another call')
    await problem(await keyed('k 9', { body: aText() }), 400, 'a key with a space')
    const gone = { body: aText() }
    const first = (await (await keyed('gone', gone)).json()) as Comment
    assert.equal((await remove(first.id)).status, 204)
    await problem(await keyed('gone', gone), 404, 'what it made was deleted')
  })

  test('a form that is sent again within a day makes one comment, unless its comment was deleted', async () => {
    const subject = await aBemoaning(other)
    const form = { body: 'It timed out, so I send it again.', back: `/b/${subject}` }
    const send = async () => {
      const answer = await byForm(`/b/${subject}/comments`, form)
      assert.equal(answer.status, 303)
      return Number(/#c(\d+)$/.exec(answer.headers.get('location') ?? '')?.[1])
    }
    const later = (hours: number) =>
      db().execute(
        sql`update comments set created_at = now() - make_interval(hours => ${hours}) where bemoaning_id = ${subject}`,
      )
    const first = await send()
    await later(23)
    assert.deepEqual(await Promise.all([send(), send(), send()]), [first, first, first])
    await later(25)
    const second = await send()
    assert.notEqual(second, first)
    assert.equal((await remove(second)).status, 204)
    assert.ok(![first, second].includes(await send()))
  })

  test('a parent in another thread, too deep, or deleted', async () => {
    const elsewhere = await made({ body: 'Elsewhere.' }, await aBemoaning(other))
    await problem(await post({ body: 'Here.', parent: elsewhere.id }), 422, 'another thread')
    await problem(await post({ body: 'Here.', parent: 99_999_999 }), 422, 'no such parent')
    let deepest = await made({ body: 'Depth 0.' })
    for (let depth = 1; depth <= 12; depth += 1) {
      deepest = await made({ body: `Depth ${depth}.`, parent: deepest.id })
      assert.equal(deepest.depth, depth)
    }
    const { errors } = await problem(await post({ body: 'Deeper.', parent: deepest.id }), 422, 'depth 13')
    assert.equal(errors?.[0]?.path, 'parent')
    const parent = await made({ body: 'Goes away.' })
    await made({ body: 'Hangs on it.', parent: parent.id })
    assert.equal((await remove(parent.id)).status, 204)
    await problem(await post({ body: 'Too late.', parent: parent.id }), 409, 'deleted parent')
    const { items } = await json<{ items: Comment[] }>(
      await server.send('GET', `/api/v1/bemoanings/${id}/comments`),
    )
    assert.deepEqual(
      items.filter((item) => item.id === parent.id).map(({ body }) => body),
      [''],
    )
  })

  test('locked is 403; editing another’s 404, a stale version 412, deleting twice 204', async () => {
    const locked = await aBemoaning(other)
    const there = await made({ body: 'Before the lock.' }, locked)
    await db().execute(sql`update bemoanings set locked_at = now() where id = ${locked}`)
    await problem(await post({ body: 'After it.' }, locked), 403, 'locked')
    await problem(await post({ body: 'After it.', parent: there.id }, locked), 403, 'locked, as an answer')
    const mine = await made({ body: 'Mine.' })
    const edit = (who: Member, match?: string) =>
      server.send('PATCH', `/api/v1/comments/${mine.id}`, {
        token: who.token,
        json: { body: 'Changed.' },
        headers: match ? { 'If-Match': match } : {},
      })
    await problem(await edit(other), 404, 'another’s')
    await problem(await remove(mine.id, other), 404, 'another’s')
    assert.equal((await edit(me, '"1"')).status, 200)
    await problem(await edit(me, '"1"'), 412, 'stale')
    await db().execute(
      sql`update comments set created_at = now() - interval '16 minutes' where id = ${mine.id}`,
    )
    await problem(await edit(me), 403, 'after 15 minutes')
    assert.equal((await remove(mine.id)).status, 204)
    assert.equal((await remove(mine.id)).status, 204)
    await problem(await edit(me), 404, 'deleted')
  })

  test('your own comments cannot get “so true”; on others each user has one', async () => {
    const mine = await made({ body: 'Praise me.' })
    const vote = (method: string, who: Member) =>
      server.send(method, `/api/v1/comments/${mine.id}/vote`, { token: who.token })
    await problem(await vote('PUT', me), 403, 'own')
    for (const [method, votes] of [
      ['DELETE', 0],
      ['PUT', 1],
      ['PUT', 1],
      ['DELETE', 0],
      ['DELETE', 0],
    ] as const)
      assert.equal((await json<{ votes: number }>(await vote(method, other))).votes, votes, method)
    await problem(await server.send('PUT', `/api/v1/comments/${mine.id}/vote`, { json: {} }), 401, 'nobody')
    await problem(
      await server.send('PUT', `/api/v1/comments/${mine.id}/remedy`, { token: me.token }),
      403,
      'remedy',
    )
  })

  test('the comment form gives the reason and keeps the text', async () => {
    const there = await made({ body: 'Mine to edit.' })
    const typed = `Kept <in> the "form". ${aText()}`
    const long = `${typed}${'a'.repeat(2_000)}`
    await each<[string, string, Record<string, string>, Member | null, number, RegExp, string]>(
      [
        [
          'too long',
          `/b/${id}/comments`,
          { body: long, back: `/b/${id}` },
          me,
          422,
          /shorten it to 2,?000/,
          long,
        ],
        ['nobody', `/b/${id}/comments`, { body: typed }, null, 401, /You need an account/, typed],
        [
          'bad parent',
          `/b/${id}/comments`,
          { body: typed, parent: '99999999' },
          me,
          422,
          /isn’t in this thread/,
          typed,
        ],
        [
          'stale',
          `/c/${there.id}/edit`,
          { body: typed, version: '7' },
          me,
          412,
          /changed since you read it/,
          typed,
        ],
        ['empty edit', `/c/${there.id}/edit`, { body: ' ' }, me, 422, /is empty/, ''],
      ],
      async (_, path, form, who, status, why, kept) => {
        const answer = await byForm(path, form, who)
        const html = plain(await answer.text())
        assert.equal(answer.status, status)
        assert.match(html, why)
        assert.ok(html.includes(kept), 'the text is lost')
      },
    )
    const answer = await byForm(`/b/${id}/comments`, { body: typed })
    assert.match(answer.headers.get('location') ?? '', new RegExp(`^/b/${id}/.*#c\\d+$`))
  })
})
