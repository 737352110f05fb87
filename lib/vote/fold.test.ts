import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { db } from '@/db'
import { ownDatabase } from '@/tests/database'
import { aBemoaning, aUser } from '@/tests/makers'
import { audit } from '@/tools/admin/audit'
import { castVote, claimVotes } from './commands'
import { foldVotes } from './fold'
import { createVisitor } from './visitor'

ownDatabase()

/** Casts votes while the bemoaning's lock is held, so that all of them are appended. */
async function appendVotes(id: number, voters: readonly number[]): Promise<void> {
  await db().transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(vote_lock(${id}))`)
    // Not by castVote, which would fold them soon.
    for (const voter of voters) await db().execute(sql`select cast_vote(${id}, ${voter}, 'bemoan')`)
  })
}

async function standing(id: number) {
  const { rows } = await db().execute<{ counted: number; waiting: number }>(sql`
    select bemoan + light_bemoan as counted, (select count(*)::int from vote_deltas where bemoaning_id = ${id}) as waiting
      from bemoaning_ranks where id = ${id}`)
  return rows[0]
}

const drift = () => audit({ json: true, say() {}, note() {} })
const crowd = (n: number) => Promise.all(Array.from({ length: n }, createVisitor))

test('concurrent votes are appended, and counted once they are folded', async () => {
  const id = await aBemoaning(await aUser())
  const voters = await crowd(20)
  await appendVotes(id, voters)
  assert.deepEqual(await standing(id), { counted: 0, waiting: 20 })
  assert.equal(await drift(), 0, 'those that wait are no drift')
  // An undo must not be counted before its vote.
  await db().execute(sql`select cast_vote(${id}, ${voters[0] ?? 0}, null)`)
  await foldVotes()
  assert.deepEqual(await standing(id), { counted: 19, waiting: 0 })
  await castVote(voters[0] ?? 0, id, 'bemoan')
  assert.deepEqual(await standing(id), { counted: 20, waiting: 0 })
})

test('a fold that is killed halfway has changed nothing, and the next one does it all', async () => {
  const id = await aBemoaning(await aUser())
  await appendVotes(id, await crowd(30))
  const child = spawn(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `import pg from 'pg'
       const client = new pg.Client({ connectionString: process.env.DATABASE_URL })
       await client.connect()
       await client.query('begin')
       const { rows } = await client.query('select fold_votes() as n')
       console.log(rows[0].n)
       setInterval(() => {}, 1000)`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'], env: process.env },
  )
  const [said] = await once(child.stdout, 'data')
  assert.equal(Number(String(said)), 30)
  child.kill('SIGKILL')
  await once(child, 'exit')
  let folded = 0
  // Postgres notices that the client is gone when it next looks.
  for (let i = 0; i < 200 && folded === 0; i += 1) {
    folded = await foldVotes()
    await sleep(50)
  }
  assert.equal(folded, 30)
  assert.deepEqual(await standing(id), { counted: 30, waiting: 0 })
  assert.equal(await drift(), 0)
})

test('appended votes stay right when votes move to an account, lose their weight, or are recounted', async () => {
  const [id, user] = [await aBemoaning(await aUser()), await aUser()]
  const [visitor = 0, ...others] = await crowd(5)
  await appendVotes(id, [visitor, ...others])
  assert.equal(await claimVotes(visitor, user), 1)
  assert.deepEqual(await standing(id), { counted: 5, waiting: 0 })
  await appendVotes(id, await crowd(3))
  await db().execute(sql`select reweigh_votes(array[${user.voterId}]::bigint[], false)`)
  await appendVotes(id, await crowd(2))
  await db().execute(sql`select recount_votes(${id})`)
  assert.deepEqual(await standing(id), { counted: 10, waiting: 0 })
  assert.equal(await drift(), 0)
})

test('a vote concurrent with the removal of its bemoaning either precedes it or is refused', async () => {
  const id = await aBemoaning(await aUser())
  const voters = await crowd(12)
  const removal = db().execute(sql`update bemoaning_ranks set status = 'removed' where id = ${id}`)
  await Promise.all([...voters.map((voter) => castVote(voter, id, 'bemoan')), removal])
  await foldVotes()
  assert.equal(await drift(), 0)
})

test('the authors and tags copied to ranks follow every change, and so do the counts of authors', async () => {
  const author = await aUser()
  const id = await aBemoaning(author)
  await db().execute(sql`update bemoanings set anonymous = true where id = ${id}`)
  await db().execute(sql`delete from bemoaning_tags where bemoaning_id = ${id}`)
  await db().execute(sql`insert into bemoaning_tags (bemoaning_id, tag_id) values (${id}, 2), (${id}, 1)`)
  const { rows } = await db().execute(
    sql`select author_id, anonymous, tag_ids from bemoaning_ranks where id = ${id}`,
  )
  assert.deepEqual(rows, [{ author_id: author.id, anonymous: true, tag_ids: [1, 2] }])
  assert.equal(await drift(), 0)
})
