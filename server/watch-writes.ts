import { statfs } from 'node:fs/promises'
import pg from 'pg'
import { isAway, readOnlyWhy } from '@/core/database-error'
import { readOnly, readOnlyFor, setReadOnly } from '@/core/read-only'
import { repeat } from './jobs'

/** Bytes that must be free for the embedded database: a Postgres that cannot extend its WAL stops at once. */
const least = 64 * 1024 * 1024
/** Extra free bytes required before writing resumes, so that the state does not flip back and forth. */
const margin = 32 * 1024 * 1024

/** Minimum time between an error and the next attempt to write, in milliseconds. */
const pause = 3_000

async function hasRoom(folder: string): Promise<boolean> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize >= least + (readOnly() === 'full' ? margin : 0)
}

/** True if a new connection can write. An old one's state may be outdated. */
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
 * Detects when writes cannot work and when they can again. Every failed statement may report the first (db/index.ts);
 * a disk that is nearly full is noticed here, before the database notices.
 * @param folder where the embedded database is stored; null if it is elsewhere
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
      console.error(
        why ? `We can’t write to the database (${why}); the site is read only` : 'Writing works again',
      )
    told = why
  }
  return repeat({ name: 'writes', work, every: 1_000, failed: 'whether writes work could not be found out' })
}
