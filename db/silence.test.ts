import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { databaseError, neverReached } from '@/core/database-error'
import { databaseReady, ownDatabase } from '@/tests/database'
import { Line } from '@/tests/http/line'
import { closePool, pool } from '.'
import { silence } from './silence'

ownDatabase()
const line = new Line()
let direct = ''
before(async () => {
  await databaseReady()
  await line.open()
  await closePool()
  direct = process.env.DATABASE_URL ?? ''
  process.env.DATABASE_URL = line.url
})
after(async () => {
  await line.cut()
  process.env.DATABASE_URL = direct
  line.remove()
})

/** Runs something that must fail. @returns its error's code, and milliseconds */
async function failure(work: Promise<unknown>): Promise<{ code: string; took: number }> {
  const began = performance.now()
  try {
    await work
  } catch (error) {
    const found = databaseError(error)
    assert.equal(found?.kind, 'away')
    return { code: found?.kind === 'away' ? found.code : '', took: performance.now() - began }
  }
  throw new Error('it did not fail')
}

test('a slow statement is not given up, as long as the database answers others', async () => {
  assert.equal((await pool().query('select 1 as one from pg_sleep(2.5)')).rows[0].one, 1)
  assert.deepEqual(silence(), { silent: false, givenUp: 0 })
})

test('a connection that forwards nothing is given up, and so are those like it', async () => {
  await Promise.all([1, 2, 3].map(() => pool().query('select pg_sleep(0.1)')))
  line.stall()
  const { code, took } = await failure(pool().query('select 1'))
  assert.ok(took < 4_500, `given up after ${took} ms`)
  assert.ok(!neverReached(code), 'nobody knows whether it ran')
  await sleep(50)
  const began = performance.now()
  assert.equal((await pool().query('select 2 as two')).rows[0].two, 2)
  assert.ok(performance.now() - began < 1_000)
  assert.equal(silence().silent, false)
})

test('a frozen database: what waits is given up, what comes is refused at once, and it heals', async () => {
  await pool().query('create table written (n int)')
  const clients = await Promise.all([1, 2].map(() => pool().connect()))
  for (const client of clients) client.release()
  line.freeze()
  // The first uses a connection that is there, the others wait for new ones.
  const found = await Promise.all(
    Array.from({ length: 12 }, (_, n) =>
      failure(pool().query('insert into written select $1 from pg_sleep(0)', [n])),
    ),
  )
  for (const { took } of found) assert.ok(took < 4_500, `given up after ${took} ms`)
  const reached = found.map(({ code }) => !neverReached(code))
  assert.ok(reached.includes(true) && reached.includes(false), String(reached))
  assert.equal(silence().silent, true)
  assert.ok((await failure(pool().query('select 1'))).took < 100, 'refused at once')
  assert.ok((await failure(pool().connect())).took < 100)
  line.thaw()
  const began = performance.now()
  while (silence().silent) {
    assert.ok(performance.now() - began < 5_000)
    await sleep(20)
  }
  // What was reported as never sent must not run late.
  await sleep(300)
  assert.equal((await pool().query('select 1 from written')).rowCount, 0)
})
