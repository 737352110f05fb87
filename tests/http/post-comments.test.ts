import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { db } from '@/db'
import { comment, markRemedy } from '@/lib/comment'
import { aBemoaning } from '../makers'
import { ownServer } from '../server'
import { aMember, aText, json, limits, type Member, problem } from './helpers'

/** Fails with the pattern alone: pages are long. */
const has = (text: string, pattern: RegExp, why = '') =>
  assert.ok(pattern.test(text), `${why} ${pattern} is missing`)
const hasNot = (text: string, pattern: RegExp, why = '') =>
  assert.ok(!pattern.test(text), `${why} ${pattern} is there`)

type Comment = { id: number; parent: number | null; depth: number; body: string; remedy: boolean }

describe('comments on posts', () => {
  const server = ownServer()
  let me: Member
  let other: Member
  let moderator: Member
  before(async () => {
    ;[me, other, moderator] = [await aMember(), await aMember(), await aMember({ role: 'moderator' })]
    await limits(server, 'off')
  })
  const slug = 'seven-second-ls'
  const list = async (on = slug) =>
    json<{ items: Comment[]; next: string | null }>(await server.send('GET', `/api/v1/posts/${on}/comments`))
  const say = (body: string, parent?: number, who = me, on = slug) =>
    server.send('POST', `/api/v1/posts/${on}/comments`, {
      token: who.token,
      json: { body, ...(parent ? { parent } : {}) },
    })
  const said = async (body = aText(), parent?: number, who = me): Promise<Comment> => {
    const answer = await say(body, parent, who)
    assert.equal(answer.status, 201)
    assert.match(answer.headers.get('location') ?? '', new RegExp(`/blog/${slug}#c\\d+$`))
    return json<Comment>(answer)
  }
  const page = async (at = `/blog/${slug}`, who?: Member): Promise<string> => {
    const answer = await server.send('GET', at, {
      headers: { Accept: 'text/html' },
      ...(who ? { cookies: who.cookies } : {}),
    })
    const to = answer.headers.get('location')
    return to ? page(to, who) : answer.text()
  }

  test('they can be written, replied to, voted on, edited and deleted as on bemoanings', async () => {
    const first = await said()
    const answer = await said(aText(), first.id, other)
    assert.deepEqual([answer.parent, answer.depth], [first.id, 1])
    const vote = await server.send('PUT', `/api/v1/comments/${first.id}/vote`, { token: other.token })
    assert.deepEqual(await vote.json(), { votes: 1, mine: true })
    assert.equal(
      (await server.send('PUT', `/api/v1/comments/${first.id}/vote`, { token: me.token })).status,
      403,
      'one’s own',
    )
    const changed = await server.send('PATCH', `/api/v1/comments/${first.id}`, {
      token: me.token,
      json: { body: 'Another text.' },
    })
    assert.equal(changed.status, 200)
    assert.equal(
      (
        await server.send('PATCH', `/api/v1/comments/${first.id}`, {
          token: other.token,
          json: { body: 'x' },
        })
      ).status,
      404,
    )
    await problem(
      await server.send('PUT', `/api/v1/comments/${first.id}/remedy`, { token: moderator.token }),
      404,
      'a post has no remedy',
    )
    has(await page(), /Another text\./)
    has(await page(`/blog/${slug}`, me), new RegExp(`/c/${first.id}/edit`))
    assert.equal(
      (await server.send('DELETE', `/api/v1/comments/${first.id}`, { token: me.token })).status,
      204,
    )
    const { items } = await list()
    assert.ok(
      items.some(({ id }) => id === answer.id),
      'its answer stays',
    )
    assert.ok(!JSON.stringify(items).includes('Another text.'))
    hasNot(await page(), /Another text\./, 'at once')
  })

  test('the form works without a script, and comes back filled in', async () => {
    const text = aText()
    const sent = await server.send('POST', `/blog/${slug}/comments`, {
      cookies: me.cookies,
      form: { body: text },
    })
    assert.equal(sent.status, 303)
    assert.match(sent.headers.get('location') ?? '', new RegExp(`^/blog/${slug}#c\\d+$`))
    assert.ok((await page()).includes(text))
    const long = `Kept, ${'x'.repeat(2_000)}`
    const refused = await server.send('POST', `/blog/${slug}/comments`, {
      cookies: me.cookies,
      form: { body: long },
    })
    assert.equal(refused.status, 422)
    assert.ok((await refused.text()).includes(long))
    const out = await server.send('POST', `/blog/${slug}/comments`, { form: { body: text } })
    assert.equal(out.status, 401)
    assert.ok((await out.text()).includes(text))
  })

  test('no reply crosses into another thread: neither the command nor the database allows it', async () => {
    const here = await said()
    const id = await aBemoaning(other)
    const there = await comment(other, id, { body: 'On a bemoaning.' })
    assert.ok(there.ok)
    await problem(await say('x', there.value.id), 422, 'a parent on a bemoaning')
    await problem(await say('x', here.id, me, 'randomart'), 422, 'a parent on another post')
    await problem(
      await server.send('POST', `/api/v1/bemoanings/${id}/comments`, {
        token: me.token,
        json: { body: 'x', parent: here.id },
      }),
      422,
      'a parent on a post',
    )
    for (const on of ['nope', '..', 'Randomart', 'a'.repeat(200), 'randomart%00'])
      assert.ok([400, 404].includes((await say('x', undefined, me, on)).status), on)
    const refuse = (statement: string, why: RegExp) =>
      assert.rejects(db().execute(sql.raw(statement)), (error: Error) =>
        why.test(String((error.cause as Error).message)),
      )
    const values = `author_id, body, body_html`
    await refuse(
      `insert into comments (root_id, ${values}) values (${here.id}, null, 'x', 'x')`,
      /comments_one_place/,
    )
    await refuse(
      `insert into comments (bemoaning_id, post_slug, root_id, ${values}) values (${id}, '${slug}', ${here.id}, null, 'x', 'x')`,
      /comments_/,
    )
    await refuse(
      `insert into comments (post_slug, root_id, parent_id, depth, ${values}) values ('${slug}', ${there.value.id}, ${there.value.id}, 1, null, 'x', 'x')`,
      /comments_post_/,
    )
    await refuse(`update comments set post_slug = 'other' where id = ${here.id}`, /fk/)
  })

  test('they can be reported, decided, logged, appealed and undone, with notices', async () => {
    const { id } = await said('A text to be reported, zqpostreported.')
    const reported = await server.send('POST', '/api/v1/reports', {
      token: other.token,
      json: { subject: { type: 'comment', id }, reason: 'spam' },
    })
    assert.equal(reported.status, 202)
    has(await page(`/report?type=comment&id=${id}`), /Report a comment[\s\S]*\/blog\/seven-second-ls#c/)
    const { rows } = await db().execute<{ id: number }>(sql`select id from cases where comment_id = ${id}`)
    const desk = await page(`/cases/${rows[0]?.id}`, moderator)
    assert.match(desk, new RegExp(`/blog/${slug}#c${id}`))
    const done = await server.send('POST', `/cases/${rows[0]?.id}/decide`, {
      cookies: moderator.cookies,
      form: { action: 'remove', reason: 'It is a test.' },
    })
    assert.equal(done.status, 303)
    await sleep(300)
    for (const at of [`/blog/${slug}`, `/report?type=comment&id=${id}`])
      hasNot(await page(at), /zqpostreported/, at)
    assert.ok(!JSON.stringify(await list()).includes('zqpostreported'))
    has(await page('/log'), /a comment on a post/)
    assert.match(
      await (await server.send('GET', '/log.txt')).text(),
      new RegExp(`a comment on /blog/${slug}`),
    )
    const log = await json<{ items: { id: number; subject: unknown }[] }>(
      await server.send('GET', '/api/v1/log'),
    )
    assert.deepEqual(log.items[0]?.subject, { type: 'comment', id, bemoaning: null, post: slug })
    const inbox = await page('/inbox', me)
    has(inbox, /A moderator removed it/)
    const leads = await Promise.all(
      [...new Set(inbox.match(/\/inbox\/\d+/g))].map(async (path) =>
        (await server.send('GET', path, { cookies: me.cookies })).headers.get('location'),
      ),
    )
    assert.ok(leads.includes(`/blog/${slug}#c${id}`), leads.join())
    const act = log.items[0]?.id
    has(await page(`/appeal/${act}`, me), /your comment on <a href="\/blog\/seven-second-ls">a post/)
    assert.equal(
      (
        await server.send('POST', `/appeal/${act}`, {
          cookies: me.cookies,
          form: { appeal: 'It was about directories.' },
        })
      ).status,
      303,
    )
    const undone = await server.send('POST', `/log/${act}/undo`, { cookies: moderator.cookies, form: {} })
    assert.ok([303, 403].includes(undone.status), 'an appeal against one’s own act is another moderator’s')
    const second = await aMember({ role: 'moderator' })
    if (undone.status === 403)
      assert.equal(
        (await server.send('POST', `/log/${act}/undo`, { cookies: second.cookies, form: {} })).status,
        303,
      )
    await sleep(300)
    has(await page(), /zqpostreported/)
  })

  test('a remedy that links to a post is shown on both sides', async () => {
    const id = await aBemoaning(me)
    const origin = server.origin
    for (const [body, host] of [
      [`See ${origin}/blog/randomart, it explains it.`, new URL(origin).host],
      ['It is in /blog/randomart#the-rules.', ''],
      ['https://elsewhere.example/blog/randomart', 'elsewhere.example'],
      ['/blog/tags/randomart and x/blog/randomart', null],
    ] as const) {
      const made = await comment(other, id, { body })
      assert.ok(made.ok)
      const { rows } = await db().execute<{ slug: string; host: string }>(
        sql`select slug, host from comment_posts where comment_id = ${made.value.id}`,
      )
      assert.deepEqual(rows, host === null ? [] : [{ slug: 'randomart', host }], body)
      assert.ok((await markRemedy(me, made.value.id, true)).ok)
      await sleep(1_200)
      const found = host === null || host === 'elsewhere.example' ? hasNot : has
      found(await page(`/b/${id}`, me), /Tips that cure this<\/h2>[\s\S]*href="\/blog\/randomart"/)
      found(await page('/blog/randomart', me), new RegExp(`Bemoanings this cures</h2>[\\s\\S]*/b/${id}/`))
    }
  })

  test('every stored count matches the rows', () => {
    const said = execFileSync(process.execPath, ['tools/admin.mjs', 'audit'], {
      encoding: 'utf8',
      env: { ...process.env, IBTSOCS_DATA: server.data },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    assert.match(said, /ok {4}posts that comments link to/)
    assert.doesNotMatch(said, /DRIFT/)
  })

  test('the author of a comment on a post is notified of replies, and both are on their authors’ pages', async () => {
    const question = await said(aText(), undefined, me)
    const text = aText()
    const answer = await said(text, question.id, other)
    type Notices = { items: { kind: string; comment: number | null; url: string }[] }
    const told = await json<Notices>(await server.send('GET', '/api/v1/me/notices', { token: me.token }))
    const notice = told.items.find(({ comment: on }) => on === answer.id)
    assert.equal(notice?.kind, 'answer')
    assert.match(notice?.url ?? '', new RegExp(`/blog/${slug}#c${answer.id}$`))
    has(
      await (await server.send('GET', '/inbox', { cookies: me.cookies })).text(),
      new RegExp(text.slice(0, 40)),
      'inbox',
    )
    has(
      await (await server.send('GET', `/u/${other.handle}?show=comments`)).text(),
      new RegExp(`href="/blog/${slug}#c${answer.id}"`),
      'profile',
    )
    const own = await said(aText(), question.id, me)
    const again = await json<Notices>(await server.send('GET', '/api/v1/me/notices', { token: me.token }))
    assert.ok(!again.items.some(({ comment: on }) => on === own.id), 'not of one’s own')
  })
})
