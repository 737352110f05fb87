import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'drizzle-orm'
import { db, idempotencyKeys, mailTokens, rateLimits, sessions, sshChallenges } from '@/db'
import { sha256 } from '@/lib/crypto'
import { ownDatabase } from '@/tests/database'
import { aUser } from '@/tests/makers'
import { purge } from './purge'

ownDatabase()

const ago = (hours: number) => new Date(Date.now() - hours * 3_600_000)

test('what is out of date goes, what is not stays', async () => {
  const { id: userId } = await aUser()
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
  }
  assert.equal(await purge(), 5)
  for (const table of [rateLimits, sessions, mailTokens, sshChallenges, idempotencyKeys])
    assert.equal(await db().$count(table), 1)
  const { rows } = await db().execute(
    sql`select key from rate_limits union all select nonce from ssh_challenges`,
  )
  assert.deepEqual(rows, [{ key: 'new' }, { key: 'new' }])
  assert.equal(await purge(), 0)
})

test('one process at a time', async () => {
  await db().transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(10241025)`)
    assert.equal(await purge(), null)
  })
  assert.equal(await purge(), 0)
})
