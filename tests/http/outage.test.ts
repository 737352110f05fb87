import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { db } from '@/db'
import { lockRank } from '@/lib/bemoaning'
import { comment } from '@/lib/comment'
import { aBemoaning } from '../makers'
import { ownServer } from '../server'
import { aMember, aText, cases, each, limits, type Member, plain, problem, snapshot } from './helpers'
import { Line } from './line'

describe('the database is away', () => {
  const line = new Line()
  before(() => line.open())
  const server = ownServer({
    get DATABASE_URL() {
      return line.url
    },
  })
  let me: Member
  let id: number
  let commentId: number
  let path: string
  before(async () => {
    me = await aMember()
    id = await aBemoaning(await aMember())
    const made = await comment(me, id, { body: 'Before it went.' })
    assert.ok(made.ok)
    commentId = made.value.id
    await limits(server, 'off')
    path = (await server.send('GET', `/b/${id}`)).headers.get('location') ?? ''
    for (const page of [
      '/',
      '/new',
      '/t/ci',
      '/tags',
      '/about',
      '/hot.json',
      '/new.atom',
      path,
      `/b/${id}/picture.png`,
    ])
      assert.equal((await server.send('GET', page)).status, 200, page)
    await line.cut()
  })
  after(async () => {
    await line.cut()
    line.remove()
  })
  const isAway = (answer: Response) => {
    assert.equal(answer.status, 503)
    assert.ok(Number(answer.headers.get('retry-after')) > 0, 'Retry-After')
    assert.match(answer.headers.get('cache-control') ?? '', /no-store/)
  }

  test('cached pages still load, also for signed-in users, also after they expire', async () => {
    for (const wait of [0, 1_500]) {
      await sleep(wait)
      for (const page of [
        '/',
        '/new',
        '/t/ci',
        '/tags',
        '/about',
        '/hot.json',
        '/new.atom',
        path,
        `/b/${id}/picture.png`,
      ]) {
        const answer = await server.send('GET', page)
        assert.equal(answer.status, 200, page)
        assert.equal(
          (await server.send('GET', page, { cookies: me.cookies })).status,
          200,
          `${page}, signed in`,
        )
      }
    }
    assert.equal((await server.send('GET', '/healthz')).status, 200)
    assert.equal((await server.send('GET', '/privacy')).status, 200)
  })

  test('other pages are 503 with Retry-After, quickly', async () => {
    const pages =
      '/unfixed /unfixed.json /b/1.txt /search?q=machine /random /fortune /sitemap.xml /log /submit /b/3'
    await each(cases(`${pages} /settings /saved /edit/${id} /c/${commentId}/edit`), async (page) => {
      const isPrivate = /settings|saved|edit/.test(page)
      for (const cookies of isPrivate ? [me.cookies] : [{}, me.cookies]) {
        const began = performance.now()
        const answer = await server.send('GET', page, { cookies: { ...cookies } })
        const text = await answer.text()
        assert.ok(performance.now() - began < 20_000)
        assert.doesNotMatch(text, /ECONN|postgres:|at \S+ \(/)
        isAway(answer)
      }
    })
    assert.equal((await server.send('GET', '/signin')).status, 200, 'what needs no database is there')
    assert.equal((await server.send('GET', '/readyz')).status, 503)
    for (const call of ['/api/v1/bemoanings', '/api/v1/me', '/api/v1/tags']) {
      const answer = await server.send('GET', call, { token: me.token })
      isAway(answer)
      await problem(answer, 503, call)
    }
  })

  test('writes are refused with 503, and the text is kept', async () => {
    const before = await snapshot()
    const typed = `Kept <while> the "database" is away. ${aText()}`
    await each<[path: string, form: Record<string, string>]>(
      [
        ['/submit', { body: typed, tags: 'ci', details: 'Details of it.' }],
        [`/b/${id}/comments`, { body: typed }],
        [`/c/${commentId}/edit`, { body: typed }],
        ['/settings/keys', { key: typed }],
        ['/signup', { handle: 'too-early', password: 'a sentence that nobody guesses' }],
        ['/signin', { handle: 'too-early', password: 'a sentence that nobody guesses' }],
        [`/b/${id}/vote`, { kind: 'bemoan' }],
      ],
      async (action, form) => {
        for (const cookies of [{}, me.cookies] as Record<string, string>[]) {
          const answer = await server.send('POST', action, { form, cookies })
          const html = plain(await answer.text())
          // Without a session, “sign in first” needs no database.
          if (answer.status === 401 && !cookies.session) continue
          const who = cookies.session ? 'signed in' : 'signed out'
          assert.equal(answer.status, 503, who)
          assert.ok(Number(answer.headers.get('retry-after')) > 0, who)
          for (const [name, value] of Object.entries(form))
            if (name !== 'password') assert.ok(html.includes(value), `${who}: ${name} is lost`)
          assert.ok(!html.includes('a sentence that nobody'), 'a password is never shown')
        }
      },
    )
    for (const [method, call, json] of [
      ['POST', '/api/v1/bemoanings', { body: typed, tags: ['ci'] }],
      ['PUT', `/api/v1/bemoanings/${id}/vote`, { kind: 'bemoan' }],
      ['DELETE', `/api/v1/comments/${commentId}`, undefined],
    ] as const) {
      const answer = await server.send(method, call, { token: me.token, json })
      isAway(answer)
      await problem(answer, 503, call)
    }
    assert.deepEqual(await snapshot(), before)
  })

  test('once it is back, everything works again by itself', async () => {
    await line.open()
    const deadline = Date.now() + 10_000
    while ((await server.send('GET', '/readyz')).status !== 200) {
      assert.ok(Date.now() < deadline, 'not ready again')
      await sleep(100)
    }
    const answer = await server.send('POST', '/submit', {
      form: { body: aText(), tags: 'ci' },
      cookies: me.cookies,
    })
    assert.equal(answer.status, 303)
    assert.equal((await server.send('GET', '/unfixed')).status, 200)
    assert.equal((await server.send('GET', '/settings', { cookies: me.cookies })).status, 200)
  })

  test('a connection that breaks in the middle of a write: the page says that it may have been saved, not that it was not', async () => {
    const typed = `Half "sent" when it broke. ${aText()}`
    const [form, call] = await db().transaction(async (tx) => {
      await lockRank(tx, id)
      const sent = [
        server.send('POST', `/b/${id}/comments`, { form: { body: typed }, cookies: me.cookies }),
        server.send('POST', `/api/v1/bemoanings/${id}/comments`, { json: { body: typed }, token: me.token }),
      ]
      for (let waiting = 0; waiting < 2; ) {
        await sleep(20)
        await tx.execute(sql`select pg_stat_clear_snapshot()`)
        const { rows } = await tx.execute<{ waiting: number }>(
          sql`select count(*)::int as waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
        )
        waiting = rows[0]?.waiting ?? 0
      }
      await line.cut()
      return Promise.all(sent)
    })
    assert.ok(form && call)
    for (const answer of [form, call]) isAway(answer)
    const page = plain(await form.text())
    assert.match(page, /may have been saved; check before you send it again/)
    assert.ok(page.includes(typed), 'the text is kept')
    const { detail } = (await call.json()) as { detail: string }
    assert.match(detail, /may have been saved/)
    assert.doesNotMatch(page + detail, /We haven’t saved anything/)
    await line.open()
  })
})
