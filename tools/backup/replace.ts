import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { applyMigrations, dropAll } from '@/db/rebuild'
import { dropIndexes } from './indexes'
import { majorOf, migrationsOf, tableNames } from './tables'

/** What a backup says about the database it was made of. */
export type Origin = { migrations: number; postgres: number | null }

/** Throws unless this build knows the backup's schema. */
export function mustKnow(theirs: number, own: number): void {
  if (theirs > own)
    throw new Error(
      `The backup has schema ${theirs}, and this build knows schemas up to ${own}. Restore it with the build that made it, or a newer one.`,
    )
}

/** Throws if the site runs. @param why what it would not survive */
export async function mustBeAlone(client: pg.ClientBase, why: string): Promise<void> {
  for (let tries = 0; tries < 10; tries += 1) {
    const { rows } = await client.query<{ others: number }>(
      `select count(*)::int as others from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() and application_name like 'ibtsocs%'`,
    )
    if (rows[0]?.others === 0) return
    // The server may still be ending a connection that was closed just now.
    await sleep(100)
    // Statistics stay as they were at first in a transaction.
    await client.query('select pg_stat_clear_snapshot()')
  }
  throw new Error(`${why} Stop the site first. Nothing was changed.`)
}

/** Sets identity sequences past the restored rows. */
async function advanceSequences(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ table: string; column: string }>(
    "select table_name as table, column_name as column from information_schema.columns where table_schema = 'public' and is_identity = 'YES'",
  )
  for (const { table, column } of rows) {
    const [t, c] = [pg.escapeIdentifier(table), pg.escapeIdentifier(column)]
    await client.query(
      `select setval(pg_get_serial_sequence('${t}', '${column}'), coalesce((select max(${c}) from ${t}), 0) + 1, false)`,
    )
  }
}

/** Brings restored rows to this build's schema, in the caller's transaction. */
export async function bringUp(client: pg.ClientBase, from: Origin, own: number): Promise<void> {
  await applyMigrations(client, from.migrations, own)
  // Another major may cut words differently. Backups from before the version was noted get the same care.
  if (from.postgres !== (await majorOf(client))) await client.query('select search_rebuild()')
}

/**
 * Replaces the rows of the whole database, in the caller's transaction; of an older schema, also its tables.
 * @param load writes the rows into the emptied tables
 * @param own this build's schema
 */
export async function replaceAll<T>(
  client: pg.ClientBase,
  from: Origin,
  own: number,
  load: () => Promise<T>,
): Promise<T> {
  mustKnow(from.migrations, own)
  if (from.migrations !== (await migrationsOf(client))) {
    await mustBeAlone(client, 'The backup is of an older schema, so all tables are made anew.')
    await dropAll(client)
    await applyMigrations(client, 0, from.migrations)
  }
  // Foreign keys and triggers are for users' writes: the backup already contains their effects.
  await client.query("set local session_replication_role = 'replica'")
  await client.query(
    `truncate ${(await tableNames(client)).map((name) => `public.${pg.escapeIdentifier(name)}`).join(', ')} restart identity`,
  )
  const indexes = await dropIndexes(client)
  const loaded = await load()
  await client.query("set local maintenance_work_mem = '128MB'")
  for (const statement of indexes) await client.query(statement)
  await advanceSequences(client)
  await client.query("set local session_replication_role = 'origin'")
  await bringUp(client, from, own)
  return loaded
}
