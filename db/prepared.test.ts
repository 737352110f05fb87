import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'drizzle-orm'
import { integer, pgTable } from 'drizzle-orm/pg-core'
import { ownDatabase } from '@/tests/database'
import { pool } from '.'
import { prepared } from './prepared'

ownDatabase()

const things = pgTable('prepared_things', { id: integer() })
const select = prepared('prepared things', (database, name) =>
  database
    .select()
    .from(things)
    .where(sql`${things.id} > ${sql.placeholder('least')}`)
    .prepare(name),
)

/** Counts plans of that name. Queries run one after the other, so on the same connection. */
const planned = async () =>
  (await pool().query("select name from pg_prepared_statements where name like 'prepared things %'")).rowCount

test('a query has a named plan, and works when its plan is outdated or forgotten', async () => {
  await pool().query(
    'create table prepared_things (id int); insert into prepared_things values (1), (2), (3)',
  )
  assert.deepEqual(await select({ least: 1 }), [{ id: 2 }, { id: 3 }])
  assert.equal(await planned(), 1)
  await pool().query('alter table prepared_things alter id type text')
  await pool().query('alter table prepared_things alter id type bigint using id::bigint')
  assert.deepEqual(await select({ least: 2 }), [{ id: 3 }], 'cached plan must not change result type')
  await pool().query('deallocate all')
  assert.deepEqual(await select({ least: 2 }), [{ id: 3 }], 'the connection has forgotten it')
})

test('other errors are thrown', async () => {
  await assert.rejects(select({ least: 'no number' }))
  await assert.rejects(select({}), /least/)
})
