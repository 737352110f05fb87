import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type pg from 'pg'
import { adminCommand } from '@/core/site'

/** The migrations of this build, oldest first: name, and the time that identifies it in the database. */
export type Journal = readonly { tag: string; when: number }[]

/**
 * The migrations that a build must know to work on this build's schema: `npm run drill -- old-and-new` runs the two side by side. A
 * deployment that does not come up goes back to the build before, which finds its database migrated.
 */
export const oldestBuild = 31

/** The name of the setting in which a database says so. */
const oldestSetting = 'oldest-build'

/** How a database's schema compares with the one this build needs. */
export type SchemaState = {
  state: 'empty' | 'older' | 'current' | 'newer'
  /** A newer schema that this build can work on, as the newer build has noted. */
  serves: boolean
  /** Migrations in the database, and in this build. */
  database: number
  build: number
}

/** The database's schema is not the one this build needs; the message says how to get on. */
export class SchemaError extends Error {}

/** The folder of this build's migrations. */
export const migrationsFolder = (): string =>
  join(/* turbopackIgnore: true */ process.cwd(), 'db', 'migrations')

/** Reads the list of a build's migrations. */
export function readJournal(folder: string = migrationsFolder()): Journal {
  const file = join(folder, 'meta', '_journal.json')
  return (JSON.parse(readFileSync(file, 'utf8')) as { entries: { tag: string; when: number }[] }).entries
}

/** Compares a database's migrations with this build's. */
export async function schemaState(client: pg.ClientBase | pg.Pool, journal: Journal): Promise<SchemaState> {
  const { rows: found } = await client.query<{ there: boolean }>(
    "select to_regclass('drizzle.__drizzle_migrations') is not null as there",
  )
  const { rows } = found[0]?.there
    ? await client.query<{ at: string }>('select created_at::text as at from drizzle.__drizzle_migrations')
    : { rows: [] }
  const applied = new Set(rows.map(({ at }) => Number(at)))
  const own = new Set(journal.map(({ when }) => when))
  const counts = { database: applied.size, build: own.size, serves: false }
  if (applied.size === 0) return { state: 'empty', ...counts }
  if ([...applied].some((at) => !own.has(at))) {
    const isPart = [...own].every((at) => applied.has(at))
    return { state: 'newer', ...counts, serves: isPart && own.size >= (await oldestOf(client)) }
  }
  return { state: applied.size < own.size ? 'older' : 'current', ...counts }
}

/** Returns the fewest migrations of a build that works on this database's schema. */
async function oldestOf(client: pg.ClientBase | pg.Pool): Promise<number> {
  const { rows } = await client.query<{ value: unknown }>('select value from settings where name = $1', [
    oldestSetting,
  ])
  return typeof rows[0]?.value === 'number' ? rows[0].value : Number.POSITIVE_INFINITY
}

/** Notes in a database that was just migrated which builds work on its schema. */
export async function noteOldestBuild(client: pg.ClientBase): Promise<void> {
  await client.query(
    `insert into settings as s (name, value) values ($1, to_jsonb($2::int))
     on conflict (name) do update set value = excluded.value where s.value <> excluded.value`,
    [oldestSetting, oldestBuild],
  )
}

/** Returns the error for a database that was migrated by a newer build. */
export const newerSchema = ({ database, build }: Pick<SchemaState, 'database' | 'build'>): SchemaError =>
  new SchemaError(
    `The database has schema ${database}, and this build knows schemas up to ${build}: a newer build has migrated it. ` +
      'Use that build, or restore a backup from before.',
  )

/**
 * Throws unless the database's schema is exactly this build's.
 * @throws SchemaError with the way out
 */
export async function requireSchema(client: pg.ClientBase | pg.Pool, journal: Journal): Promise<void> {
  const found = await schemaState(client, journal)
  if (found.state === 'newer') throw newerSchema(found)
  if (found.state === 'empty')
    throw new SchemaError(
      `The database is empty. Start the site or run ${adminCommand()} migrate, which creates its tables.`,
    )
  if (found.state === 'older')
    throw new SchemaError(
      `The database has schema ${found.database}, and this build needs ${found.build}. ` +
        `Start this build or run ${adminCommand()} migrate; until then use the build that the site runs.`,
    )
}
