import { sql } from 'drizzle-orm'
import { db } from '@/db'

/** Changes per transaction. Comments on their bemoanings wait while it runs. */
const batch = 100

/**
 * Updates the search index with what was written since the last fold; of several processes each takes other changes.
 * server/jobs.ts does it every second. A change is gone from the queue when, and only when, it is in the index.
 * @param longest milliseconds after which it ends between two transactions, so that a process can stop
 * @returns changes folded; 0 if the index was current
 */
export async function foldSearch(longest = 500): Promise<number> {
  const began = Date.now()
  let all = 0
  for (;;) {
    const { rows } = await db().execute<{ changes: number }>(sql`select search_fold(${batch}) as changes`)
    const changes = rows[0]?.changes ?? 0
    all += changes
    if (changes < batch || Date.now() - began > longest) return all
  }
}
