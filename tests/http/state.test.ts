import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { Parser } from 'htmlparser2'
import { spanOf, stateWindows } from '@/core/windows'
import { db } from '@/db'
import { comment } from '@/lib/comment'
import { setSetting } from '@/lib/setting'
import { longName } from '@/lib/state'
import { castVote, createVisitor } from '@/lib/vote'
import { databaseReady } from '../database'
import { aBemoaning } from '../makers'
import { ownServer } from '../server'
import { figuresByHand } from '../state-by-hand'
import { aMember, json, type Member, problem } from './helpers'

const server = ownServer({ SERVER_TIMING: '1' })
let reader: Member

before(async () => {
  await databaseReady()
  await setSetting('rate-limits', 'off')
  await db().execute(sql`truncate bemoanings, bemoaning_ranks cascade`)
  await db().execute(sql`select recount_stats()`)
  reader = await aMember()
})

/** Returns the rows of each table of a page, by caption. */
function tablesOf(html: string): Map<string, string[][]> {
  const tables = new Map<string, string[][]>()
  let rows: string[][] = []
  let text = ''
  const parser = new Parser({
    onopentag(name) {
      if (name === 'tr') rows.push([])
      if (name === 'table') rows = []
      text = ''
    },
    ontext(part) {
      text += part
    },
    onclosetag(name) {
      if (name === 'caption') tables.set(text, rows)
      if (name === 'th' || name === 'td') rows.at(-1)?.push(text)
    },
  })
  parser.end(html)
  return tables
}

/** Signed in, so that the page is rendered now and reports its cost. */
const page = (path: string) => server.send('GET', path, { cookies: reader.cookies })

type Json = Record<'bemoanings' | 'comments' | 'fixes', number> & {
  median_days_to_fix: number | null
  over_time: { at: string; bemoanings: number; comments: number; fixes: number }[]
  by_tag: { tag: string; bemoanings: number; fixes: number }[]
  by_hour: unknown[]
  days_to_fix: unknown[]
} & Record<'most_shared' | 'most_self_inflicted' | 'oldest_unfixed', { id: number; url: string }[]>

/** Expects the page, the files and the API to match the rows in every window. */
async function assertTold(what: string): Promise<void> {
  for (const window of stateWindows) {
    const span = spanOf(window, Date.now())
    const hand = await figuresByHand(span)
    const told = await json<Json>(await server.send('GET', `/api/v1/state?window=${window}`))
    assert.deepEqual(
      [told.bemoanings, told.comments, told.fixes, told.median_days_to_fix],
      [hand.bemoanings, hand.comments, hand.fixes, hand.medianDays],
      `${what}, ${window}`,
    )
    assert.deepEqual(told.over_time, hand.course)
    assert.deepEqual(told.by_hour, hand.hours)
    assert.deepEqual(told.days_to_fix, hand.fixDays)
    assert.deepEqual(
      told.by_tag,
      hand.tags.map(({ name: tag, bemoanings, fixes }) => ({ tag, bemoanings, fixes })),
    )
    assert.deepEqual(
      [told.most_shared, told.most_self_inflicted, told.oldest_unfixed].map((list) =>
        list.map(({ id }) => id),
      ),
      hand.ids,
    )
    const answer = await page(`/state?window=${window}`)
    const html = await answer.text()
    assert.equal(answer.status, 200)
    assert.ok(!/NaN|Infinity|undefined/.test(html))
    for (const id of hand.ids.flat())
      assert.ok(html.includes(`href="/b/${id}/`), `${what}, ${window}, #${id}`)
    const cost = Number(/sql;desc="(\d+)"/.exec(answer.headers.get('server-timing') ?? '')?.[1])
    assert.ok(cost >= 2 && cost <= 6, `${cost} statements`)
    const tables = tablesOf(html)
    const empty = hand.bemoanings + hand.comments + hand.fixes === 0
    const count = (number: number) => number.toLocaleString('en')
    assert.deepEqual(
      tables.get(`Bemoanings, comments and fixes by ${span.unit}`)?.slice(1),
      empty
        ? undefined
        : hand.course.map(({ at, bemoanings, comments, fixes }) => [
            longName(at, span.unit),
            ...[bemoanings, comments, fixes].map(count),
          ]),
    )
    for (const [caption, key] of [
      ['Bemoanings by tag', 'bemoanings'],
      ['Fixes by tag', 'fixes'],
    ] as const) {
      const rows = (tables.get(caption) ?? []).slice(1)
      const tags = hand.tags.filter((tag) => tag[key] > 0).sort((a, b) => b[key] - a[key])
      assert.deepEqual(
        rows,
        tags.map((tag) => [tag.label, count(tag[key])]),
        `${what}, ${window}, ${caption}`,
      )
    }
  }
}

test('a page without any data works too', async () => {
  await assertTold('empty')
  const answer = await page('/state?window=all')
  assert.match(await answer.text(), /Computer science is in perfect order/)
  assert.match(await (await page('/state')).text(), /Either all is well/)
})

