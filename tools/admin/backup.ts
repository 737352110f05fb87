import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createWriteStream, existsSync, renameSync, rmSync } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import pg from 'pg'
import { cacheChannel, cacheTags } from '@/core/cache-tags'
import { plural } from '@/core/plural'
import { pool } from '@/db'
import { announceText, payloadOf } from '@/db/announced'
import { linesOf } from './lines'
import type { Voice } from './voice'

const format = 'ibtsocs-backup-1'

const tableNames = async (client: pg.ClientBase): Promise<string[]> => {
  const { rows } = await client.query<{ name: string }>(
    "select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' order by 1",
  )
  return rows.map(({ name }) => name)
}

/** Returns the columns with data of their own, which excludes generated ones. */
const columnNames = async (client: pg.ClientBase, table: string): Promise<string[]> => {
  const { rows } = await client.query<{ name: string }>(
    "select column_name as name from information_schema.columns where table_schema = 'public' and table_name = $1 and is_generated = 'NEVER' order by ordinal_position",
    [table],
  )
  return rows.map(({ name }) => name)
}

const migrationsOf = async (client: pg.ClientBase): Promise<number> =>
  (await client.query<{ count: number }>('select count(*)::int as count from drizzle.__drizzle_migrations'))
    .rows[0]?.count ?? 0

/**
 * Writes the whole database, from one snapshot, to a gzipped file of JSON lines: a header, then for each table its
 * columns and rows, then a checksum of everything before. Works while the site is running.
 */
export async function backup(file: string, { note }: Voice): Promise<number> {
  const client = await pool().connect()
  const half = `${file}.part`
  const zip = createGzip()
  const written = pipeline(zip, createWriteStream(half, { mode: 0o600 })).catch(
    ({ code }: NodeJS.ErrnoException) => {
      throw new Error(`${file} can’t be written (${code}).`)
    },
  )
  // The rejection may come before it is awaited below.
  written.catch(() => {})
  const hash = createHash('sha256')
  let rows = 0
  const put = async (value: unknown) => {
    const line = `${JSON.stringify(value)}\n`
    hash.update(line)
    if (!zip.write(line)) await Promise.race([once(zip, 'drain'), written])
  }
  try {
    await client.query('begin isolation level repeatable read read only')
    // Exported so that another session can read the same snapshot during the backup, to compare the two.
    await client.query('select pg_export_snapshot() where not pg_is_in_recovery()')
    await put({ format, made: new Date().toISOString(), migrations: await migrationsOf(client) })
    for (const table of await tableNames(client)) {
      const columns = await columnNames(client, table)
      await put({ table, columns })
      const list = columns.map((name) => `${pg.escapeIdentifier(name)}::text`).join(', ')
      await client.query(
        `declare rows no scroll cursor for select ${list} from ${pg.escapeIdentifier(table)}`,
      )
      for (;;) {
        const chunk = await client.query<string[]>({ text: 'fetch 2000 from rows', rowMode: 'array' })
        if (chunk.rows.length === 0) break
        for (const row of chunk.rows) await put(row)
        rows += chunk.rows.length
      }
      await client.query('close rows')
    }
    zip.end(`${JSON.stringify({ end: true, rows, sha256: hash.digest('hex') })}\n`)
    await written
    renameSync(half, file)
    note(`Wrote ${plural(rows, 'row')} to ${file}.`)
    return 0
  } finally {
    await client.query('rollback').catch(() => {})
    client.release()
    if (existsSync(half)) rmSync(half)
  }
}

type Head = { format?: string; migrations?: number; end?: boolean; sha256?: string }

/** Parses a line of a backup. Null if it is not JSON. */
const parsed = (line: string): Head | null => {
  try {
    return JSON.parse(line) as Head | null
  } catch {
    return null
  }
}

/** Reads a backup to its end and checks that it is complete. @returns its number of migrations */
async function verify(file: string): Promise<number> {
  const hash = createHash('sha256')
  let migrations = 0
  let whole = false
  let first = true
  for await (const line of linesOf(file)) {
    const value = parsed(line)
    if (!value || (first && value.format !== format)) break
    if (first) migrations = value.migrations ?? 0
    first = false
    if (value.end) {
      whole = value.sha256 === hash.digest('hex')
      break
    }
    hash.update(`${line}\n`)
  }
  if (first) throw new Error(`${file} isn’t a backup of this site.`)
  if (!whole) throw new Error(`${file} is damaged or incomplete. Nothing was changed.`)
  return migrations
}

/** Replaces the whole database with a backup, in one transaction. */
export async function restore(file: string, { note }: Voice): Promise<number> {
  const migrations = await verify(file)
  const client = await pool().connect()
  try {
    const own = await migrationsOf(client)
    if (own !== migrations)
      throw new Error(
        `The backup has schema ${migrations}, the database ${own}. Restore it with the build that made it, then upgrade.`,
      )
    await client.query('begin')
    // Foreign keys and triggers are for users' writes: the backup already contains their effects.
    await client.query("set local session_replication_role = 'replica'")
    await client.query(
      `truncate ${(await tableNames(client)).map(pg.escapeIdentifier).join(', ')} restart identity`,
    )
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
    await advanceSequences(client)
    await client.query(announceText, [cacheChannel, payloadOf({ kind: 'removed', tags: [cacheTags.all] })])
    await client.query('commit')
    note(`Restored ${plural(rows, 'row')} from ${file}.`)
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
