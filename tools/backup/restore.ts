import { cacheChannel, cacheTags } from '@/core/cache-tags'
import { closePool, pool } from '@/db'
import { announceText, payloadOf } from '@/db/announced'
import { fillCopies } from '@/db/backfill'
import { readJournal } from '@/db/schema-state'
import { kindOf, readArchive } from './archive'
import { connectAlone } from './connect'
import { loadLegacy, verifyLegacy } from './legacy'
import { loadTables } from './load'
import type { End, Manifest } from './manifest'
import { bringUp, mustBeAlone, mustKnow, type Origin, replaceAll } from './replace'
import { restoreDump, restoreTool } from './restore-dump'
import { withScratch } from './scratch'
import { countsOf, majorOf } from './tables'

/** A backup that was read to its end and found whole. */
export type Verified =
  | { format: 1; file: string; made: string | null; from: Origin }
  | {
      format: 2
      file: string
      made: string
      from: Origin
      keys: readonly string[]
      manifest: Manifest
      end: End
    }

/** Reads a backup of any format to its end. @throws Error with a sentence for the operator if it is not whole */
export async function verified(file: string, keys: readonly string[]): Promise<Verified> {
  if ((await kindOf(file)) === 'gzip') {
    const { made, ...from } = await verifyLegacy(file)
    return { format: 1, file, made: made ?? null, from }
  }
  let manifest: Manifest | null = null
  for await (const part of readArchive(file, keys)) {
    if (part.kind === 'manifest') manifest = part.manifest
    if (part.kind === 'end' && manifest) {
      const { migrations, postgres, made } = manifest
      return { format: 2, file, made, from: { migrations, postgres }, keys, manifest, end: part.end }
    }
  }
  throw new Error(`${file} is damaged or incomplete. Nothing was changed.`)
}

const sum = (rows: Record<string, number>): number => Object.values(rows).reduce((all, n) => all + n, 0)

type Client = Awaited<ReturnType<typeof connectAlone>>

/** @throws Error if the tables have other numbers of rows than the backup says */
async function compareCounts(client: Client, { counts }: Manifest): Promise<number> {
  const found = await countsOf(client)
  for (const [name, n] of Object.entries(counts))
    if (found[name] !== n)
      throw new Error(`${name} has ${found[name] ?? 0} rows, and the backup says ${n}. Nothing was changed.`)
  return sum(found)
}

/** Writes the rows of a backup into the client's database, in one transaction. @returns rows */
async function intoTables(client: Client, backup: Verified): Promise<number> {
  const own = readJournal().length
  await client.query('begin')
  const rows = await replaceAll(client, backup.from, own, async () => {
    if (backup.format === 1) return loadLegacy(client, backup.file)
    const loaded = sum(await loadTables(client, backup.manifest, readArchive(backup.file, backup.keys)))
    await compareCounts(client, backup.manifest)
    return loaded
  })
  await client.query(announceText, [cacheChannel, payloadOf({ kind: 'removed', tags: [cacheTags.all] })])
  await client.query('commit')
  return rows
}

/** Brings a database that pg_restore has filled to this build's schema. @returns rows of the main tables */
async function finishDump(client: Client, backup: Verified & { format: 2 }): Promise<number> {
  const rows = await compareCounts(client, backup.manifest)
  await client.query('begin')
  await bringUp(client, backup.from, readJournal().length)
  await client.query('commit')
  return rows
}

async function fill(client: Client, backup: Verified): Promise<number> {
  const rows = await intoTables(client, backup)
  await fillCopies(client)
  // Without statistics the first pages would be planned badly.
  await client.query('analyze')
  return rows
}

/** Restores a backup into an empty database of the server. @returns rows */
async function intoScratch(backup: Verified, database: string): Promise<number> {
  const isDump = backup.format === 2 && backup.manifest.by === 'pg_dump'
  const site = await connectAlone()
  const server = await majorOf(site).finally(() => site.end())
  if (isDump) await restoreDump(backup.file, backup.keys, restoreTool(backup.manifest, server), database)
  const client = await connectAlone(database)
  try {
    if (!isDump) return await fill(client, backup)
    const rows = await finishDump(client, backup)
    await fillCopies(client)
    await client.query('analyze')
    return rows
  } finally {
    await client.end()
  }
}

/**
 * Replaces the database with a backup. Until that is done the old one stays as it is.
 * @returns rows; of a backup by pg_dump, those of the main tables
 */
export async function restoreBackup(backup: Verified): Promise<number> {
  mustKnow(backup.from.migrations, readJournal().length)
  // Our own connections must not count as those of a running site, nor keep a database from being replaced.
  await closePool()
  const client = await connectAlone()
  try {
    if (backup.format === 1 || backup.manifest.by === 'copy') return await fill(client, backup)
    await mustBeAlone(client, 'A backup by pg_dump takes the place of the whole database.')
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  } finally {
    await client.end()
  }
  let rows = 0
  await withScratch('restoring', async (database) => {
    rows = await intoScratch(backup, database)
    return true
  })
  return rows
}

/** Restores a backup beside the site's database, compares, and deletes that again. @returns rows */
export async function tryBackup(backup: Verified): Promise<number> {
  mustKnow(backup.from.migrations, readJournal().length)
  let rows = 0
  await withScratch('trying', async (database) => {
    rows = await intoScratch(backup, database)
    return false
  })
  return rows
}

/** Returns what a restore would replace: bemoanings and accounts that are not the starter's. */
export async function contents(): Promise<{ bemoanings: number; users: number }> {
  const { rows } = await pool().query<{ bemoanings: number; users: number }>(
    `select (select count(*)::int from bemoanings where not starter) as bemoanings,
            (select count(*)::int from users where not starter) as users`,
  )
  return rows[0] ?? { bemoanings: 0, users: 0 }
}
