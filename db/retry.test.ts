import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import pg from 'pg'
import { databaseError } from '@/core/database-error'
import { db } from '@/db'
import { databaseReady, ownDatabase } from '@/tests/database'
import { retrying } from './retry'

ownDatabase()

const make = (result: string) =>
  `create function counted(${result}) language plpgsql as $$ begin select count(*) into n from counting; end $$`

/** Makes a call that waits for a table, while a migration that locks it changes the function's signature. */
async function callMeanwhile<T>(call: () => Promise<T>): Promise<PromiseSettledResult<T>> {
  const migration = new pg.Client({ connectionString: process.env.DATABASE_URL })
  await migration.connect()
  try {
    await migration.query(
      `drop table if exists counting; create table counting (id int); drop function if exists counted; ${make('out n int')}`,
    )
    // The connection knows the function already, as on a running site.
    await call()
    await migration.query('begin; lock table counting in access exclusive mode; drop function counted')
    await migration.query(make('out n int, out more int'))
    const called = Promise.allSettled([call()])
    const waits = "select from pg_locks where not granted and relation = 'counting'::regclass"
    while ((await migration.query(waits)).rowCount === 0) await sleep(10)
    await migration.query('commit')
    return (await called)[0]
  } finally {
    await migration.end()
  }
}

test('a call of a function replaced in the meantime fails, and succeeds on retry', async () => {
  await databaseReady()
  // The function is resolved before the wait for the table.
  const call = async () => (await db().execute(sql`select n from counted() left join counting on true`)).rows
  const once = await callMeanwhile(call)
  assert.equal(once.status, 'rejected')
  assert.equal(databaseError(once.reason)?.kind, 'retry')
  const repeated = await callMeanwhile(() => retrying(call))
  assert.deepEqual(repeated, { status: 'fulfilled', value: [{ n: 0 }] })
})
