import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'drizzle-orm'
import { db, keptForms } from '@/db'
import { aBemoaning } from '../makers'
import { cookiesOf, ownServer } from '../server'
import { aMember, aUserWithPassword, limits, type Member, plain } from './helpers'

const server = ownServer()
const password = 'a sentence that nobody guesses'
let author: Member
let id: number
let comment: number

/** The bemoaning and the comment that the tests are about. The first test makes them: hooks may run before the server does. */
async function scene(): Promise<void> {
  await limits(server, 'off')
  author = await aMember()
  id = await aBemoaning(author)
  const made = await server.send('POST', `/api/v1/bemoanings/${id}/comments`, {
    token: author.token,
    json: { body: 'Have you tried turning it off?' },
  })
  comment = ((await made.json()) as { id: number }).id
}

let people = 0
/** A handle that signs in by password. */
async function aHandle(): Promise<string> {
  people += 1
  const handle = `keeper-${people}-${'abcdefghij'[people]}`
  await aUserWithPassword(handle, password)
  return handle
}

/** Sends a form signed out. @returns where its page says to sign in to, and the browser's cookie */
async function send(path: string, form: Record<string, string>, cookies: Record<string, string> = {}) {
  const answer = await server.send('POST', path, { form, cookies })
  const html = await answer.text()
  const link = /href="(\/signin\?to=[^"]+)"/.exec(html.slice(html.indexOf('class="notice"')))?.[1] ?? ''
  const to = new URL(plain(link), server.origin).searchParams.get('to') ?? ''
  return { status: answer.status, html, to, kept: cookiesOf(answer).kept ?? '', answer }
}

/** Signs in, with a browser's cookie. @returns the location, and a reader of pages as this person */
async function signIn(handle: string, to: string, kept = '') {
  const answer = await server.send('POST', '/signin', {
    form: { handle, password, to },
    ...(kept ? { cookies: { kept } } : {}),
  })
  assert.equal(answer.status, 303)
  const { session = '' } = cookiesOf(answer)
  const read = async (path: string, key = kept) => {
    let at = path
    for (;;) {
      const page = await server.send('GET', at, { cookies: { session, ...(key ? { kept: key } : {}) } })
      if (page.status !== 301) return page.text()
      at = page.headers.get('location') ?? ''
    }
  }
  return { location: answer.headers.get('location') ?? '', session, read }
}

const filled = (html: string): string[] =>
  [...html.matchAll(/<textarea[^>]*name="body"[^>]*>([^<]*)</g)]
    .map(([, text = '']) => plain(text))
    .filter(Boolean)
const votes = async () =>
  (await db().execute<{ votes: number }>(sql`select votes from comments where id = ${comment}`)).rows[0]
    ?.votes
const savedBy = async (handle: string) =>
  (
    await db().execute(
      sql`select 1 from saved s join users u on u.id = s.user_id where u.handle = ${handle} and s.bemoaning_id = ${id}`,
    )
  ).rows.length

test('a comment sent signed out is in its form after sign-in, and still not sent', async () => {
  await scene()
  const body = 'A <b>comment</b> with "quotes",\nand a second line.'
  const { status, html, to, kept, answer } = await send(`/b/${id}/comments`, { body, back: `/b/${id}` })
  assert.equal(status, 401)
  assert.deepEqual(filled(html), [body])
  assert.match(
    answer.headers.get('set-cookie') ?? '',
    /^kept=[\w-]{43}; Path=\/; Max-Age=86400; HttpOnly; SameSite=Lax/,
  )
  assert.match(to, new RegExp(`^/b/${id}\\?kept=[\\w-]{22}#f-body$`))
  const me = await signIn(await aHandle(), to, kept)
  assert.equal(me.location, to)
  const page = await me.read(to)
  assert.deepEqual(filled(page), [body])
  assert.doesNotMatch(page, /kept=/, 'its forms return to the page without it')
  assert.match(page, /role="status"[^>]*><p>You’re signed in\. We kept what you typed; it isn’t sent yet\./)
  const { items } = (await (await server.send('GET', `/api/v1/bemoanings/${id}/comments`)).json()) as {
    items: unknown[]
  }
  assert.equal(items.length, 1)
})

test('a reply ends up in its own form, which is unfolded; also by signing up', async () => {
  const { to, kept } = await send(`/b/${id}/comments`, { body: 'A reply.', parent: String(comment) })
  assert.ok(to.endsWith(`#f-body-${comment}`))
  const answer = await server.send('POST', '/signup', {
    form: { handle: 'new-keeper', password, to },
    cookies: { kept },
  })
  assert.equal(answer.headers.get('location'), to)
  const { session = '' } = cookiesOf(answer)
  const short = await server.send('GET', to, { cookies: { session, kept } })
  const moved = short.headers.get('location') ?? ''
  const page = await (await server.send('GET', moved, { cookies: { session, kept } })).text()
  const fold = page.slice(page.indexOf('<details class="answer"'))
  assert.match(fold, /^<details class="answer" open=""/)
  assert.deepEqual(filled(fold.slice(0, fold.indexOf('</details>'))), ['A reply.'])
})

