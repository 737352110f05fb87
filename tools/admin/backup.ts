import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createWriteStream, existsSync, renameSync, rmSync } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import pg from 'pg'
import { plural } from '@/core/plural'
import { pool } from '@/db'
import { noteDone } from '@/db/due'
import { form, type Voice } from './form'
import { columnNames, format, majorOf, migrationsOf, tableNames } from './tables'

/**
 * Writes the whole database, from one snapshot, to a gzipped file of JSON lines: a header, then for each table its
 * columns and rows, then a checksum of everything before. Works while the site is running, at any schema.
 * @param postgres the server's major, for tests
 */
export async function backup(
  file: string,
  { note }: Pick<Voice, 'note'>,
  postgres?: number,
): Promise<number> {
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
    await put({
      format,
      made: new Date().toISOString(),
      migrations: await migrationsOf(client),
      postgres: postgres ?? (await majorOf(client)),
    })
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
    await client.query('rollback')
    // For /metrics. A database that takes no writes can be backed up all the same.
    await noteDone('backup').catch(() => {})
    note(`Wrote ${plural(rows, 'row')} to ${file}.`)
    return 0
  } finally {
    await client.query('rollback').catch(() => {})
    client.release()
    if (existsSync(half)) rmSync(half)
  }
}

export const backupForm = form({
  usage: 'backup <file>',
  does: 'write the whole database to one file, while the site runs or not',
  more: ['Keep auth-secret (or AUTH_SECRET) and vapid.json of the data folder as well.'],
  run: (args, _, voice) => backup(args.file, voice),
})
