import { statfs } from 'node:fs/promises'
import pg from 'pg'
import { isAway, readOnlyWhy } from '@/core/database-error'
import { readOnly, readOnlyFor, setReadOnly } from '@/core/read-only'
import { repeat } from './jobs'

/** Bytes that must be free below the embedded database: a Postgres that cannot extend its log stops at once. */
const least = 64 * 1024 * 1024
/** So much more before writing begins again, lest the two take turns. */
const margin = 32 * 1024 * 1024

/** After an error writes are tried again no sooner, in milliseconds. */
const pause = 3_000

async function hasRoom(folder: string): Promise<boolean> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize >= least + (readOnly() === 'full' ? margin : 0)
}

/** Whether a new connection can write: what an old one can says little. */
async function canWrite(url: string): Promise<boolean> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'ibtsocs-probe',
    connectionTimeoutMillis: 4_000,
    statement_timeout: 4_000,
  })
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query(
      "insert into job_runs (name, started_at, ended_at) values ('can write', now(), now()) on conflict (name) do update set started_at = now(), ended_at = now()",
    )
    return true
  } catch (error) {
    if (readOnlyWhy(error) || isAway(error)) return false
    throw error
  } finally {
    await client.end().catch(() => {})
  }
}

/**
 * Sees when writes cannot work and when they can again. Every failed statement may say the first (db/index.ts); a disk
 * that is about to be full is noticed here, before the database is.
 * @param folder where the embedded database lies; null when it is elsewhere
 * @param ended called when writing works again
 * @returns a function that ends it
 */
export function watchWrites(url: string, folder: string | null, ended: () => void): () => Promise<void> {
  let told: ReturnType<typeof readOnly> = null
  const work = async () => {
    const room = folder === null || (await hasRoom(folder))
    if (!room) setReadOnly('full')
    else if (readOnly() && readOnlyFor() > pause && (await canWrite(url))) {
      setReadOnly(null)
      ended()
    }
    const why = readOnly()
    if (why !== told)
      console.error(why ? `Nothing can be written (${why}); the site is read only` : 'Writing works again')
    told = why
  }
  return repeat({ work, every: 1_000, failed: 'whether writes work could not be found out' })
}
