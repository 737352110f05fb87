import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { closePool } from '@/db'
import { startEmbedded } from '@/db/embedded'
import { removeDataFolder } from '@/db/embedded/remove'
import { migrateDatabase } from '@/db/migrate'
import { seedIfEmpty, writeTags } from '@/lib/starter'
import { fillDatabase } from '@/tests/fill'

/**
 * Starts a database of its own, filled with this many bemoanings, and points the pool of `@/db` to it.
 * @param content `starter`: with the starter content instead
 */
export async function startFilled(
  bemoanings: number,
  content: 'made' | 'starter' = 'made',
): Promise<{ pid: number; stop: () => Promise<void> }> {
  const data = process.env.BENCH_DATA ?? mkdtempSync(join(tmpdir(), 'ibtsocs-bench-'))
  const embedded = await startEmbedded(data)
  process.env.DATABASE_URL = embedded.url
  process.env.AUTH_SECRET ??= 'a secret of the benchmark, which guards nothing'
  await migrateDatabase(embedded.url)
  if (content === 'starter') await seedIfEmpty()
  else {
    await writeTags()
    await fillDatabase(bemoanings)
  }
  return {
    pid: embedded.pid,
    async stop() {
      await closePool()
      await embedded.stop()
      if (!process.env.BENCH_DATA) removeDataFolder(data)
    },
  }
}
