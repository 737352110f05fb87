import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eq, sql } from 'drizzle-orm'
import { sha256 } from '@/core/crypto'
import { retention } from '@/core/retention'
import { db, idempotencyKeys, mailTokens, notices, rateLimits, sessions, sshChallenges, visitors } from '@/db'
import { report } from '@/lib/moderation'
import { castVote, claimVotes, createVisitor } from '@/lib/vote'
import { ownDatabase } from '@/tests/database'
import { aBemoaning, aUser } from '@/tests/makers'
import { audit } from '@/tools/admin/audit'
import { purge } from './purge'

ownDatabase()

const ago = (hours: number) => new Date(Date.now() - hours * 3_600_000)

test('purges expired rows and keeps the others', async () => {
  const user = await aUser()
  const userId = user.id
  const about = { old: await aBemoaning(user), new: await aBemoaning(user) }
  await db().delete(rateLimits)
  for (const [name, hours] of [
    ['old', 1],
    ['new', -1],
  ] as const) {
    const expiresAt = ago(hours)
    const tokenHash = sha256(name)
    await db().insert(rateLimits).values({ key: name, points: 1, expire: expiresAt.getTime() })
    await db().insert(sessions).values({ tokenHash, userId, expiresAt })
    await db()
      .insert(mailTokens)
      .values({ tokenHash, userId, purpose: 'reset', email: 'a@b.example', expiresAt })
    await db().insert(sshChallenges).values({ nonce: name, expiresAt })
    const createdAt = ago(hours + 24)
    await db().insert(idempotencyKeys).values({ userId, key: name, request: '', createdAt })
    await db()
      .insert(notices)
      .values({
        userId,
        kind: 'milestone',
        bemoaningId: about[name],
        amount: 10,
        createdAt: ago((retention.notice + hours) * 24),
      })
  }
  assert.equal(await purge(), 6)
  for (const table of [rateLimits, sessions, mailTokens, sshChallenges, idempotencyKeys, notices])
    assert.equal(await db().$count(table), 1)
  const { rows } = await db().execute(
    sql`select key from rate_limits union all select nonce from ssh_challenges`,
  )
  assert.deepEqual(rows, [{ key: 'new' }, { key: 'new' }])
  assert.equal(await purge(), 0)
})

test('only one process purges at a time', async () => {
  await db().transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(10241025)`)
    assert.equal(await purge(), null)
  })
  assert.equal(await purge(), 0)
})

test('inactive visitors are purged after a day, with their voters; the others stay', async () => {
  const author = await aUser()
  const id = await aBemoaning(author)
  const made = async (hours: number) => {
    const voter = await createVisitor()
    await db()
      .update(visitors)
      .set({ createdAt: ago(hours) })
      .where(eq(visitors.voterId, voter))
    return voter
  }
  const [idle, voted, reported, fresh, claimed, older] = [
    await made(30),
    await made(30),
    await made(30),
    await made(20),
    await made(30),
    await made(24 * 30),
  ]
  assert.ok((await castVote(voted, id, 'bemoan', '192.0.2.0/24')).ok)
  const again = await made(40)
  assert.ok((await castVote(again, id, 'bemoan', '192.0.2.0/24')).ok)
  assert.ok((await castVote(again, id, null)).ok)
  const about = { subject: { type: 'bemoaning', id }, reason: 'spam' } as const
  assert.ok((await report({ viewer: null, voterId: reported, network: 'n' }, about)).ok)
  await claimVotes(claimed, author)
  assert.equal(await purge(), 2)
  const { rows } = await db().execute<{ id: number }>(
    sql`select w.id from voters w join visitors v on v.voter_id = w.id order by 1`,
  )
  assert.deepEqual(
    rows.map((row) => row.id),
    [voted, reported, fresh, claimed, older],
    `${idle} and ${again} are gone`,
  )
  assert.equal(await purge(), 0)
  assert.equal(await audit({ json: true, say: () => {}, note: () => {} }), 0, 'every count is right')
})

test('a vote during the purge of its visitor is not lost', async () => {
  const id = await aBemoaning(await aUser())
  const voter = await createVisitor()
  await db()
    .update(visitors)
    .set({ createdAt: ago(30) })
    .where(eq(visitors.voterId, voter))
  await db().transaction(async (tx) => {
    await tx.execute(
      sql`insert into votes (bemoaning_id, voter_id, kind, weighs) values (${id}, ${voter}, 'bemoan', false)`,
    )
    // The uncommitted vote locks its row.
    assert.equal(await purge(), 0)
  })
  assert.equal(await purge(), 0)
  assert.equal(await db().$count(visitors, eq(visitors.voterId, voter)), 1)
})
