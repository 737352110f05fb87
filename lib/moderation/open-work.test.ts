import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'drizzle-orm'
import { db } from '@/db'
import { findViewer } from '@/lib/user'
import { ownDatabase } from '@/tests/database'
import { aBemoaning, aUser } from '@/tests/makers'
import { listPending, report } from '.'

ownDatabase()

test('moderators are told how much waits for them, and nobody else is', async () => {
  const moderator = await aUser({ role: 'moderator' })
  const user = await aUser()
  const open = async (id: number) => (await findViewer(id))?.openWork
  assert.equal(await open(moderator.id), 0)
  const reported = await aBemoaning(await aUser())
  assert.ok(
    (
      await report(
        { viewer: user, voterId: user.voterId, network: '192.0.2.0' },
        { subject: { type: 'bemoaning', id: reported }, reason: 'spam' },
      )
    ).ok,
  )
  assert.equal(await open(moderator.id), 1)
  const waiting = await aBemoaning(await aUser())
  await db().execute(sql`update bemoaning_ranks set status = 'pending' where id = ${waiting}`)
  assert.equal(await open(moderator.id), 2)
  assert.deepEqual(
    (await listPending()).map(({ id }) => id),
    [waiting],
  )
  assert.equal(await open(user.id), 0)
  await db().execute(sql`update bemoaning_ranks set status = 'published' where id = ${waiting}`)
  assert.equal(await open(moderator.id), 1)
})
