import { createHash } from 'node:crypto'
import pg from 'pg'
import { cacheChannel, cacheTags } from '@/core/cache-tags'
import { plural } from '@/core/plural'
import { pool } from '@/db'
import { announceText, payloadOf } from '@/db/announced'
import { fillCopies } from '@/db/backfill'
import { applyMigrations, dropAll } from '@/db/rebuild'
import { form, type Voice } from './form'
import { linesOf } from './lines'
import { format, majorOf, migrationsOf, tableNames } from './tables'

type Head = {
  format?: string
  made?: string
  migrations?: number
  postgres?: number
  end?: boolean
  sha256?: string
}

/** Parses a line of a backup. Null if it is not JSON. */
const parsed = (line: string): Head | null => {
  try {
    return JSON.parse(line) as Head | null
  } catch {
    return null
  }
}

/** Reads a backup to its end and checks that it is complete. @returns its header */
async function verify(file: string): Promise<Head> {
  const hash = createHash('sha256')
  let head: Head | null = null
  let whole = false
  for await (const line of linesOf(file)) {
    const value = parsed(line)
    if (!value || (!head && value.format !== format)) break
    head ??= value
    if (value.end) {
      whole = value.sha256 === hash.digest('hex')
      break
    }
    hash.update(`${line}\n`)
  }
  if (!head) throw new Error(`${file} isn’t a backup of this site.`)
  if (!whole) throw new Error(`${file} is damaged or incomplete. Nothing was changed.`)
  return head
}

/** Writes the rows of a backup into empty tables. @returns how many */
async function load(client: pg.ClientBase, file: string): Promise<number> {
  let target: { insert: string; columns: number } | null = null
  let waiting: string[][] = []
  let rows = 0
  const flush = async () => {
    if (target && waiting.length > 0) {
      const { columns, insert } = target
      const places = waiting.map(
        (_, i) => `(${Array.from({ length: columns }, (_, j) => `$${i * columns + j + 1}`).join(', ')})`,
      )
      await client.query(`${insert} ${places.join(', ')}`, waiting.flat())
    }
    rows += waiting.length
    waiting = []
  }
  for await (const line of linesOf(file)) {
    const value = JSON.parse(line) as string[] | { table?: string; columns?: string[] }
    if (Array.isArray(value)) {
      waiting.push(value)
      if (waiting.length >= 500) await flush()
    } else {
      await flush()
      if (value.table && value.columns) {
        target = {
          insert: `insert into ${pg.escapeIdentifier(value.table)} (${value.columns.map(pg.escapeIdentifier).join(', ')}) overriding system value values`,
          columns: value.columns.length,
        }
      }
    }
  }
  return rows
}

/** Throws if the site runs: its tables are about to be made anew, which its prepared statements do not survive. */
async function mustBeAlone(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ others: number }>(
    `select count(*)::int as others from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and application_name like 'ibtsocs%'`,
  )
  if ((rows[0]?.others ?? 0) > 0)
    throw new Error(
      'The backup is of an older schema, so all tables are made anew. Stop the site first. Nothing was changed.',
    )
}

/** Replaces the whole database with a backup, in the client's transaction. @returns rows */
async function replace(client: pg.ClientBase, file: string, head: Head): Promise<number> {
  const [own, theirs] = [await migrationsOf(client), head.migrations ?? 0]
  if (theirs > own)
    throw new Error(
      `The backup has schema ${theirs}, and this build knows schemas up to ${own}. Restore it with the build that made it, or a newer one.`,
    )
  if (theirs < own) {
    await mustBeAlone(client)
    await dropAll(client)
    await applyMigrations(client, 0, theirs)
  }
  // Foreign keys and triggers are for users' writes: the backup already contains their effects.
  await client.query("set local session_replication_role = 'replica'")
  await client.query(
    `truncate ${(await tableNames(client)).map(pg.escapeIdentifier).join(', ')} restart identity`,
  )
  const rows = await load(client, file)
  await advanceSequences(client)
  await client.query("set local session_replication_role = 'origin'")
  await applyMigrations(client, theirs, own)
  // Another major may cut words differently. Backups from before the version was noted get the same care.
  if (head.postgres !== (await majorOf(client))) await client.query('select search_rebuild()')
  return rows
}

/** Returns what a restore would replace, in words; null if that is nothing anybody wrote. */
async function contents(client: pg.ClientBase): Promise<string | null> {
  const { rows } = await client.query<{ bemoanings: number; users: number }>(
    `select (select count(*)::int from bemoanings where not starter) as bemoanings,
            (select count(*)::int from users where not starter) as users`,
  )
  const [{ bemoanings, users } = { bemoanings: 0, users: 0 }] = rows
  return bemoanings + users > 0 ? `${plural(bemoanings, 'bemoaning')} and ${plural(users, 'account')}` : null
}

async function restore(file: string, { note, confirm }: Voice): Promise<number> {
  const head = await verify(file)
  const client = await pool().connect()
  try {
    const there = await contents(client)
    if (there)
      await confirm(`The backup of ${head.made ?? 'unknown time'} replaces all of the database: ${there}.`)
    await client.query('begin')
    await client.query('set local statement_timeout = 0')
    const rows = await replace(client, file, head)
    await client.query(announceText, [cacheChannel, payloadOf({ kind: 'removed', tags: [cacheTags.all] })])
    await client.query('commit')
    await fillCopies(client)
    note(`Restored ${plural(rows, 'row')} from ${file}.`)
    if ((head.migrations ?? 0) < (await migrationsOf(client)))
      note(`Migrated them from schema ${head.migrations} to ${await migrationsOf(client)}.`)
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  } finally {
    client.release()
  }
  return 0
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

export const restoreForm = form({
  usage: 'restore <file>',
  does: 'replace the database with a backup; an older one is brought to this build’s schema',
  needs: 'begins',
  run: (args, _, voice) => restore(args.file, voice),
})
