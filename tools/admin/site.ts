import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { isAway } from '@/core/database-error'
import { databaseEnv, EnvError, readEnv } from '@/core/env'
import { siteOrigin } from '@/core/origin'
import { closePool, pool } from '@/db'
import { startEmbedded } from '@/db/embedded'
import { postgresMajor } from '@/db/embedded/binaries'
import { migrateDatabase, unreachable } from '@/db/migrate'
import { readJournal, requireSchema, schemaState } from '@/db/schema-state'
import { knownOrigin } from '@/lib/setting'
import type { Needs } from './form'

/** True if a data folder has an embedded database; also if this user may not look. */
export function hasCluster(dataDir: string): boolean {
  try {
    return statSync(join(dataDir, 'postgres', String(postgresMajor), 'PG_VERSION')).isFile()
  } catch (error) {
    return !/^(ENOENT|ENOTDIR)$/.test((error as NodeJS.ErrnoException).code ?? '')
  }
}

/**
 * Throws if the data folder has no database: a mistyped or forgotten IBTSOCS_DATA would otherwise make a second, empty
 * one, and the command would report on that.
 * @param makes where the command may make one, if IBTSOCS_DATA names it
 */
export function needCluster(dataDir: string, makes: 'anywhere' | 'in a folder' | 'nowhere'): void {
  if (hasCluster(dataDir)) return
  const named = Boolean(process.env.IBTSOCS_DATA)
  if (named && (makes === 'anywhere' || (makes === 'in a folder' && existsSync(dataDir)))) return
  const shown = JSON.stringify(dataDir)
  if (!named)
    throw new EnvError(
      `IBTSOCS_DATA isn’t set, and ${shown} has no database. Set it to the site’s data folder, or set DATABASE_URL.`,
    )
  throw new EnvError(
    existsSync(dataDir)
      ? `IBTSOCS_DATA is ${shown}, but that folder has no database. The first start of the site makes one.`
      : `IBTSOCS_DATA is ${shown}, but that folder doesn’t exist.`,
  )
}

/** Brings the database to what the command needs. @throws SchemaError with the way out */
async function prepare(needs: Needs, begun: () => Promise<void>): Promise<void> {
  if (needs === 'database') return
  const journal = readJournal()
  if (needs === 'begins' && (await schemaState(pool(), journal)).state === 'empty') {
    await migrateDatabase(databaseEnv().directUrl)
    await begun()
  }
  await requireSchema(pool(), journal)
}

/** Where each kind of command may make a database. */
const makes = { begins: 'anywhere', database: 'in a folder', schema: 'nowhere', nothing: 'nowhere' } as const

/**
 * Connects to the site's database. An embedded one that is not running is started for the duration.
 * @param begun what follows when the tables of an empty database were made
 */
export async function withDatabase(
  needs: Needs,
  work: () => Promise<number>,
  begun: () => Promise<void>,
): Promise<number> {
  const env = readEnv()
  if (!env.databaseUrl) needCluster(env.dataDir, makes[needs])
  const embedded = env.databaseUrl ? null : await startEmbedded(env.dataDir)
  if (embedded) process.env.DATABASE_URL = embedded.url
  try {
    await prepare(needs, begun).catch((error: unknown) => {
      throw isAway(error) ? unreachable(process.env.DATABASE_URL ?? '', error) : error
    })
    const known = needs === 'database' ? null : await knownOrigin()
    process.env.SITE_ORIGIN = env.siteUrl ?? known ?? siteOrigin(env, env.port)
    return await work()
  } finally {
    await closePool()
    // An adopted database belongs to the running site.
    if (embedded && !embedded.adopted) await embedded.stop()
  }
}
