import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import pg from 'pg'
import { databaseError, readOnlyWhy } from '@/core/database-error'
import { databaseEnv } from '@/core/env'
import { databaseReason } from '@/core/operator-sentence'
import { fillCopies } from './backfill'
import { limitRole } from './role-limits'
import {
  type Journal,
  migrationsFolder,
  newerSchema,
  noteOldestBuild,
  readJournal,
  type SchemaState,
  schemaState,
} from './schema-state'

/** Advisory lock of migrations; any number not used by another program in this database. */
const lock = 1024_1024

/** Milliseconds. */
const day = 86_400_000

/** Attempts of a migration, a second apart: about a minute and a half. */
const attempts = 50

/**
 * Makes the migration the victim of deadlocks. A waiting session checks for a deadlock once, after `deadlock_timeout`
 * (1 s by default), and then aborts itself. The migration therefore checks at once, and stops waiting before other
 * sessions check, so that no user's statement fails because of it.
 */
async function giveWay(client: pg.Client): Promise<void> {
  await client.query("set lock_timeout = '800ms'")
  await client.query("set deadlock_timeout = '10ms'").catch((error: unknown) => {
    // On an external database only a superuser may set this.
    const found = databaseError(error)
    if (found?.kind !== 'other' || found.code !== '42501') throw error
  })
}

/** True if another session was in the way; a retry may succeed. */
const isInTheWay = (error: unknown): boolean =>
  ['timeout', 'retry'].includes(databaseError(error)?.kind ?? '')

/** Returns a connection URL without its password, wherever it occurs. */
function withoutPassword(url: string): string {
  const shown = new URL(url)
  if (shown.password) shown.password = '***'
  for (const name of [...shown.searchParams.keys()])
    if (/pass/i.test(name)) shown.searchParams.set(name, '***')
  return shown.href
}

/** Returns the error for an unreachable database. If several addresses were tried, each failed with a code. */
export function unreachable(url: string, error: unknown): Error {
  const { message, code, errors } = error as AggregateError & { code?: string }
  const why = message || [...new Set(errors?.map((each) => (each as Error).message))].join(', ') || code || ''
  const { pooled, directUrl } = databaseEnv()
  const name = pooled && url === directUrl ? 'DATABASE_DIRECT_URL' : 'DATABASE_URL'
  if (/unsupported startup parameter/.test(why))
    return new Error(
      `${name} leads to a pooler (${why}). Set DATABASE_DIRECT_URL to the address of Postgres itself.`,
      { cause: error },
    )
  return new Error(
    `${name} is ${withoutPassword(url)}, but must be a Postgres 15 or newer that accepts the site (${why}).`,
    { cause: error },
  )
}

/** Returns the name of the migration that contains a statement; null if none does. */
function migrationOf(statement: unknown, folder: string, journal: Journal): string | null {
  const found = journal.findLast(
    ({ tag }) =>
      typeof statement === 'string' && readFileSync(join(folder, `${tag}.sql`), 'utf8').includes(statement),
  )
  return found?.tag ?? null
}

/** Returns the error for a migration that failed, with the database's reason and hint. */
function failed(error: unknown, folder: string, journal: Journal): unknown {
  const reason = databaseReason(error)
  if (!reason) return error
  const name = migrationOf((error as { query?: unknown }).query, folder, journal)
  const which = name ? `The migration ${name}` : 'A migration'
  return new Error(`${which} failed, and nothing was changed: ${reason}`, { cause: error })
}

/**
 * Migrates the database's schema. Safe to call from several processes at once. A migration that would wait for a long
 * reader, or deadlock with another transaction, yields and retries, so that a live site keeps working.
 * @param url connection URL
 * @param folder of the migrations
 * @returns the schema before
 * @throws SchemaError if a newer build has migrated the database, and this one does not work on it
 * @throws Error if the server is older than Postgres 15, or the migrations cannot be applied
 */
export async function migrateDatabase(
  url: string,
  folder: string = migrationsFolder(),
): Promise<SchemaState> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'ibtsocs-migrate',
    connectionTimeoutMillis: 10_000,
    // A migration takes as long as it takes. A pooler refuses these, which is right: the lock below belongs to a session.
    statement_timeout: day,
    idle_in_transaction_session_timeout: day,
  })
  client.on('error', () => {})
  await client.connect().catch((error: unknown) => {
    throw unreachable(url, error)
  })
  const journal = readJournal(folder)
  try {
    const { rows } = await client.query<{ version: number }>(
      "select current_setting('server_version_num')::int as version",
    )
    const version = rows[0]?.version ?? 0
    if (version < 150_000)
      throw new Error(`The database is Postgres ${Math.floor(version / 10_000)}; the site needs 15 or newer.`)
    await client.query(`select pg_advisory_lock(${lock})`)
    if (databaseEnv().pooled) await limitRole(client)
    const before = await schemaState(client, journal)
    if (before.serves) return before
    if (before.state === 'newer') throw newerSchema(before)
    for (let attempt = 1; ; attempt += 1) {
      await giveWay(client)
      try {
        await migrate(drizzle(client), { migrationsFolder: folder })
        await fillCopies(client)
        await noteOldestBuild(client)
        return before
      } catch (error) {
        // A database that takes no writes can still be read by a build that needs nothing changed.
        if (readOnlyWhy(error) && before.state === 'current') return before
        if (!isInTheWay(error) || attempt === attempts) throw failed(error, folder, journal)
        await sleep(1_000)
      }
    }
  } finally {
    await client.end()
  }
}
