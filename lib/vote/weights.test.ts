import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'drizzle-orm'
import { feedAt } from '@/core/feeds'
import type { VoteKind } from '@/core/vote-kinds'
import { db, users } from '@/db'
import { listBemoanings } from '@/lib/bemoaning'
import { listNotices } from '@/lib/notice'
import { stepByAge, steps } from '@/lib/user'
import { ownDatabase } from '@/tests/database'
import { aBemoaning, aUser } from '@/tests/makers'
import { audit } from '@/tools/admin/audit'
import { castVote, claimVotes } from './commands'
import { checkVotes, settleVisitors, spare } from './damp'
import { isDamped } from './queries'
import { createVisitor } from './visitor'

ownDatabase()

const drift = (): Promise<number> => audit({ json: true, say: () => {}, note: () => {} })

/** Returns heavy bemoan, light bemoan, heavy self-inflicted, light self-inflicted. */
async function weights(id: number): Promise<number[]> {
  const { rows } = await db().execute<{ counts: number[] }>(
    sql`select array[bemoan, light_bemoan, self_inflicted, light_self] as counts from bemoaning_ranks where id = ${id}`,
  )
  return rows[0]?.counts ?? []
}

test('votes of visitors and new accounts are shown without weight; others have weight', async () => {
  const id = await aBemoaning(await aUser())
  const people: [number, boolean][] = [
    [await createVisitor(), false],
    [(await aUser({ ageDays: 0 })).voterId, false],
    [(await aUser({ ageDays: 0.99 })).voterId, false],
    [(await aUser({ ageDays: 1.01 })).voterId, true],
    [(await aUser({ ageDays: 0, role: 'moderator' })).voterId, true],
  ]
  let [heavy, light] = [0, 0]
  for (const [voter, weighs] of people) {
    const answer = await castVote(voter, id, 'bemoan')
    if (weighs) heavy += 1
    else light += 1
    assert.deepEqual(await weights(id), [heavy, light, 0, 0])
    assert.deepEqual(answer.ok && answer.value.votes, { bemoan: heavy + light, self_inflicted: 0 })
  }
  const { rows } = await db().execute<{ points: number }>(
    sql`select points from bemoaning_ranks where id = ${id}`,
  )
  assert.equal(rows[0]?.points, 4)
  assert.equal(await drift(), 0)
})

test('the database and the table of steps agree on which accounts are new', async () => {
  for (const role of ['user', 'moderator'] as const)
    for (const ageDays of [0, 0.5, 0.999, 1.001, 40]) {
      const user = await aUser({ role, ageDays })
      const { rows } = await db().execute<{ weighs: boolean }>(
        sql`select voter_weighs(${user.voterId}) as weighs`,
      )
      assert.equal(rows[0]?.weighs, steps[stepByAge(user)].votesWeigh, `${role}, ${ageDays} days`)
    }
})

test('every change of a vote moves the right one of four counts, even when its voter stops being new', async () => {
  const kinds: (VoteKind | null)[] = ['bemoan', 'self_inflicted', null]
  for (const first of kinds)
    for (const then of kinds) {
      const id = await aBemoaning(await aUser())
      const voter = await aUser({ ageDays: 0 })
      await castVote(voter.voterId, id, first)
      await db()
        .update(users)
        .set({ createdAt: new Date(Date.now() - 2 * 86_400_000) })
        .where(sql`id = ${voter.id}`)
      await castVote(voter.voterId, id, then)
      const grown = first !== then
      assert.deepEqual(
        await weights(id),
        [
          Number(then === 'bemoan' && grown),
          Number(then === 'bemoan' && !grown),
          Number(then === 'self_inflicted' && grown),
          Number(then === 'self_inflicted' && !grown),
        ],
        `${first} → ${then}`,
      )
    }
  assert.equal(await drift(), 0)
})

test("a visitor's votes get weight once they belong to an account that is old enough", async () => {
  for (const [ageDays, expected] of [
    [2, [1, 0, 0, 0]],
    [0, [0, 1, 0, 0]],
  ] as const) {
    const id = await aBemoaning(await aUser())
    const visitor = await createVisitor()
    await castVote(visitor, id, 'bemoan')
    assert.deepEqual(await weights(id), [0, 1, 0, 0])
    await claimVotes(visitor, await aUser({ ageDays }))
    assert.deepEqual(await weights(id), expected)
  }
})

