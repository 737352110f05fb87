import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import pg from 'pg'
import { databaseError, readOnlyWhy } from '@/core/database-error'
import { fillCopies } from './backfill'

/** Any number that no other program uses as an advisory lock in this database. */
const lock = 1024_1024

/** How often a migration tries, a second apart: about a minute and a half. */
const attempts = 50

/**
 * Makes a migration the one that gives way. Whoever waits asks once, after `deadlock_timeout` (1 s by default), whether those
 * it waits for wait for it, and then gives up itself. So the migration asks at once, and waits for less than others do before
 * they ask: nobody who uses the site meanwhile fails on its account.
 */
async function giveWay(client: pg.Client): Promise<void> {
  await client.query("set lock_timeout = '800ms'")
  await client.query("set deadlock_timeout = '10ms'").catch((error: unknown) => {
    // A database elsewhere lets its superuser alone set this.
    const found = databaseError(error)
    if (found?.kind !== 'other' || found.code !== '42501') throw error
  })
}

/** Whether somebody stood in the way, who will be gone. */
const isInTheWay = (error: unknown): boolean =>
  ['timeout', 'retry'].includes(databaseError(error)?.kind ?? '')

/** A connection URL as it may be shown: without its password, wherever it stands. */
function withoutPassword(url: string): string {
  const shown = new URL(url)
  if (shown.password) shown.password = '***'
  for (const name of [...shown.searchParams.keys()])
    if (/pass/i.test(name)) shown.searchParams.set(name, '***')
  return shown.href
}

/** What to say of a database that cannot be connected to; of several addresses tried each has failed with a code. */
function unreachable(url: string, error: unknown): Error {
  const { message, code, errors } = error as AggregateError & { code?: string }
  const why = message || [...new Set(errors?.map((each) => (each as Error).message))].join(', ') || code
  return new Error(
    `DATABASE_URL holds ${withoutPassword(url)}; it should hold a Postgres 15 or newer that answers and lets the site in (${why}).`,
    { cause: error },
  )
}

/** Whether there is nothing to migrate: a database that takes no writes can still be read by this build. */
async function isComplete(client: pg.Client, folder: string): Promise<boolean> {
  const { entries } = JSON.parse(readFileSync(join(folder, 'meta', '_journal.json'), 'utf8')) as {
    entries: unknown[]
  }
  const { rows } = await client.query<{ count: number }>(
    'select count(*)::int as count from drizzle.__drizzle_migrations',
  )
  return (rows[0]?.count ?? 0) >= entries.length
}

/**
 * Brings the database's schema up to date. Several processes may call it at once; a migration that would
 * have to wait for a long reader, or for whom it holds up, gives way and tries again, so that a live site goes on.
 * @param url connection URL
 * @param folder where the migrations are
 * @throws Error when the server is older than Postgres 15, or the migrations cannot be applied
 */
export async function migrateDatabase(
  url: string,
  folder = join(/* turbopackIgnore: true */ process.cwd(), 'db', 'migrations'),
): Promise<void> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'ibtsocs-migrate',
    connectionTimeoutMillis: 10_000,
  })
  client.on('error', () => {})
  await client.connect().catch((error: unknown) => {
    throw unreachable(url, error)
  })
  try {
    const { rows } = await client.query<{ version: number }>(
      "select current_setting('server_version_num')::int as version",
    )
    const version = rows[0]?.version ?? 0
    if (version < 150_000)
      throw new Error(`The database is Postgres ${Math.floor(version / 10_000)}; the site needs 15 or newer.`)
    await client.query(`select pg_advisory_lock(${lock})`)
    for (let attempt = 1; ; attempt += 1) {
      await giveWay(client)
      try {
        await migrate(drizzle(client), { migrationsFolder: folder })
        await fillCopies(client)
        return
      } catch (error) {
        if (readOnlyWhy(error) && (await isComplete(client, folder))) return
        if (!isInTheWay(error) || attempt === attempts) throw error
        await sleep(1_000)
      }
    }
  } finally {
    await client.end()
  }
}
