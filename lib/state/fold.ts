import { sql } from 'drizzle-orm'
import { type Connection, db } from '@/db'

/**
 * Folds changed figures into their totals. Readers add up both, so this changes no figure, only the cost of reading. Of
 * concurrent processes, one works.
 * @returns how many changes were folded
 */
export async function foldStats(): Promise<number> {
  const { rows } = await db().execute<{ folded: number }>(sql`select fold_stats() as folded`)
  return Number(rows[0]?.folded ?? 0)
}

/** Recounts all figures from the raw rows, for rows that were written with triggers off. */
export const recountStats = (on: Connection = db()) => on.execute(sql`select recount_stats()`)
