import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'drizzle-orm'
import { db } from '@/db'
import { setSetting } from '@/lib/setting'
import { writeKnown } from '@/lib/starter'
import { aPending } from '../jury'
import { matrix } from '../matrix'
import { isOnBemoaning } from '../matrix-states'
import { ownServer } from '../server'
import { aMember, json, type Member, median } from './helpers'

const server = ownServer()

type Item = { id: number; version: number; body: string; tags: string[] }
type Told = { status: number; headers: Record<string, string>; body: string }
/** A request about an item shown to a juror: by API, by form, or for a page. */
type Ask = [method: string, path: string, input?: { json?: unknown; form?: Record<string, string> }]

const slugOf = (body: string): string =>
  body
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 20)

/** Every route that takes a bemoaning's number or its text. Routes that change something come last. */
const asks = ({ id, body, version, tags }: Item): Ask[] => {
  const api = `/api/v1/bemoanings/${id}`
  const about = { type: 'bemoaning', id }
  return [
    ['GET', `/api/v1/mine?bemoanings=${id}`],
    ['GET', `/api/v1/mine?bemoanings=${id},${id}&comments=${id}`],
    ['GET', api],
    ['GET', `${api}/comments`],
    ['GET', `${api}/comments?sort=new&limit=1`],
    ['GET', `${api}/standing`],
    ['PUT', `${api}/vote`, { json: { kind: 'bemoan' } }],
    ['DELETE', `${api}/vote`],
    ['PUT', `${api}/saved`],
    ['DELETE', `${api}/saved`],
    ['POST', `${api}/comments`, { json: { body: 'Have you tried it?' } }],
    ['PUT', `${api}/watch`, { json: { level: 'all' } }],
    ['DELETE', `${api}/watch`],
    ['PUT', `${api}/visit`],
    ['PUT', `${api}/bite`],
    ['DELETE', `${api}/bite`],
    ['PUT', '/api/v1/me/seen', { json: { ids: [id] } }],
    ['POST', `${api}/fixes`, { json: { url: 'https://example.org/fixed' } }],
    ['PUT', `${api}/ending`, { json: { ending: 'Badly.' } }],
    ['PUT', `${api}/state`, { json: { state: 'fixed' } }],
    ['POST', `${api}/appeal`],
    ['PATCH', api, { json: { body } }],
    ['PATCH', api, { json: { tags: ['dns'] } }],
    ['DELETE', api],
    ['PUT', `/api/v1/comments/${id}/vote`],
    ['PUT', `/api/v1/fixes/${id}/confirmation`],
    ['DELETE', `/api/v1/fixes/${id}`],
    ['POST', `/api/v1/jury/${id}`, { json: { verdict: 'publish', version: version + 7 } }],
    ['POST', `/api/v1/jury/${id}`, { json: { verdict: 'reject' } }],
    ['GET', `/api/v1/bemoanings/similar?body=${encodeURIComponent(body)}`],
    ['POST', '/api/v1/bemoanings', { json: { body, tags } }],
    ['POST', '/api/v1/bemoanings', { json: { body: ` ${body.toUpperCase()} `, tags } }],
    ['POST', '/api/v1/preview', { json: { text: body } }],
    ['GET', `/api/v1/search?q=${encodeURIComponent(body.slice(0, 60))}`],
    ['GET', `/search.json?q=${encodeURIComponent(body.slice(0, 60))}`],
    ...['', `/${slugOf(body)}`, '.json', '.txt', '.atom', '.rss', '/picture.png', '?muted=show'].map(
      (end): Ask => ['GET', `/b/${id}${end}`],
    ),
    ['GET', `/why/${id}`],
    ['GET', `/why/${id}?list=${encodeURIComponent('/new')}`],
    ['GET', `/share/${id}`],
    ['GET', `/embed/b/${id}`],
    ['GET', `/oembed?url=${encodeURIComponent(`${server.origin}/b/${id}`)}`],
    ['GET', `/edit/${id}`],
    ['GET', `/appeal/${id}`],
    ['GET', `/report?type=bemoaning&id=${id}`],
    ['GET', `/report?type=bemoaning&id=${id}&sent=1`],
    ['GET', `/c/${id}/edit`],
    ['POST', `/b/${id}/vote`, { form: { kind: 'bemoan' } }],
    ['POST', `/b/${id}/save`, { form: { on: '1' } }],
    ['POST', `/b/${id}/watch`, { form: { level: 'all' } }],
    ['POST', `/b/${id}/comments`, { form: { body: 'Have you tried it?' } }],
    ['POST', `/b/${id}/comments/preview`, { form: { body: 'Have you tried it?' } }],
    ['POST', `/b/${id}/bite`, { form: { on: '1' } }],
    ['POST', `/b/${id}/state`, { form: { state: 'fixed' } }],
    ['POST', `/b/${id}/fix`, { form: { url: 'https://example.org/fixed' } }],
    ['POST', `/b/${id}/ending`, { form: { ending: 'Badly.' } }],
    ['POST', `/b/${id}/ending/remove`, { form: { reason: 'It is a test.' } }],
    ['POST', `/b/${id}/moderate`, { form: { move: 'publish', reason: 'It is a test.' } }],
    ['POST', `/b/${id}/delete`, { form: {} }],
    ['POST', `/b/${id}/appeal`, { form: {} }],
    ['POST', `/edit/${id}`, { form: { body, tags: 'ci' } }],
    ['GET', `/submit/${id}`],
    ['POST', `/submit/${id}`, { form: { body, tags: 'ci' } }],
    ['POST', `/submit/${id}/delete`, { form: {} }],
    ['POST', '/submit', { form: { body, tags: 'ci' } }],
    ['POST', '/seen', { form: { ids: String(id) } }],
    ['GET', '/jury'],
    ['POST', '/report', { form: { type: 'bemoaning', id: String(id), reason: 'spam' } }],
    ['POST', '/api/v1/reports', { json: { subject: about, reason: 'spam' } }],
    ['POST', '/api/v1/reports', { json: { subject: about, reason: 'person' } }],
    ['GET', `/report?type=bemoaning&id=${id}`],
    ['GET', '/api/v1/me/export'],
    ['GET', '/inbox'],
  ]
}