test('one row, then many, are the same on page, JSON and API', async () => {
  const visitor = await createVisitor()
  await aBemoaning(reader, undefined, ['ci', 'dns'])
  await assertTold('one')
  for (let i = 0; i < 30; i += 1) {
    const id = await aBemoaning(reader, undefined, i % 3 ? ['git'] : ['ci', 'java'])
    await castVote(visitor, id, i % 2 ? 'bemoan' : 'self_inflicted').catch(() => null)
    if (i % 4 === 0) await comment(reader, id, { body: `Comment ${i}` })
    await db().execute(
      sql`update bemoaning_ranks set epoch = epoch - ${i * i}::float8 * 50000 where id = ${id}`,
    )
    if (i % 3 === 1)
      await db().execute(
        sql`update bemoaning_ranks set state = 'fixed', fixed_epoch = epoch + ${i}::float8 * 40000 where id = ${id}`,
      )
  }
  await assertTold('many')
})

test('the files are those that the page links to, and contain nothing about voters', async () => {
  for (const window of stateWindows) {
    const csv = await server.send('GET', `/state.csv?window=${window}`)
    assert.equal(csv.status, 200)
    assert.match(csv.headers.get('content-type') ?? '', /^text\/csv/)
    const rows = (await csv.text())
      .trimEnd()
      .split('\r\n')
      .map((line) => line.split(','))
    assert.deepEqual(rows[0], ['figure', 'key', 'count'])
    assert.ok(rows.every((row) => row.length === 3))
    const told = await json<Json>(await server.send('GET', `/state.json?window=${window}`))
    const sum = (figure: string) =>
      rows.filter(([name]) => name === figure).reduce((total, [, , count]) => total + Number(count), 0)
    const unit = window === 'week' || window === 'month' ? 'day' : 'month'
    for (const key of ['bemoanings', 'comments', 'fixes'] as const) {
      assert.equal(sum(key), told[key])
      assert.equal(sum(`${key} by ${unit}`), told[key])
    }
    assert.equal(sum('bemoanings by hour'), told.bemoanings)
    for (const { tag, bemoanings } of told.by_tag)
      assert.ok(rows.some((row) => row.join() === `bemoanings by tag,${tag},${bemoanings}`))
    assert.doesNotMatch(JSON.stringify(told), /voter|visitor|email|handle|author/)
  }
})

test('the card works alone and may be shown anywhere', async () => {
  const card = await server.send('GET', '/state/card.svg')
  assert.equal(card.status, 200)
  assert.match(card.headers.get('content-type') ?? '', /^image\/svg\+xml/)
  assert.equal(card.headers.get('cross-origin-resource-policy'), 'cross-origin')
  assert.doesNotMatch(card.headers.get('content-security-policy') ?? '', /unsafe/)
  const svg = await card.text()
  assert.doesNotMatch(svg, /<script|href=|url\(|@import|NaN|undefined/)
  assert.match(svg, /<title id="t">State of Computer Science<\/title>/)
})

test('an unknown window is 400 everywhere, and nothing else reaches the cache', async () => {
  for (const query of ['window=decade', 'window=', 'window=week&window=year']) {
    const html = await server.send('GET', `/state?${query}`)
    assert.equal(html.status, 400, query)
    assert.match(html.headers.get('content-type') ?? '', /^text\/html/)
    for (const path of ['/state.json', '/state.csv'])
      assert.equal((await server.send('GET', `${path}?${query}`)).status, 400, `${path}?${query}`)
  }
  await problem(await server.send('GET', '/api/v1/state?window=day'), 400, 'day')
  await problem(await server.send('GET', '/api/v1/state?tag=ci'), 400, 'tag')
  assert.equal((await server.send('GET', '/state?utm_source=x')).status, 200)
  assert.equal((await server.send('GET', '/state.atom')).status, 404)
})

test('the API describes it, the sitemap lists it, every page links to it', async () => {
  const openapi = await json<{
    paths: Record<string, unknown>
    components: { schemas: Record<string, unknown> }
  }>(await server.send('GET', '/api/v1/openapi.json'))
  assert.ok(openapi.paths['/api/v1/state'] ?? openapi.paths['/state'])
  assert.ok(openapi.components.schemas.State)
  assert.match(await (await server.send('GET', '/sitemap.xml')).text(), /\/state</)
  assert.match(await (await server.send('GET', '/about')).text(), /<a href="\/state">state<\/a>/)
})

test('the server folds changes, and a removal leaves the shared page at once', async () => {
  const moderator = await aMember({ role: 'moderator' })
  const id = await aBemoaning(reader, undefined, ['xen'])
  await castVote(moderator.voterId, id, 'bemoan')
  const shared = async () => (await server.send('GET', '/state?window=week')).text()
  assert.ok((await shared()).includes(`href="/b/${id}/`))
  const removed = await server.send('POST', `/b/${id}/moderate`, {
    cookies: moderator.cookies,
    form: { move: 'remove', reason: 'test' },
  })
  assert.equal(removed.status, 303)
  assert.ok(!(await shared()).includes(`href="/b/${id}/`))
  for (let left = 40; left > 0; left -= 1) {
    const { rows } = await db().execute<{ n: number }>(sql`select count(*)::int as n from stat_deltas`)
    if (rows[0]?.n === 0) return
    await sleep(500)
  }
  assert.fail('nobody folds')
})
