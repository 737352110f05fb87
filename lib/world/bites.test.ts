import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'drizzle-orm'
import { db } from '@/db'
import { findBemoaning, findPermalink } from '@/lib/bemoaning'
import { castVote } from '@/lib/vote'
import { ownDatabase } from '@/tests/database'
import { aBemoaning, aUser } from '@/tests/makers'
import { audit } from '@/tools/admin/audit'
import { biteAgain } from './bites'

ownDatabase()

const drift = async (): Promise<number> => audit({ json: true, say: () => {}, note: () => {} })

test('only those who bemoaned it can be bitten again, once a day, and today’s bite can be undone', async () => {
  const [author, too, stranger] = [await aUser(), await aUser(), await aUser()]
  const id = await aBemoaning(author)
  const refused = await biteAgain(stranger, id, true)
  assert.equal(refused.ok ? 'ok' : refused.code, 'forbidden')
  await castVote(stranger.voterId, id, 'self_inflicted')
  assert.equal((await biteAgain(stranger, id, true)).ok, false, 'self-inflicted does not bite')
  await castVote(too.voterId, id, 'bemoan')
  for (const _ of [1, 2])
    assert.deepEqual(await biteAgain(too, id, true), { ok: true, value: { bites: 1, today: true } })
  assert.deepEqual(await biteAgain(author, id, true), { ok: true, value: { bites: 2, today: true } })
  const card = await findBemoaning(id)
  assert.equal(card?.bites, 2)
  assert.ok(Date.now() - (card?.bittenAt?.getTime() ?? 0) < 60_000)
  assert.equal(await drift(), 0)
  for (const _ of [1, 2]) await biteAgain(too, id, false)
  await biteAgain(author, id, false)
  assert.deepEqual([(await findBemoaning(id))?.bites, (await findBemoaning(id))?.bittenAt], [0, null])
  assert.equal(await drift(), 0)
})

test('concurrent double clicks of many users are counted exactly', async () => {
  const id = await aBemoaning(await aUser())
  const people = await Promise.all(Array.from({ length: 20 }, () => aUser()))
  await Promise.all(people.map(({ voterId }) => castVote(voterId, id, 'bemoan')))
  await Promise.all([...people, ...people].map((person) => biteAgain(person, id, true)))
  const found = await findPermalink(id)
  assert.equal(found?.card.bites, 20)
  assert.deepEqual(
    found?.standing.weeks.map(([, count]) => count),
    [20],
  )
  assert.equal(await drift(), 0)
})

test('a user can be bitten again the next day, and the sparkline separates the weeks', async () => {
  const author = await aUser()
  const id = await aBemoaning(author)
  await biteAgain(author, id, true)
  await db().execute(
    sql`update bites set day = day - 8, created_at = created_at - interval '8 days' where bemoaning_id = ${id}`,
  )
  await db().execute(sql`
    update bite_weeks set week = (select floor(extract(epoch from created_at) / 604800) from bites where bemoaning_id = ${id}) where bemoaning_id = ${id}`)
  assert.deepEqual(await biteAgain(author, id, true), { ok: true, value: { bites: 2, today: true } })
  assert.equal((await findPermalink(id))?.standing.weeks.length, 2)
  assert.equal(await drift(), 0)
})

test('the audit detects a lost bite', async () => {
  const author = await aUser()
  const id = await aBemoaning(author)
  await biteAgain(author, id, true)
  await db().execute(sql`delete from bites where bemoaning_id = ${id}`)
  assert.equal(await drift(), 1)
})