test('every action about a bemoaning is tried', () => {
  const item = { id: 4711, version: 1, body: 'x', tags: ['ci'] }
  const asked = asks(item).map(
    ([method, path]) => `${method} ${path.split('?')[0]?.replace(/\/4711(?=\/|$)/, '/:id')}`,
  )
  const missing = matrix
    .map(({ action }) => action)
    .filter((action) => isOnBemoaning(action) && !action.startsWith('PAGE'))
    .filter((action) => !/ \/c\/:id|comments\/:id|fixes\/:id\/|remedy/.test(action))
    .filter((action) => !asked.includes(action))
  assert.deepEqual(missing, [])
})

/** Replaces everything that differs with every request, or is the number or text itself. */
function alike(text: string, { id, body, tags }: Item): string {
  return text
    .replaceAll(JSON.stringify(body).slice(1, -1), 'BODY')
    .replaceAll(encodeURIComponent(body), 'BODY')
    .replaceAll(body, 'BODY')
    .replace(/[^<>"]{20,600}(?=<\/(a|p|textarea|h1|h2)>)/g, (said) => (said.includes('’') ? 'TEXT' : said))
    .replaceAll(new RegExp(`/b/${id}/[a-z0-9-]+`, 'g'), '/b/ID/SLUG')
    .replaceAll(new RegExp(`\\b${id}\\b`, 'g'), 'ID')
    .replaceAll(new RegExp(`/t/(${tags.join('|')})`, 'g'), '/t/TAG')
    .replaceAll(/nonce(-|=")[\w+/=-]+/g, 'NONCE')
    .replaceAll(/name="key" value="[^"]+"/g, 'KEY')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z?/g, 'TIME')
}

/** Returns the text around the first difference, to make a failure readable. */
function firstDifference(one: string, other: string): [string, string] {
  let at = 0
  while (at < one.length && one[at] === other[at]) at += 1
  return one === other ? ['', ''] : [one.slice(at - 100, at + 100), other.slice(at - 100, at + 100)]
}

async function told(juror: Member, item: Item, [method, path, input = {}]: Ask): Promise<Told> {
  const who = path.startsWith('/api/') ? { token: juror.token } : { cookies: juror.cookies }
  // Forms return to a page that does not change meanwhile, instead of the one they were on.
  const form = input.form && { form: { ...input.form, back: '/about' } }
  const got = await server.send(method, path, { ...who, ...input, ...form })
  const body = alike(await got.text(), item)
  const headers = Object.fromEntries(
    [...got.headers]
      .filter(([name]) => !['date', 'x-request-id', 'content-length', 'etag', 'last-modified'].includes(name))
      .map(([name, value]) => [
        name,
        // The remaining limit goes down with every request.
        name === 'ratelimit' ? value.replaceAll(/\d+/g, '0') : alike(value, item),
      ]),
  )
  return { status: got.status, headers, body }
}

test('no request lets a juror tell a known text from a pending one', async () => {
  await setSetting('rate-limits', 'off')
  await writeKnown()
  const author = await aMember()
  for (let n = 0; n < 40; n += 1) await aPending(author)
  const juror = await aMember()
  const found: { known?: Item; pending?: Item } = {}
  const answers = new Map<'known' | 'pending', Told[]>()
  for (let n = 0; n < 40 && answers.size < 2; n += 1) {
    const item = await json<Item>(await server.send('GET', '/api/v1/jury/next', { token: juror.token }))
    const { rows } = await db().execute(sql`select 1 from jury_known where number = ${item.id}`)
    const kind = rows.length > 0 ? 'known' : 'pending'
    // The first one is never known; requests about it must not help to tell the next.
    if (n > 0 && !answers.has(kind)) {
      found[kind] = item
      const all: Told[] = []
      for (const ask of asks(item)) all.push(await told(juror, item, ask))
      // The export notified the juror of itself; it does so for the other text too.
      await db().execute(sql`delete from security_events where user_id = ${juror.id}`)
      answers.set(kind, all)
    }
    const judged = await server.send('POST', `/api/v1/jury/${item.id}`, {
      token: juror.token,
      json: { verdict: 'publish', version: item.version },
    })
    assert.equal(judged.status, 200)
  }
  const { known, pending } = found
  assert.ok(known && pending)
  asks(known).forEach(([method, path], n) => {
    // Parts that depend on the text itself, or on all earlier requests, differ for any two texts.
    const [one, other] = [answers.get('known')?.[n], answers.get('pending')?.[n]]
    assert.equal(one?.status, other?.status, `${method} ${path}`)
    assert.ok((one?.status ?? 500) < 500, `${method} ${path}`)
    assert.deepEqual(one?.headers, other?.headers, `${method} ${path}`)
    if (/similar|search|v1\/preview/.test(path))
      for (const told of [one, other])
        assert.ok(!/"id":ID|\/b\/ID/.test(told?.body ?? 'ID'), `${path} finds what waits`)
    else if (!['/jury', '/api/v1/me/export', '/inbox'].includes(path))
      assert.equal(...firstDifference(one?.body ?? '', other?.body ?? ''), `${method} ${path}`)
  })
  const posts = asks(known).findIndex(([, path]) => path === '/api/v1/bemoanings')
  assert.equal(answers.get('known')?.[posts]?.status, 409, 'what is shown is taken already, known or not')
  const exported = await json<Record<string, unknown[]>>(
    await server.send('GET', '/api/v1/me/export', { token: juror.token }),
  )
  assert.deepEqual(exported.reports ?? [], [], 'nor does the export tell which of them was reported')
})

test('a known text and a pending one take the same response time for a juror', async () => {
  const author = await aMember()
  const juror = await aMember()
  const pending = await aPending(author)
  const { rows } = await db().execute<{ number: number }>(
    sql`select number from jury_known where active and number is not null limit 1`,
  )
  const known = rows[0]?.number ?? 0
  assert.ok(known > 0)
  for (const [what, path] of [
    ['reading it', ''],
    ['voting on it', '/vote'],
    ['reading its comments', '/comments'],
  ] as const)
    await test(what, async () => {
      const times: Record<number, number[]> = { [known]: [], [pending]: [] }
      for (let n = 0; n < 40; n += 1)
        for (const id of n % 2 ? [known, pending] : [pending, known]) {
          const began = performance.now()
          const got = await server.send(path === '/vote' ? 'PUT' : 'GET', `/api/v1/bemoanings/${id}${path}`, {
            token: juror.token,
            ...(path === '/vote' ? { json: { kind: 'bemoan' } } : {}),
          })
          await got.text()
          assert.equal(got.status, 404)
          times[id]?.push(performance.now() - began)
        }
      const [one, other] = [median(times[known] ?? []), median(times[pending] ?? [])]
      assert.ok(Math.abs(one - other) < 1 + 0.5 * Math.min(one, other), `${one} ms and ${other} ms`)
    })
})
