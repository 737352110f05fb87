import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ownDatabase } from '@/tests/database'
import { aBemoaning, aUser } from '@/tests/makers'
import { findTag } from '../tag/queries'
import { castVote } from '../vote/commands'
import { feeds } from './feeds'
import { type ListQuery, listBemoanings } from './lists'

ownDatabase()

/** All ids of a list, read page by page; `between` runs after each page. */
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

test('each feed pages without repeats and without gaps, also while others bemoan', async () => {
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

test('a cursor fits its own list only', async () => {
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
