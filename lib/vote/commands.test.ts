import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import type { VoteKind } from '@/core/vote-kinds'
import { db } from '@/db'
import { ownDatabase } from '@/tests/database'
import { aBemoaning, aUser } from '@/tests/makers'
import { castVote, claimVotes } from './commands'
import { foldVotes } from './fold'
import { createVisitor } from './visitor'

ownDatabase()

/** Returns the stored counts, and the counts of the rows. */
async function counts(id: number) {
  await foldVotes()
  const { rows } = await db().execute<{ bemoan: number; self: number; b: number; s: number; n: number }>(sql`
    select r.bemoan + r.light_bemoan as bemoan, r.self_inflicted + r.light_self as self,
      (select count(*)::int from votes v where v.bemoaning_id = r.id and kind = 'bemoan') as b,
      (select count(*)::int from votes v where v.bemoaning_id = r.id and kind = 'self_inflicted') as s,
      (select count(*)::int from votes v where v.bemoaning_id = r.id) as n
    from bemoaning_ranks r where r.id = ${id}`)
  const [row] = rows
  assert.ok(row)
  assert.deepEqual([row.bemoan, row.self], [row.b, row.s], 'stored counts equal the rows')
  return row
}

const states: (VoteKind | null)[] = [null, 'bemoan', 'self_inflicted']

test('every transition of a vote leaves exact counts', async () => {
  const id = await aBemoaning(await aUser())
  for (const from of states) {
    for (const to of states) {
      const voter = await createVisitor()
      const before = await counts(id)
      await castVote(voter, id, from)
      const answer = await castVote(voter, id, to)
      assert.ok(answer.ok)
      assert.equal(answer.value.mine, to)
      const after = await counts(id)
      assert.equal(after.bemoan - before.bemoan, to === 'bemoan' ? 1 : 0, `${from} → ${to}`)
      assert.equal(after.self - before.self, to === 'self_inflicted' ? 1 : 0, `${from} → ${to}`)
      assert.deepEqual(answer.value.votes, { bemoan: after.bemoan, self_inflicted: after.self })
    }
  }
})

test('a vote counts although its network cannot be noted', async () => {
  const id = await aBemoaning(await aUser())
  const voter = await createVisitor()
  await db().execute(sql`alter table voter_networks rename to away`)
  try {
    const answer = await castVote(voter, id, 'bemoan', '192.0.2.0/24')
    assert.ok(answer.ok)
    assert.equal(answer.value.mine, 'bemoan')
  } finally {
    await db().execute(sql`alter table away rename to voter_networks`)
  }
  assert.equal((await counts(id)).n, 1)
})

test('200 parallel votes of one voter leave at most one row, and exact counts', async () => {
  const id = await aBemoaning(await aUser())
  const voter = await createVisitor()
  const kinds = Array.from({ length: 200 }, (_, i) => states[i % 3] ?? null)
  const answers = await Promise.all(kinds.map((kind) => castVote(voter, id, kind)))
  assert.ok(answers.every((answer) => answer.ok))
  assert.ok((await counts(id)).n <= 1)
  await castVote(voter, id, 'bemoan')
  assert.deepEqual(await counts(id), { bemoan: 1, self: 0, b: 1, s: 0, n: 1 })
})

test('200 concurrent voters on one bemoaning are all counted', async () => {
  const id = await aBemoaning(await aUser())
  const voters = await Promise.all(Array.from({ length: 200 }, createVisitor))
  await Promise.all(voters.map((voter, i) => castVote(voter, id, i % 4 === 0 ? 'self_inflicted' : 'bemoan')))
  assert.deepEqual(await counts(id), { bemoan: 150, self: 50, b: 150, s: 50, n: 200 })
})