test('a hundred visitors move nothing up', async () => {
  const [liked, pushed] = [await aBemoaning(await aUser()), await aBemoaning(await aUser())]
  for (let i = 0; i < 3; i++) await castVote((await aUser()).voterId, liked, 'bemoan')
  for (let i = 0; i < 100; i++) await castVote(await createVisitor(), pushed, 'bemoan')
  const first = async (path: string) => {
    const feed = feedAt(path)
    assert.ok(feed)
    const page = await listBemoanings({ feed })
    return page.ok ? page.value.items.map((item) => item.id) : []
  }
  for (const path of ['/', '/top/all']) {
    const ids = await first(path)
    assert.ok(ids.indexOf(liked) >= 0 && ids.indexOf(liked) < ids.indexOf(pushed), `${path}: ${ids.join()}`)
  }
})

test('the nightly check removes the weight from a ring, notifies it, and restores it', async () => {
  const author = await aUser()
  const crowd = await Promise.all(Array.from({ length: 60 }, () => aUser({ ageDays: 90 })))
  const ring = await Promise.all(Array.from({ length: 12 }, () => aUser({ ageDays: 90 })))
  const items: number[] = []
  for (let i = 0; i < 40; i++) items.push(await aBemoaning(author))
  // Everybody votes here and there; the ring also for the same six.
  for (const [i, { voterId }] of [...crowd, ...ring].entries())
    for (let n = 0; n < 8; n++) await castVote(voterId, items[(i * 7 + n * n * 3) % 34] ?? 0, 'bemoan')
  const pushed = items.slice(34)
  for (const { voterId } of ring) for (const id of pushed) await castVote(voterId, id, 'bemoan')
  const before = await weights(pushed[0] ?? 0)
  assert.deepEqual(before, [12, 0, 0, 0])
  const done = await checkVotes()
  assert.deepEqual([done.damped, done.caught, done.released], [12, 12, 0])
  for (const id of pushed) assert.deepEqual(await weights(id), [0, 12, 0, 0])
  for (const { voterId } of ring) assert.ok(await isDamped(voterId))
  for (const { voterId } of crowd) assert.ok(!(await isDamped(voterId)))
  const [first] = ring
  assert.ok(first)
  const inbox = await listNotices(first.id)
  assert.deepEqual(inbox.ok && inbox.value.items.map(({ kind }) => kind), ['damped'])
  // A new vote of a member has no weight either.
  const fresh = await aBemoaning(author)
  await castVote(first.voterId, fresh, 'bemoan')
  assert.deepEqual(await weights(fresh), [0, 1, 0, 0])
  assert.equal(await drift(), 0)
  // The check finds the same again, and notifies nobody twice.
  assert.deepEqual(await checkVotes(), { ...done, caught: 0, votes: (await checkVotes()).votes })
  // The operator has cleared one member.
  await spare(first.voterId, true)
  assert.deepEqual(await weights(fresh), [1, 0, 0, 0])
  assert.equal((await checkVotes()).damped, 11)
  // The votes expire.
  await db().execute(sql`update votes set created_at = created_at - interval '31 days'`)
  assert.deepEqual(await checkVotes(), { votes: 0, damped: 0, caught: 0, released: 11 })
  for (const id of pushed) assert.deepEqual(await weights(id), [12, 0, 0, 0])
  const later = await listNotices(ring[1]?.id ?? 0)
  assert.deepEqual(later.ok && later.value.items.map(({ kind }) => kind), ['undamped'])
  assert.equal(await drift(), 0)
})

test("visitors' votes from before votes had a weight lose it, once", async () => {
  const id = await aBemoaning(await aUser())
  const visitor = await createVisitor()
  await castVote(visitor, id, 'bemoan')
  await db().execute(sql`update votes set weighs = true where voter_id = ${visitor}`)
  await db().execute(sql`select recount_votes(${id})`)
  assert.deepEqual(await weights(id), [1, 0, 0, 0])
  await settleVisitors()
  assert.deepEqual(await weights(id), [0, 1, 0, 0])
})
