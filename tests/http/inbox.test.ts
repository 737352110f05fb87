import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'drizzle-orm'
import { db } from '@/db'
import { comment } from '@/lib/comment'
import { aBemoaning } from '../makers'
import { ownServer } from '../server'
import { aMember, json, type Member } from './helpers'

const server = ownServer()

const page = async (path: string, who: Member, headers: Record<string, string> = {}) =>
  server.send('GET', path, { cookies: who.cookies, headers })

/** Somebody with a notice about a comment. */
async function told(body = 'It was the *cache*.') {
  const [author, other] = [await aMember(), await aMember()]
  const bemoaning = await aBemoaning(author)
  const made = await comment(other, bemoaning, { body })
  assert.ok(made.ok)
  const { rows } = await db().execute<{ id: number }>(
    sql`select id from notices where user_id = ${author.id}`,
  )
  return { author, other, bemoaning, comment: made.value.id, notice: rows[0]?.id ?? 0 }
}

const isRead = async (id: number): Promise<boolean> =>
  (
    await db().execute<{ read: boolean }>(
      sql`select read_at is not null as read from notices where id = ${id}`,
    )
  ).rows[0]?.read ?? false

const inHeader = async (who: Member): Promise<string | undefined> =>
  /class="unread"[^>]*>([^<]*)</.exec(await (await page('/', who)).text())?.[1]

test('a notice that is opened is read: the link leads to the comment, and the number in the header falls', async () => {
  const { author, bemoaning, comment, notice } = await told()
  assert.match((await inHeader(author)) ?? '', /1 new/)
  const inbox = await (await page('/inbox', author)).text()
  const link = new RegExp(`href="(/inbox/${notice})"`).exec(inbox)?.[1]
  assert.ok(link, 'the inbox links to the notice')
  assert.match(inbox, /<li class="notice-entry" data-unread/)
  const opened = await page(link, author)
  assert.equal(opened.status, 303)
  assert.match(opened.headers.get('location') ?? '', new RegExp(`^/b/${bemoaning}/[a-z0-9-]+#c${comment}$`))
  assert.match(opened.headers.get('cache-control') ?? '', /no-store/)
  assert.equal(await isRead(notice), true)
  assert.equal(await inHeader(author), undefined)
  assert.doesNotMatch(await (await page('/inbox', author)).text(), /data-unread/)
  assert.equal((await page(link, author)).status, 303, 'it opens a second time, too')
})

test('only its owner opens a notice, and an address leads nowhere else', async () => {
  const { author, other, notice } = await told()
  assert.equal((await page(`/inbox/${notice}`, other)).status, 404)
  const stranger = await server.send('GET', `/inbox/${notice}`)
  assert.equal(stranger.status, 401)
  assert.match(await stranger.text(), new RegExp(`/signin\\?to=%2Finbox%2F${notice}"`))
  for (const id of ['0', '-1', '1.5', 'x', '9'.repeat(15), '9'.repeat(16), `${notice}%00`, `${notice};drop`])
    assert.ok([400, 404].includes((await page(`/inbox/${id}`, author)).status), id)
  for (const query of ['to=https://evil.example/', 'next=//evil.example', 'redirect=/x']) {
    const { author, notice } = await told()
    const location = (await page(`/inbox/${notice}?${query}`, author)).headers.get('location') ?? ''
    assert.match(location, /^\/b\/\d+\//, query)
  }
  assert.equal(await isRead(notice), false)
})

test('a browser that loads ahead, and a HEAD, mark nothing', async () => {
  const { author, notice } = await told()
  const aheads: Record<string, string>[] = [
    { 'Sec-Purpose': 'prefetch' },
    { 'Sec-Purpose': 'prefetch;prerender' },
    { Purpose: 'prefetch' },
    { 'X-Moz': 'prefetch' },
  ]
  for (const headers of aheads) {
    const ahead = await page(`/inbox/${notice}`, author, headers)
    assert.deepEqual([ahead.status, ahead.headers.get('location')], [503, null], JSON.stringify(headers))
  }
  const head = await server.send('HEAD', `/inbox/${notice}`, { cookies: author.cookies })
  assert.equal(head.status, 503)
  assert.equal(await isRead(notice), false)
  const rules = await (await server.send('GET', '/speculation.json')).text()
  assert.match(rules, /"\/inbox\/:id"/)
})

test('the API marks one as read, for its owner', async () => {
  const { author, other, notice } = await told()
  const put = (who: Member) =>
    server.send('PUT', `/api/v1/me/notices/${notice}/read`, { token: who.token }).then(({ status }) => status)
  assert.equal(await put(other), 404)
  assert.equal(await isRead(notice), false)
  assert.equal(await put(author), 204)
  assert.equal(await put(author), 204)
  const list = await json<{ items: { unread: boolean }[] }>(
    await server.send('GET', '/api/v1/me/notices', { token: author.token }),
  )
  assert.deepEqual(
    list.items.map(({ unread }) => unread),
    [false],
  )
})

test('excerpts are words without the signs of Markdown, and escaped', async () => {
  const { author } = await told(
    'It was **the cache** & `<script>alert(1)</script>`, see [this](https://example.org/x).\n\n> quoted\n\n- one\n- two',
  )
  const inbox = await (await page('/inbox', author)).text()
  const said = /class="notice-said[^>]*>([\s\S]*?)<\/p>/.exec(inbox)?.[1] ?? ''
  assert.equal(
    said.replaceAll('<br/>', ''),
    'It was the cache &amp; &lt;script&gt;alert(1)&lt;/script&gt;, see this.\n“quoted”\n• one\n• two',
  )
})

test('the thread offers its three levels by these words, and keeps the one that was chosen before', async () => {
  const { author, bemoaning } = await told()
  await db().execute(
    sql`insert into watches (user_id, bemoaning_id, level) values (${author.id}, ${bemoaning}, 'off')`,
  )
  const address = (await page(`/b/${bemoaning}`, author)).headers.get('location') ?? ''
  const buttons = async () =>
    [
      ...(await (await page(address, author)).text()).matchAll(/aria-pressed="(\w+)" name="level">([^<]+)</g),
    ].map(([, pressed, label]) => [label, pressed])
  assert.deepEqual(await buttons(), [
    ['All comments', 'false'],
    ['Replies to me', 'false'],
    ['Nothing', 'true'],
  ])
  const set = await server.send('POST', `/b/${bemoaning}/watch`, {
    cookies: author.cookies,
    form: { level: 'replies', back: address },
  })
  assert.equal(set.status, 303)
  assert.deepEqual((await buttons())[1], ['Replies to me', 'true'])
})
