import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import pg from 'pg'
import { db } from '@/db'
import { databaseReady, ownDatabase } from '@/tests/database'
import { migrateDatabase } from './migrate'
import { SchemaError } from './schema-state'

ownDatabase()

let made = 0
/** The folder with the migrations so far: each test goes on from the schema that the one before has left. */
let latest = 'db/migrations'
after(() => {
  if (latest !== 'db/migrations') rmSync(latest, { recursive: true })
})

/** Copies the existing migrations and adds one. */
function withOneMore(statements: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'ibtsocs-migrations-'))
  cpSync(latest, folder, { recursive: true })
  const file = join(folder, 'meta', '_journal.json')
  const journal = JSON.parse(readFileSync(file, 'utf8')) as {
    entries: { idx: number; when: number; tag: string }[]
  }
  const last = journal.entries.at(-1)
  made += 1
  journal.entries.push({
    ...last,
    idx: journal.entries.length,
    when: (last?.when ?? 0) + 1,
    tag: `more_${made}`,
  })
  writeFileSync(file, JSON.stringify(journal))
  writeFileSync(join(folder, `more_${made}.sql`), statements.join('\n--> statement-breakpoint\n'))
  return folder
}

/**
 * Creates a deadlock: a user locks comments and then wants votes, while a migration locks votes and then wants
 * comments.
 */
async function meet(statements: readonly string[]): Promise<{ columns: number }> {
  await databaseReady()
  const url = process.env.DATABASE_URL ?? ''
  const [user, watch] = [0, 1].map(() => new pg.Client({ connectionString: url })) as [pg.Client, pg.Client]
  await Promise.all([user.connect(), watch.connect()])
  const folder = withOneMore(statements)
  try {
    await user.query('begin; lock table comments in row exclusive mode')
    const migrating = migrateDatabase(url, folder)
    const held = `select from pg_locks l join pg_class c on c.oid = l.relation
                   where c.relname = 'votes' and l.granted and l.mode = 'AccessExclusiveLock'`
    while ((await watch.query(held)).rowCount === 0) await sleep(10)
    await user.query('select from votes limit 1')
    await user.query('commit')
    await migrating
    if (latest !== 'db/migrations') rmSync(latest, { recursive: true })
    latest = folder
    const { rows } = await watch.query<{ columns: number }>(
      "select count(*)::int as columns from information_schema.columns where column_name = 'more'",
    )
    return { columns: rows[0]?.columns ?? 0 }
  } finally {
    await Promise.all([user.end(), watch.end()])
  }
}

const add = (table: string) => `alter table ${table} add column more integer`
const takeAway = ['votes', 'comments'].map((table) => `alter table ${table} drop column more`)

test('a migration yields to the transactions it would deadlock with, and completes later', async () => {
  assert.deepEqual(await meet([add('votes'), add('comments')]), { columns: 2 })
})

test('a migration that has run for a while yields, too', async () => {
  const [first = '', second = ''] = takeAway
  assert.deepEqual(await meet([first, 'select pg_sleep(0.9)', second]), { columns: 0 })
})

test('a migration that fails is named, with the reason and the hint of the database, and changes nothing', async () => {
  const url = process.env.DATABASE_URL ?? ''
  const folder = withOneMore([add('votes'), 'select no_such_function(1)'])
  await assert.rejects(migrateDatabase(url, folder), ({ message }: Error) => {
    assert.match(
      message,
      /^The migration more_\d failed, and nothing was changed: function no_such_function\(integer\) does not exist \(42883\)\. Hint: No function matches/,
    )
    return true
  })
  rmSync(folder, { recursive: true })
  assert.equal((await migrateDatabase(url, latest)).state, 'current', 'the one before still fits')
})

test('a build that meets a newer schema changes nothing, and works on it only if the newer build says so', async () => {
  const url = process.env.DATABASE_URL ?? ''
  const { state, serves, build } = await migrateDatabase(url)
  assert.deepEqual({ state, serves }, { state: 'newer', serves: true }, 'as noted by each migration above')
  await db().execute(sql`update settings set value = to_jsonb(${build + 1}::int) where name = 'oldest-build'`)
  await assert.rejects(migrateDatabase(url), (error: Error) => {
    assert.ok(error instanceof SchemaError)
    assert.match(
      error.message,
      /^The database has schema \d+, and this build knows schemas up to \d+: a newer build/,
    )
    return true
  })
})
