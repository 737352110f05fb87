import { databaseEnv } from '@/core/env'
import { plural } from '@/core/plural'
import { noteDone } from '@/db/due'
import { pgDumpFor } from '@/db/pg-tools'
import { writeArchive } from './archive'
import { connectAlone } from './connect'
import { copyOut } from './copy-out'
import { dumpOut } from './dump'
import type { Manifest } from './manifest'
import { siteFiles } from './site-files'
import { columnNames, countsOf, majorOf, migrationsOf, tableNames } from './tables'
import type { TarEntry } from './tar'

/** How a backup is made. */
export type Making = {
  file: string
  /** Null: by pg_dump of the server's major where there is one, by COPY otherwise. */
  by: Manifest['by'] | null
  /** Recipients of age; none: not encrypted. */
  recipients: readonly string[]
  /** The server's major that the backup names, for tests. */
  postgres?: number
}

export type Made = { manifest: Manifest; rows: number | null }

/** @throws Error with a sentence for the operator if pg_dump was asked for and is not there */
function toolFor(by: Making['by'], major: number) {
  if (by === 'copy') return null
  const tool = pgDumpFor(major)
  if (!tool && by === 'pg_dump')
    throw new Error(
      `There is no pg_dump ${major} here, and the database is Postgres ${major}. On Debian: apt install postgresql-client-${major}.`,
    )
  return tool
}

async function* chained(
  ...parts: (Iterable<TarEntry> | AsyncIterable<TarEntry>)[]
): AsyncGenerator<TarEntry> {
  for (const part of parts) yield* part
}

/**
 * Writes the whole database at one moment, and the files a new machine needs, to one file. Works while the site is running,
 * at any schema.
 */
export async function makeBackup({ file, by, recipients, postgres }: Making): Promise<Made> {
  const client = await connectAlone()
  try {
    await client.query('begin isolation level repeatable read read only')
    const { rows: exported } = await client.query<{ name: string }>(
      'select pg_export_snapshot() as name where not pg_is_in_recovery()',
    )
    const major = await majorOf(client)
    const tool = toolFor(by, major)
    const tables: Manifest['tables'] = []
    if (!tool)
      for (const name of await tableNames(client))
        tables.push({ name, columns: await columnNames(client, name) })
    const { content, files, missing } = siteFiles()
    const manifest: Manifest = {
      format: 'ibtsocs-backup-2',
      made: new Date().toISOString(),
      migrations: await migrationsOf(client),
      postgres: postgres ?? major,
      by: tool ? 'pg_dump' : 'copy',
      tables,
      counts: await countsOf(client),
      files,
      missing,
    }
    const rows = new Map<string, number>()
    const database = tool
      ? dumpOut(tool, databaseEnv().directUrl, exported[0]?.name ?? null)
      : copyOut(client, tables, rows)
    await writeArchive(file, manifest, chained(content, database), () => Object.fromEntries(rows), recipients)
    await client.query('rollback')
    // For /metrics. A database that takes no writes can be backed up all the same.
    await noteDone('backup').catch(() => {})
    return { manifest, rows: tool ? null : [...rows.values()].reduce((sum, n) => sum + n, 0) }
  } finally {
    await client.end().catch(() => {})
  }
}

/** Returns what a backup holds and lacks, as sentences for the operator. */
export function describe(file: string, { manifest, rows }: Made): string[] {
  const what = rows === null ? `the database, by pg_dump ${manifest.postgres},` : `${plural(rows, 'row')}`
  return [
    `Wrote ${what}${manifest.files.length > 0 ? ` and ${plural(manifest.files.length, 'file')}` : ''} to ${file}.`,
    ...(manifest.missing.length > 0
      ? [`Not in it, so keep them elsewhere:\n${manifest.missing.map((each) => `  ${each}`).join('\n')}`]
      : []),
  ]
}
