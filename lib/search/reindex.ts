import { sql } from 'drizzle-orm'
import { db } from '@/db'

/** Texts per step. Votes on them wait while a step runs, some 70 ms (bench/reindex.ts). */
const batch = 100
/** Milliseconds that a run may take before it ends between two steps, so that a process can stop. */
const longest = 500

/**
 * Indexes anew what was indexed before the cut of words changed, in steps of their own transactions, newest first.
 * Interrupted, it goes on where it was. Safe to call in several processes at once.
 * @returns texts read; 0 if all are current
 */
export async function reindexSearch(): Promise<number> {
  const began = Date.now()
  let all = 0
  for (;;) {
    const { rows } = await db().execute<{ texts: number }>(sql`select search_reindex(${batch}) as texts`)
    const texts = rows[0]?.texts ?? 0
    all += texts
    if (texts === 0 || Date.now() - began > longest) return all
  }
}
