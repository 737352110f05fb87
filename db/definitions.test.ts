import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'drizzle-orm'
import { ownDatabase } from '@/tests/database'
import { db } from '.'
import { changesBetween, definitionsIn, definitionsOf, differing, dropOf } from './definitions'

ownDatabase()

test('db/functions/ matches a migrated database', async () => {
  const has = await definitionsOf()
  assert.ok(has.size > 90, `${has.size} functions and triggers`)
  assert.deepEqual(
    differing(definitionsIn(), has),
    [],
    'npm run functions says what differs, and writes the migration or the files',
  )
})

test('migrates differences: functions replaced, triggers recreated, removed ones dropped', async () => {
  await db()
    .transaction(async (tx) => {
      const before = await definitionsOf(tx)
      await tx.execute(
        sql`create function one(a int, b text default 'x') returns int language sql as 'select 1'`,
      )
      await tx.execute(
        sql`create function mark() returns trigger language plpgsql as 'begin return new; end'`,
      )
      await tx.execute(sql`create trigger marks before insert on tags for each row execute function mark()`)
      const after = await definitionsOf(tx)
      assert.deepEqual(differing(before, after), ['mark.sql', 'one.sql', 'tags.marks.trigger.sql'])
      for (const statement of changesBetween(after, before)) await tx.execute(sql.raw(statement))
      assert.deepEqual(differing(await definitionsOf(tx), before), [], 'back again')
      for (const statement of changesBetween(before, after)) await tx.execute(sql.raw(statement))
      assert.deepEqual(differing(await definitionsOf(tx), after), [], 'and there again')
      const changed = new Map(after).set(
        'tags.marks.trigger.sql',
        'CREATE TRIGGER marks AFTER INSERT ON public.tags FOR EACH ROW EXECUTE FUNCTION mark();\n',
      )
      for (const statement of changesBetween(after, changed)) await tx.execute(sql.raw(statement))
      assert.deepEqual(differing(await definitionsOf(tx), changed), [])
      tx.rollback()
    })
    .catch((error: unknown) => assert.match(String(error), /[Rr]ollback/))
})

test('a function is dropped by its own signature', () => {
  assert.equal(
    dropOf('f.sql', "CREATE OR REPLACE FUNCTION public.f(a integer, b text DEFAULT 'x'::text)\n RETURNS …"),
    'DROP FUNCTION f(a integer, b text);',
  )
  assert.throws(() => dropOf('f.sql', 'select 1'))
})
