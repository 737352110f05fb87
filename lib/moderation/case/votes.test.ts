import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'drizzle-orm'
import { db } from '@/db'
import { castVote, createVisitor } from '@/lib/vote'
import { ownDatabase } from '@/tests/database'
import { aBemoaning, aUser } from '@/tests/makers'
import { listVotePatterns, voteBounds } from './votes'

ownDatabase()

test('vote patterns are shares, and only of bemoanings with enough votes', async () => {
  const author = await aUser()
  const [one, two, few] = [await aBemoaning(author), await aBemoaning(author), await aBemoaning(author)]
  const young = await Promise.all(Array.from({ length: 6 }, () => aUser({ ageDays: 0 })))
  const old = await Promise.all(Array.from({ length: 4 }, () => aUser()))
  const visitors = await Promise.all(Array.from({ length: 10 }, () => createVisitor()))
  for (const { voterId } of [...young, ...old])
    for (const id of [one, two]) await castVote(voterId, id, 'bemoan')
  for (const [i, voterId] of visitors.entries())
    await castVote(voterId, two, 'self_inflicted', i < 6 ? '192.0.2.0/24' : `198.51.${i}.0/24`)
  await castVote(old[0]?.voterId ?? 0, few, 'bemoan')
  const patterns = await listVotePatterns()
  assert.deepEqual(
    patterns.map(({ body: _, ...pattern }) => pattern),
    [
      {
        id: two,
        votes: 20,
        young: 0.3,
        visitors: 0.5,
        light: 0.8,
        network: 0.6,
        together: 0.5,
        togetherWith: one,
      },
      {
        id: one,
        votes: 10,
        young: 0.6,
        visitors: 0,
        light: 0.6,
        network: 0,
        together: 0.5,
        togetherWith: two,
      },
    ],
  )
  await db().execute(
    sql`update votes set created_at = now() - make_interval(hours => ${voteBounds.hours + 1})`,
  )
  assert.deepEqual(await listVotePatterns(), [])
})
