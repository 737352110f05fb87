import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'drizzle-orm'
import { db } from '@/db'
import { ownDatabase } from '@/tests/database'
import { aBemoaning, aUser } from '@/tests/makers'
import { controversy, hotness, wilsonLower } from './ranking'

ownDatabase()

test('the formulas return the expected values', () => {
  assert.equal(hotness({ bemoan: 0, selfInflicted: 0, commenters: 0 }, 57_600), 1)
  assert.equal(hotness({ bemoan: 10, selfInflicted: 0, commenters: 0 }, 0), 1)
  assert.equal(
    hotness({ bemoan: 100, selfInflicted: 0, commenters: 0 }, 0) -
      hotness({ bemoan: 10, selfInflicted: 0, commenters: 0 }, 57_600),
    0,
    'sixteen hours weigh as much as ten times the votes',
  )
  assert.equal(controversy(10, 0), 0)
  assert.equal(controversy(10, 10), 20)
  assert.ok(controversy(10, 9) > controversy(10, 5))
  assert.equal(wilsonLower(0, 0), 0)
  assert.ok(Math.abs(wilsonLower(10, 10) - 10 / (10 + 1.2816 ** 2)) < 1e-12)
  assert.ok(wilsonLower(90, 100) > wilsonLower(9, 10))
})

test('the database computes the same values', async () => {
  const author = await aUser()
  const id = await aBemoaning(author)
  for (const [bemoan, selfInflicted, commenters] of [
    [0, 0, 0],
    [1, 0, 0],
    [7, 3, 2],
    [128, 7, 40],
    [5, 5, 0],
    [0, 9, 3],
    [90_000, 80_000, 500],
  ] as const) {
    await db().execute(
      sql`update bemoaning_ranks set bemoan = ${bemoan}, self_inflicted = ${selfInflicted}, commenters = ${commenters}, epoch = 1790000000.25 where id = ${id}`,
    )
    const { rows } = await db().execute<{
      hotness: number
      controversy: number
      points: number
      copied: number
    }>(sql`
      select r.hotness, r.controversy, r.points, t.hotness as copied from bemoaning_ranks r join bemoaning_tags t on t.bemoaning_id = r.id where r.id = ${id}`)
    const [row] = rows
    assert.ok(row)
    assert.ok(Math.abs(row.hotness - hotness({ bemoan, selfInflicted, commenters }, 1_790_000_000.25)) < 1e-9)
    assert.ok(Math.abs(row.controversy - controversy(bemoan, selfInflicted)) < 1e-6)
    assert.equal(row.points, 2 * bemoan + selfInflicted)
    assert.equal(row.copied, row.hotness, 'the tag page orders by the same number')
  }
})
