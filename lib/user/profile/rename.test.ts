import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eq, sql } from 'drizzle-orm'
import { db, users } from '@/db'
import { ownDatabase } from '@/tests/database'
import { searchBemoanings } from '@/tests/indexed'
import { aBemoaning, aUser } from '@/tests/makers'
import { createUser } from './account'
import { findMoved, findProfile } from './queries'
import { rename } from './rename'

ownDatabase()

const aYearLater = (id: number) =>
  db()
    .update(users)
    .set({ handleChangedAt: new Date(Date.now() - 366 * 86_400_000) })
    .where(eq(users.id, id))

test('a handle changes once a year; the previous one is reserved and redirects', async () => {
  const user = await aUser()
  const id = await aBemoaning(user, 'The zebra crossing in the data centre is not documented anywhere.')
  assert.ok((await rename(user, 'quagga')).ok)
  assert.equal(await findMoved(user.handle), 'quagga')
  assert.equal((await findProfile('quagga'))?.id, user.id)
  const found = await searchBemoanings('by:quagga zebra')
  assert.ok(found.ok && found.value.items.some((card) => card.id === id && card.author === 'quagga'))
  const again = await rename({ ...user, handle: 'quagga' }, 'okapi')
  assert.ok(!again.ok && /once a year/.test(again.message))
  const taken = await createUser(user.handle, null)
  assert.ok(!taken.ok && taken.code === 'conflict', 'nobody gets it')
  const alike = await createUser(user.handle.replace('user', 'us3r'), null)
  assert.ok(!alike.ok, 'nor one that looks like it')
  await aYearLater(user.id)
  assert.ok((await rename({ ...user, handle: 'quagga' }, 'okapi')).ok)
  assert.equal(await findMoved('quagga'), 'okapi')
  assert.equal(await findMoved(user.handle), 'okapi', 'the first one too')
  await aYearLater(user.id)
  assert.ok((await rename({ ...user, handle: 'okapi' }, user.handle)).ok, 'back to the first one')
  assert.equal(await findMoved(user.handle), null)
  assert.equal(await findMoved('okapi'), user.handle)
})

test('a taken, retired or reserved handle is refused', async () => {
  const [one, other] = [await aUser(), await aUser()]
  for (const handle of [other.handle, 'admin', 'm0derator']) {
    const done = await rename(one, handle)
    assert.ok(!done.ok && done.code === 'conflict', handle)
  }
  assert.ok((await rename(other, 'narwhal')).ok)
  const held = await rename(one, other.handle)
  assert.ok(!held.ok && held.code === 'conflict')
  assert.ok(!(await rename(one, one.handle)).ok)
})

test('of concurrent requests for one handle one gets it, and no two users share a handle', async () => {
  const [one, other] = [await aUser(), await aUser()]
  const [first, second, third] = await Promise.all([
    rename(one, 'pangolin'),
    rename(other, 'pangolin'),
    createUser('pangolin', null),
  ])
  assert.equal([first, second, third].filter(({ ok }) => ok).length, 1)
  const { rows } = await db().execute<{ n: number }>(sql`
    select count(*)::int as n from users u join old_handles o on o.skeleton = u.skeleton and o.user_id <> u.id`)
  assert.equal(rows[0]?.n, 0)
})
