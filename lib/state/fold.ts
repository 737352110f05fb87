import { sql } from 'drizzle-orm'
import { type Connection, db } from '@/db'

/**
 * Moves what changed in the figures into their totals. Readers add up both, so this changes no figure, only what
 * reading one costs. Of several processes that call it at once, one works.
 * @returns how many changes were moved
 */
export async function foldStats(): Promise<number> {
  const { rows } = await db().execute<{ folded: number }>(sql`select fold_stats() as folded`)
  return Number(rows[0]?.folded ?? 0)
}

/** Counts all figures anew from the raw rows: after rows were written with triggers off. */
export const recountStats = (on: Connection = db()) => on.execute(sql`select recount_stats()`)