test('votes on one’s own, missing, pending or removed bemoanings are refused', async () => {
  const user = await aUser()
  const id = await aBemoaning(user)
  const own = await castVote(user.voterId, id, 'bemoan')
  assert.equal(own.ok ? 'ok' : own.code, 'forbidden')
  const visitor = await createVisitor()
  for (const status of ['pending', 'removed', 'rejected']) {
    const hidden = await aBemoaning(user)
    await db().execute(sql`update bemoaning_ranks set status = ${status}::status where id = ${hidden}`)
    const answer = await castVote(visitor, hidden, 'bemoan')
    assert.equal(answer.ok ? 'ok' : answer.code, 'not-found')
    assert.equal((await counts(hidden)).n, 0)
  }
  const missing = await castVote(visitor, 999_999, 'bemoan')
  assert.equal(missing.ok ? 'ok' : missing.code, 'not-found')
})

test("a visitor's votes move to the account once, without doubling", async () => {
  const author = await aUser()
  const user = await aUser()
  const [first, second, own] = [await aBemoaning(author), await aBemoaning(author), await aBemoaning(user)]
  const visitor = await createVisitor()
  for (const id of [first, second, own]) await castVote(visitor, id, 'bemoan')
  await castVote(user.voterId, second, 'self_inflicted')
  const moved = await Promise.all([
    claimVotes(visitor, user),
    claimVotes(visitor, user),
    claimVotes(visitor, user),
  ])
  assert.equal(
    moved.reduce((sum, n) => sum + n, 0),
    1,
    'moved once',
  )
  assert.deepEqual(await counts(first), { bemoan: 1, self: 0, b: 1, s: 0, n: 1 })
  assert.deepEqual(
    await counts(second),
    { bemoan: 0, self: 1, b: 0, s: 1, n: 1 },
    'the account had voted already',
  )
  assert.deepEqual(await counts(own), { bemoan: 0, self: 0, b: 0, s: 0, n: 0 }, 'not on its own')
})

test('concurrent votes share one transaction, and each gets its own result', async () => {
  const author = await aUser()
  const [here, there] = [await aBemoaning(author), await aBemoaning(author)]
  const voters = await Promise.all(Array.from({ length: 20 }, createVisitor))
  const answers = await Promise.all([
    ...voters.map((voter, i) => castVote(voter, i % 2 ? here : there, 'bemoan')),
    castVote(author.voterId, here, 'bemoan'),
    castVote(voters[0] ?? 0, 999_999, 'bemoan'),
    castVote(voters[1] ?? 0, here, null),
    castVote(voters[1] ?? 0, here, 'self_inflicted'),
  ])
  const said = answers.map((answer) => (answer.ok ? answer.value.mine : answer.code))
  assert.deepEqual(said, [...voters.map(() => 'bemoan'), 'forbidden', 'not-found', null, 'self_inflicted'])
  assert.deepEqual(await counts(here), { bemoan: 9, self: 1, b: 9, s: 1, n: 10 })
  assert.deepEqual(await counts(there), { bemoan: 10, self: 0, b: 10, s: 0, n: 10 })
  const { rows } = await db().execute<{ n: number }>(
    sql`select count(distinct xmin::text)::int as n from votes where bemoaning_id = ${there}`,
  )
  assert.equal(rows[0]?.n, 1)
})

test('a bemoaning that is removed meanwhile does not fail other votes', async () => {
  const author = await aUser()
  const [going, staying] = [await aBemoaning(author), await aBemoaning(author)]
  const [one = 0, two = 0] = [await createVisitor(), await createVisitor()]
  const votes = await db().transaction(async (tx) => {
    await tx.execute(sql`update bemoaning_ranks set status = 'removed' where id = ${going}`)
    const both = [castVote(one, going, 'bemoan'), castVote(two, staying, 'bemoan')]
    // They have begun, and wait for this transaction.
    await sleep(200)
    return both
  })
  const said = (await Promise.all(votes)).map((answer) => (answer.ok ? answer.value.mine : answer.code))
  assert.deepEqual(said, ['not-found', 'bemoan'])
  assert.equal((await counts(going)).n, 0)
  assert.deepEqual(await counts(staying), { bemoan: 1, self: 0, b: 1, s: 0, n: 1 })
})
