import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'drizzle-orm'
import { feeds } from '@/core/feeds'
import { db } from '@/db'
import { findTag } from '@/lib/tag'
import { castVote } from '@/lib/vote'
import { ownDatabase } from '@/tests/database'
import { aBemoaning, aUser } from '@/tests/makers'
import type { Card } from './card'
import { type ListQuery, listBemoanings } from './lists'
import { findBemoanings } from './queries'

ownDatabase()

/** Returns all ids of a list, read page by page; `between` runs after each page. */
async function readAll(
  query: ListQuery,
  between: () => Promise<unknown> = async () => {},
): Promise<number[]> {
  const ids: number[] = []
  for (let after: string | undefined, pages = 0; pages < 100; pages += 1) {
    const page = await listBemoanings({ ...query, limit: 7, ...(after ? { after } : {}) })
    assert.ok(page.ok)
    ids.push(...page.value.items.map(({ id }) => id))
    if (!page.value.next) return ids
    after = page.value.next
    await between()
  }
  return assert.fail('the list never ends')
}

test('each feed pages without repeats and without gaps, even while others bemoan', async () => {
  const author = await aUser()
  const voters = await Promise.all(Array.from({ length: 6 }, async () => (await aUser()).voterId))
  const ids: number[] = []
  for (let i = 0; i < 40; i += 1) {
    const id = await aBemoaning(author)
    ids.push(id)
    for (const [n, voter] of voters.entries())
      if ((i * 7 + n) % 3 !== 0) await castVote(voter, id, (i + n) % 2 ? 'bemoan' : 'self_inflicted')
  }
  const tag = await findTag('ci')
  assert.ok(tag)
  for (const feed of feeds) {
    const before = await readAll({ feed })
    assert.equal(new Set(before).size, before.length, `${feed.path} repeats`)
    const during = await readAll({ feed }, () => aBemoaning(author))
    assert.equal(new Set(during).size, during.length, `${feed.path} repeats while others bemoan`)
    if (feed.order !== 'unfixed')
      assert.deepEqual(
        during.filter((id) => before.includes(id)),
        before,
        `${feed.path} has a gap`,
      )
    const tagged = await readAll({ feed, tag })
    assert.deepEqual(new Set(tagged), new Set(await readAll({ feed })), `${feed.path} within its only tag`)
  }
  const newest = feeds.find((feed) => feed.name === 'new')
  assert.ok(newest)
  const own = await readAll({ feed: newest, author })
  assert.ok(ids.every((id) => own.includes(id)))
})

test('a cursor is valid only for its own list', async () => {
  const [hot, newest] = feeds
  assert.ok(hot && newest)
  const page = await listBemoanings({ feed: hot, limit: 2 })
  assert.ok(page.ok && page.value.next)
  for (const after of [
    `${page.value.next}x`,
    'abc',
    '',
    'a.b',
    page.value.next.replace(/^./, 'Z'),
    '..',
    '💥',
  ]) {
    const forged = await listBemoanings({ feed: hot, after })
    assert.equal(forged.ok ? 'ok' : forged.code, 'bad-request', after)
  }
  const other = await listBemoanings({ feed: newest, after: page.value.next })
  assert.equal(other.ok ? 'ok' : other.code, 'bad-request')
})

test('a usual page returns the same as the cards read one by one, on the first page and the next', async () => {
  const author = await aUser()
  const ids: number[] = []
  for (let i = 0; i < 27; i += 1) ids.push(await aBemoaning(author))
  const [first = 0, second = 0, third = 0] = ids
  await db().execute(sql`
    update bemoanings set details_html = '<p>“It’s 1 < 2”, {a,b} \\N</p>', edited_at = '2026-01-02 03:04:05.678+02', locked_at = now(), version = 3, anonymous = true where id = ${first}`)
  await db().execute(sql`
    update bemoaning_ranks set state = 'fixed', fixed_epoch = 1.5e9, bites = 2, bitten_epoch = 1600000000.25, tag_ids = '{}' where id = ${second}`)
  await castVote((await aUser()).voterId, third, 'bemoan')
  const tag = await findTag('ci')
  assert.ok(tag)
  const narrowed: Omit<ListQuery, 'feed'>[] = [{}, { tag }, { author }, { tag, author }]
  for (const feed of feeds)
    for (const more of narrowed) {
      const cards: Card[] = []
      for (let after: string | undefined, last = false; !last; last = after === undefined) {
        const page = await listBemoanings({ feed, ...more, ...(after ? { after } : {}) })
        assert.ok(page.ok)
        cards.push(...page.value.items)
        after = page.value.next ?? undefined
      }
      const unusual = await listBemoanings({ feed, ...more, limit: 100 })
      assert.ok(unusual.ok)
      assert.deepEqual(cards.slice(0, 100), unusual.value.items, `${feed.path} with ${Object.keys(more)}`)
      assert.deepEqual(cards, await findBemoanings(cards.map(({ id }) => id)))
    }
})
