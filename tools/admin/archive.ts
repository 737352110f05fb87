import { existsSync, realpathSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { readEnv } from '@/core/env'
import { plural } from '@/core/plural'
import { pool } from '@/db'
import { clusterFolder } from '@/db/embedded'
import { archiveOf, setArchive } from '@/db/embedded/archive'
import { baseBackup } from '@/db/embedded/base-backup'
import { postgresMajor } from '@/db/embedded/binaries'
import { databaseOwner } from '@/db/embedded/owner'
import { restoreTo } from '@/db/embedded/restore-to'
import { form } from './form'
import { UsageError } from './parse'
import { needCluster } from './site'

const elsewhere = 'DATABASE_URL names a database server. Use its own pg_basebackup and archive.'

/**
 * Returns the data folder. @throws UsageError if the database is on another server, which has its own tools for this
 */
function embeddedData(): string {
  const { databaseUrl, dataDir } = readEnv()
  if (databaseUrl) throw new UsageError(elsewhere)
  return dataDir
}

const archive = form({
  usage: 'archive <folder>',
  does: 'archive the embedded database’s WAL there, from its next start on; off ends it',
  needs: 'nothing',
  run: async (args, _, { note }) => {
    const dataDir = embeddedData()
    needCluster(dataDir, 'in a folder')
    const owner = databaseOwner()
    setArchive(owner, clusterFolder(owner, dataDir), args.folder === 'off' ? null : resolve(args.folder))
    note('This takes effect when the database restarts. Stop the site and start it again.')
    return 0
  },
})

/** Returns the data directory of the connected cluster; null if its owner does not let us read it. */
async function dataDirectory(): Promise<string | null> {
  const { rows } = await pool().query<{ folder: string | null }>(
    "select setting as folder from pg_settings where name = 'data_directory'",
  )
  return rows[0]?.folder ?? null
}

const copy = form({
  usage: 'base-backup <folder>',
  does: 'copy the embedded database, for restore-to',
  run: async (args, _, { note }) => {
    const to = resolve(args.folder)
    // By now DATABASE_URL is set for an embedded database too, so compare the data directories instead.
    const cluster = join(readEnv().dataDir, 'postgres', String(postgresMajor))
    const pgdata = existsSync(cluster) ? realpathSync(cluster) : null
    if (!pgdata || (await dataDirectory()) !== pgdata) throw new UsageError(elsewhere)
    const made = await baseBackup(process.env.DATABASE_URL ?? '', archiveOf(pgdata), to)
    note(
      `Wrote ${plural(Object.keys(made.files).length, 'file')} to ${to}. Later changes are in ${made.archive}.`,
    )
    return 0
  },
})

const back = form({
  usage: 'restore-to <time> <folder>',
  does: 'restore the database to a point in time (ISO 8601), into a data folder without one',
  needs: 'nothing',
  run: async (args, _, { note }) => {
    const time = z.iso.datetime({ offset: true }).safeParse(args.time)
    if (!time.success) throw new UsageError('Write the time like 2026-11-24T18:00:00Z.')
    await restoreTo(embeddedData(), resolve(args.folder), new Date(time.data))
    note(
      'The database is as it was then. To archive it, run archive <another folder> before the site starts.',
    )
    return 0
  },
})

/** The embedded database’s archive, to go back to any moment. */
export const archiveForms = [archive, copy, back] as const
