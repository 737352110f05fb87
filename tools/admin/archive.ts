import { existsSync, realpathSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { makeDataFolder } from '@/core/data-folder'
import { readEnv } from '@/core/env'
import { plural } from '@/core/plural'
import { pool } from '@/db'
import { clusterFolder } from '@/db/embedded'
import { archiveOf, setArchive } from '@/db/embedded/archive'
import { baseBackup } from '@/db/embedded/base-backup'
import { postgresMajor } from '@/db/embedded/binaries'
import { databaseOwner } from '@/db/embedded/owner'
import { restoreTo } from '@/db/embedded/restore-to'
import { needed, parseCommand, UsageError } from './arguments'
import type { Voice } from './voice'

const elsewhere = 'DATABASE_URL names a database server. Use its own pg_basebackup and archive.'

/**
 * Returns the data folder. @throws UsageError if the database is on another server, which has its own tools for this
 */
function embeddedData(): string {
  const { databaseUrl, dataDir } = readEnv()
  if (databaseUrl) throw new UsageError(elsewhere)
  return dataDir
}

/** `archive <folder>|off`. */
export async function archiveCommand(args: string[], { note }: Voice): Promise<number> {
  const folder = needed(parseCommand(args, 1).words[0], 'The folder')
  const dataDir = embeddedData()
  makeDataFolder(dataDir)
  const owner = databaseOwner()
  setArchive(owner, clusterFolder(owner, dataDir), folder === 'off' ? null : resolve(folder))
  note('This takes effect when the database restarts. Stop the site and start it again.')
  return 0
}

/** Returns the data directory of the connected cluster; null if its owner does not let us read it. */
async function dataDirectory(): Promise<string | null> {
  const { rows } = await pool().query<{ folder: string | null }>(
    "select setting as folder from pg_settings where name = 'data_directory'",
  )
  return rows[0]?.folder ?? null
}

/** `base-backup <folder>`. */
export async function baseBackupCommand(args: string[], { note }: Voice): Promise<number> {
  const to = resolve(needed(parseCommand(args, 1).words[0], 'The folder'))
  // By now DATABASE_URL is set for an embedded database too, so compare the data directories instead.
  const cluster = join(readEnv().dataDir, 'postgres', String(postgresMajor))
  const pgdata = existsSync(cluster) ? realpathSync(cluster) : null
  if (!pgdata || (await dataDirectory()) !== pgdata) throw new UsageError(elsewhere)
  const { files, archive } = await baseBackup(process.env.DATABASE_URL ?? '', archiveOf(pgdata), to)
  note(`Wrote ${plural(Object.keys(files).length, 'file')} to ${to}. Later changes are in ${archive}.`)
  return 0
}

/** `restore-to <time> <folder>`. */
export async function restoreToCommand(args: string[], { note }: Voice): Promise<number> {
  const [when, base] = parseCommand(args, 2).words
  const time = z.iso.datetime({ offset: true }).safeParse(needed(when, 'The time'))
  if (!time.success) throw new UsageError('Write the time like 2026-11-24T18:00:00Z.')
  await restoreTo(embeddedData(), resolve(needed(base, 'The folder')), new Date(time.data))
  note('The database is as it was then. To archive it, run archive <another folder> before the site starts.')
  return 0
}
