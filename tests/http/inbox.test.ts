import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import PostalMime from 'postal-mime'
import { db } from '@/db'
import { comment } from '@/lib/comment'
import { aBemoaning } from '../makers'
import { ownServer } from '../server'
import { aMember, json, type Member, snapshot } from './helpers'

const server = ownServer()

const page = async (path: string, who: Member, headers: Record<string, string> = {}) =>
  server.send('GET', path, { cookies: who.cookies, headers })

/** Somebody with a notice about a comment. */
async function told(body = 'It was the *cache*.', mails = false) {
  const [author, other] = [await aMember(), await aMember()]
  if (mails)
    await db().execute(
      sql`update users set email = ${`${author.handle}@example.org`}, mail_replies = true where id = ${author.id}`,
    )
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
  const robots = await (await server.send('GET', '/robots.txt')).text()
  assert.match(robots, /^Disallow: \/inbox\/$/m)
  assert.doesNotMatch(robots, /:id/, 'what crawlers take for a letter of the path')
  const rules = await (await server.send('GET', '/speculation.json')).text()
  assert.match(rules, /"\/inbox\/:id"/)
})

/** Returns the link to the thread in the email that the server writes to somebody. */
async function mailed({ handle }: Member): Promise<string> {
  const folder = join(server.data, 'outbox')
  for (let attempt = 0; attempt < 200; attempt += 1) {
    for (const name of existsSync(folder) ? readdirSync(folder) : []) {
      const mail = await PostalMime.parse(name.endsWith('.eml') ? readFileSync(join(folder, name)) : '')
      if (mail.to?.[0]?.address !== `${handle}@example.org`) continue
      const [link] = /^\S+\/inbox\S*$/m.exec(mail.text ?? '') ?? []
      assert.ok(link, mail.text)
      assert.ok(link.startsWith(server.origin))
      assert.ok(mail.html?.includes(link.replaceAll('&', '&amp;')), 'both forms have the same link')
      return link.slice(server.origin.length)
    }
    await sleep(50)
  }
  assert.fail(`no mail to ${handle}`)
}

test('the link in an email marks its notice as read for its owner, and leads others to the thread, changing nothing', async () => {
  const { author, other, bemoaning, comment, notice } = await told('It was the *cache*.', true)
  const link = await mailed(author)
  assert.equal(link, `/inbox/${notice}?b=${bemoaning}&c=${comment}`)
  const before = await snapshot()
  const bots: Record<string, string>[] = [
    {},
    { 'User-Agent': 'Mozilla/5.0 (compatible; SafeLinks)' },
    { 'User-Agent': 'Googlebot/2.1' },
    { 'Sec-Purpose': 'prefetch' },
  ]
  for (const headers of bots)
    for (const method of ['GET', 'HEAD'] as const) {
      const stranger = await server.send(method, link, { headers })
      assert.equal(stranger.status, 303, `${method} ${JSON.stringify(headers)}`)
      assert.equal(stranger.headers.get('location'), `/b/${bemoaning}#c${comment}`)
      assert.match(stranger.headers.get('cache-control') ?? '', /no-store/)
      assert.equal(stranger.headers.get('set-cookie'), null)
    }
  assert.equal((await page(link, other)).headers.get('location'), `/b/${bemoaning}#c${comment}`)
  assert.equal((await page(link, author, { 'Sec-Purpose': 'prefetch' })).status, 503)
  assert.equal(await isRead(notice), false)
  assert.deepEqual({ ...(await snapshot()), sessions: '' }, { ...before, sessions: '' })
  assert.match((await inHeader(author)) ?? '', /1 new/)
  const opened = await page(link, author)
  assert.equal(opened.status, 303)
  assert.match(opened.headers.get('location') ?? '', new RegExp(`^/b/${bemoaning}/[a-z0-9-]+#c${comment}$`))
  assert.equal(await isRead(notice), true)
  assert.equal(await inHeader(author), undefined)
})

test('an address like that of an email tells nothing that it does not hold', async () => {
  const { notice } = await told()
  for (const query of [
    '',
    '?b=1',
    '?c=1',
    '?c=x&b=1',
    '?b=-1&c=1',
    '?b=1&c=1.5',
    '?post=..%2Fx&c=1',
    '?to=%2F%2Fevil.example',
  ])
    assert.equal((await server.send('GET', `/inbox/${notice}${query}`)).status, 401, query)
  const leads = async (path: string) => (await server.send('GET', path)).headers.get('location')
  for (const id of [notice, 999_999_999, 'x']) {
    assert.equal(await leads(`/inbox/${id}?b=1&c=2`), '/b/1#c2', 'whether there is such a notice or not')
    assert.equal(await leads(`/inbox/${id}?post=randomart&c=2`), '/blog/randomart#c2')
  }
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