test('a comment on a post, and an edit after the session has ended, are kept too', async () => {
  const { to, kept } = await send('/blog/randomart/comments', { body: 'About the post.' })
  const me = await signIn(await aHandle(), to, kept)
  assert.deepEqual(filled(await me.read(to)), ['About the post.'])
  const ended = await send(
    `/c/${comment}/edit`,
    { body: 'Edited.', version: '1' },
    { session: 'x'.repeat(43) },
  )
  assert.match(ended.html, /Your session has ended/)
  const handle = author.handle
  await db().execute(
    sql`update users set password_hash = (select password_hash from users where handle = 'new-keeper') where handle = ${handle}`,
  )
  const back = await signIn(handle, ended.to, ended.kept)
  assert.deepEqual(filled(await back.read(ended.to)), ['Edited.'])
})

test('nobody else reads it: not without the cookie, with another one, or with a changed id', async () => {
  const { to, kept } = await send(`/b/${id}/comments`, { body: 'Only mine.' })
  const other = await send(`/b/${id}/comments`, { body: 'Another one’s.' })
  const thief = await signIn(await aHandle(), '/', other.kept)
  for (const key of [
    '',
    other.kept,
    `${kept.slice(1)}A`,
    'x',
    '../..',
    `${kept}\u0000`.slice(0, 43).toLowerCase(),
  ])
    assert.deepEqual(filled(await thief.read(to, key)), [], key)
  const changed = to.replace(/kept=(.)/, (_, first) => `kept=${first === 'A' ? 'B' : 'A'}`)
  for (const path of [changed, to.replace(/kept=[^#]+/, "kept='or 1=1--"), to.replace(/kept=[^#]+/, 'kept=')])
    assert.deepEqual(filled(await thief.read(path, kept)), [], path)
  const nobody = await server.send('GET', to.replace(`/b/${id}`, '/b/1'), { cookies: { kept } })
  assert.doesNotMatch(await nobody.text(), /Only mine/)
  const shared = await (await server.send('GET', to)).text()
  assert.doesNotMatch(shared, /Only mine/)
})

test('the database alone does not give the text', async () => {
  const { to } = await send(`/b/${id}/comments`, { body: 'A secret remedy.' })
  const rows = await db().select().from(keptForms)
  assert.ok(rows.some((row) => to.includes(row.id)))
  for (const row of rows) assert.ok(!row.sealed.includes('secret'))
})

test('“So true” pressed signed out is done once after sign-in, for the browser that pressed it', async () => {
  const before = (await votes()) ?? 0
  const { status, to, kept, html } = await send(`/c/${comment}/vote`, { on: '1', back: `/b/${id}?sort=new` })
  assert.equal(status, 401)
  assert.match(html, /we’ll do it then/)
  const thief = await signIn(await aHandle(), to)
  assert.equal(await votes(), before, 'without the cookie nothing is done')
  assert.equal(thief.location, to)
  const me = await signIn(await aHandle(), to, kept)
  assert.equal(await votes(), before + 1)
  assert.equal(me.location, `/b/${id}?sort=new#c${comment}`)
  assert.match(await me.read(me.location), /class="so-true"[\s\S]{0,300}aria-pressed="true"/)
  await signIn(await aHandle(), to, kept)
  assert.equal(await votes(), before + 1, 'a replay does nothing')
})

test('“Save” pressed signed out is done after sign-in; reading its address does nothing', async () => {
  const { to, kept } = await send(`/b/${id}/save`, { on: '1', back: '/new' })
  assert.match(to, new RegExp(`^/new\\?kept=[\\w-]{22}#b${id}$`))
  const handle = await aHandle()
  const reader = await signIn(handle, '/', kept)
  const page = await reader.read(to)
  assert.equal(await savedBy(handle), 0)
  assert.match(page, /You pressed a button before you signed in/)
  assert.match(page, new RegExp(`<form[^>]* action="/b/${id}/save"[^>]*><input[^>]*value="/new"`))
  const again = await signIn(handle, to, kept)
  assert.equal(await savedBy(handle), 1)
  assert.equal(again.location, `/new#b${id}`)
})

test('signing in to elsewhere does nothing with it, nor does a press that takes back', async () => {
  const { kept } = await send(`/c/${comment}/vote`, { on: '1', back: `/b/${id}` })
  const before = await votes()
  const me = await signIn(await aHandle(), '/new', kept)
  assert.equal(me.location, '/new')
  assert.equal(await votes(), before)
  const undo = await send(`/c/${comment}/vote`, { on: '0', back: `/b/${id}` })
  assert.equal(undo.kept, '')
})

test('other forms, and presses of another kind in a kept form, are never done', async () => {
  const { kept, to } = await send(`/b/${id}/comments`, { body: 'Not sent by itself.' })
  const handle = await aHandle()
  await signIn(handle, to, kept)
  const { rows } = await db().execute(sql`select 1 from comments where body = 'Not sent by itself.'`)
  assert.equal(rows.length, 0)
  for (const path of [`/c/${comment}/delete`, `/c/${comment}/remedy`, '/settings/password', `/b/${id}/watch`])
    assert.equal((await send(path, { on: '1', level: 'all', next: password })).kept, '', path)
})

test('what is kept is bounded: in size, in number, and in time', async () => {
  const large = await send(`/b/${id}/comments`, { body: 'x'.repeat(60_000), more: 'y'.repeat(4_000) })
  assert.ok(large.status === 401 || large.status === 413)
  const { to, kept } = await send(`/b/${id}/comments`, { body: 'Too late.' })
  await db().execute(sql`update kept_forms set created_at = now() - interval '25 hours'`)
  const me = await signIn(await aHandle(), to, kept)
  assert.deepEqual(filled(await me.read(to)), [])
  await limits(server, 'on')
  try {
    let count = 0
    for (let i = 0; i < 33; i += 1)
      if ((await send(`/b/${id}/comments`, { body: `Number ${i}.` })).kept) count += 1
    assert.equal(count, 30)
    const past = await send(`/b/${id}/comments`, { body: 'Past the limit.' })
    assert.deepEqual(filled(past.html), ['Past the limit.'], 'the page has it')
  } finally {
    await limits(server, 'off')
  }
})

test('a preview without scripts comes back with the form filled, also signed out, and writes nothing', async () => {
  const body = '*Yes* & `<b>`'
  const answer = await server.send('POST', `/b/${id}/comments/preview`, {
    form: { body, parent: String(comment), back: `/b/${id}` },
  })
  assert.equal(answer.status, 200)
  const html = await answer.text()
  assert.deepEqual(filled(html), [body])
  const fold = html.slice(html.indexOf('<details class="answer"'))
  assert.match(fold, /^<details class="answer" open=""/)
  assert.match(
    html,
    /class="preview"[^>]*><div class="prose" dir="auto"><p><em>Yes<\/em> &#x26; <code>&#x3C;b><\/code>/,
  )
  const post = await server.send('POST', '/blog/randomart/comments/preview', {
    form: { body: 'See @nobody-is.' },
  })
  assert.equal(post.status, 200)
  const empty = await server.send('POST', `/b/${id}/comments/preview`, { form: { body: ' ' } })
  assert.equal(empty.status, 422)
})

test('what was typed for a page that is gone or never was comes back with it', async () => {
  const me = await aMember()
  const [deleted, removed] = [await aBemoaning(author), await aBemoaning(author)]
  await server.send('DELETE', `/api/v1/bemoanings/${deleted}`, { token: author.token })
  await db().execute(sql`update bemoaning_ranks set status = 'removed' where id = ${removed}`)
  await db().execute(
    sql`insert into moderations (action, bemoaning_id, reason) values ('remove', ${removed}, 'A test.')`,
  )
  const body = 'I typed this for a while, and it was “good”.'
  for (const [path, form] of [
    [`/b/999999999/comments`, { body }],
    [`/b/${deleted}/comments`, { body }],
    [`/b/${removed}/comments`, { body }],
    ['/blog/never-written/comments', { body }],
    ['/edit/999999999', { body, tags: 'ci' }],
    ['/c/999999999/edit', { body }],
    [`/report`, { type: 'comment', id: '999999999', reason: 'spam', note: body }],
  ] as const) {
    const answer = await server.send('POST', path, { form, cookies: me.cookies })
    assert.ok(answer.status >= 400 && answer.status < 500, `${path} ${answer.status}`)
    assert.match(plain(await answer.text()), /I typed this for a while, and it was “good”\./, path)
  }
  // The session ended meanwhile, and the page of the form needs one.
  const ended = await server.send('POST', '/tags/propose', {
    form: { name: 'zz-typed', label: 'Typed', why: body },
    cookies: { session: 'ended' },
  })
  assert.match(plain(await ended.text()), /I typed this for a while/)
})
