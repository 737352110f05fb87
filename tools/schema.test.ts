import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { sql } from 'drizzle-orm'
import pg from 'pg'
import { closePool, db } from '@/db'
import { applyMigrations } from '@/db/rebuild'
import { readJournal } from '@/db/schema-state'
import { databaseReady, ownDatabase } from '@/tests/database'
import { aBemoaning, aUser } from '@/tests/makers'
import { backup } from './admin/backup'

ownDatabase()
const data = mkdtempSync(join(tmpdir(), 'ibtsocs-schema-'))
after(() => rmSync(data, { recursive: true, force: true }))
const file = join(data, 'backup.gz')
const build = readJournal().length

function run(program: string, ...args: string[]): { code: number | null; said: string } {
  const env = { ...process.env, NODE_ENV: 'production' as const, IBTSOCS_DATA: data, PORT: '0' }
  const made = spawnSync(process.execPath, [program, ...args], { encoding: 'utf8', env, timeout: 60_000 })
  return { code: made.status, said: (made.stdout + made.stderr).trim() }
}
const admin = (...args: string[]) => run('dist/admin.mjs', ...args)
const migrations = async () =>
  (await db().execute<{ n: number }>(sql`select count(*)::int as n from drizzle.__drizzle_migrations`))
    .rows[0]?.n

test('a newer schema stops the start and every command, and says how to get on', async () => {
  await databaseReady()
  await db().execute(
    sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('of a later build', 9e12)`,
  )
  await db().execute(sql`update settings set value = to_jsonb(${build + 1}::int) where name = 'oldest-build'`)
  const newer = new RegExp(
    `^The database has schema ${build + 1}, and this build knows schemas up to ${build}: a newer build has migrated it\\. Use that build,`,
  )
  for (const { code, said } of [run('dist/server.mjs'), admin('backup', file), admin('migrate')]) {
    assert.equal(code, 1, said)
    // Next, which starts meanwhile, may print a line about itself before.
    assert.match(said.split('\n').at(-1) ?? '', newer)
    assert.doesNotMatch(said, /\n\s+at /)
  }
  await db().execute(sql`delete from drizzle.__drizzle_migrations where created_at = 9e12`)
})

test('an older schema is left alone by every command but migrate', async () => {
  const [last] = (
    await db().execute<{ hash: string; at: string }>(
      sql`delete from drizzle.__drizzle_migrations where created_at = (select max(created_at) from drizzle.__drizzle_migrations)
          returning hash, created_at::text as at`,
    )
  ).rows
  for (const args of [
    ['backup', file],
    ['audit', '--mend'],
    ['user', 'list'],
    ['restore', file, '--yes'],
  ]) {
    const { code, said } = admin(...args)
    assert.equal(code, 1, said)
    assert.match(
      said,
      new RegExp(
        `^The database has schema ${build - 1}, and this build needs ${build}\\. Start this build or run`,
      ),
    )
  }
  assert.equal(await migrations(), build - 1)
  await db().execute(
    sql`insert into drizzle.__drizzle_migrations (hash, created_at) values (${last?.hash}, ${last?.at}::bigint)`,
  )
  assert.deepEqual(admin('migrate'), { code: 0, said: `The schema is current (${build}).` })
})

/** Makes a database at an older schema with one text in it, and its backup. */
async function olderBackup(schema: number): Promise<void> {
  const own = process.env.DATABASE_URL ?? ''
  const name = `${new URL(own).pathname.slice(1)}_older`
  await db().execute(sql.raw(`create database ${name}`))
  await closePool()
  process.env.DATABASE_URL = own.replace(/\/[^/?]+\?/, `/${name}?`)
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL })
  await client.connect()
  try {
    await client.query('begin')
    await applyMigrations(client, 0, schema)
    await client.query(`
      insert into users (handle, skeleton, art) values ('ada', 'ada', '00');
      insert into voters (user_id) select id from users;
      insert into tags (name, label, description) values ('ci', 'CI', 'Continuous integration');
      insert into bemoanings (author_id, body, fingerprint) select id, 'It builds on every machine but this one.', 'f' from users;
      insert into bemoaning_ranks (id, bemoan) select id, 0 from bemoanings;
      insert into bemoaning_tags (bemoaning_id, tag_id) select b.id, t.id from bemoanings b, tags t;
      commit`)
    await backup(file, { note: () => {} })
  } finally {
    await client.end()
    await closePool()
    process.env.DATABASE_URL = own
  }
  await db().execute(sql.raw(`drop database ${name} with (force)`))
}

test('a backup of an older schema is brought to this build’s, and its texts are found', async () => {
  await aBemoaning(await aUser())
  // Before authors were counted and before the search had its own tables.
  await olderBackup(15)
  await db().execute(sql`select 1`)
  const running = admin('restore', file, '--yes')
  assert.equal(running.code, 1)
  assert.match(running.said, /Stop the site first\. Nothing was changed\.$/)
  await closePool()
  const { code, said } = admin('restore', file, '--yes')
  assert.equal(code, 0, said)
  assert.match(said, new RegExp(`Migrated them from schema 15 to ${build}\\.$`))
  assert.equal(await migrations(), build)
  assert.deepEqual(admin('audit').said.match(/DRIFT.*/g), null)
  const { rows } = await db().execute(sql`select handle from users`)
  assert.deepEqual(rows, [{ handle: 'ada' }])
})

test('after a move between majors, what Postgres’ parser has cut is made anew', async () => {
  await closePool()
  await backup(file, { note: () => {} }, 15)
  await db().execute(sql`update search_bemoanings set search = ''`)
  assert.equal(admin('restore', file, '--yes').code, 0)
  assert.deepEqual(admin('audit').said.match(/DRIFT.*/g), null)
})

test('a backup of a newer build is refused before anything changes', async () => {
  writeFileSync(file, '')
  await db().execute(sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('later', 9e12)`)
  await backup(file, { note: () => {} })
  await db().execute(sql`delete from drizzle.__drizzle_migrations where created_at = 9e12`)
  const { code, said } = admin('restore', file, '--yes')
  assert.equal(code, 1)
  assert.match(
    said,
    new RegExp(`^The backup has schema ${build + 1}, and this build knows schemas up to ${build}\\.`),
  )
})
