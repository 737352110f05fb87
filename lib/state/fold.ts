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

/**
 * Folds every so often. An error is logged; the next time has all the more to fold.
 * @param work what to do, and how often in milliseconds: for tests
 * @returns a function that ends it, once what runs is done
 */
export function keepFolding(work: () => Promise<unknown> = foldStats, every = 15_000): () => Promise<void> {
  let running: Promise<unknown> | null = null
  const timer = setInterval(() => {
    running ??= work()
      .catch((error: unknown) => console.error('the figures were not folded', error))
      .finally(() => {
        running = null
      })
  }, every)
  timer.unref()
  return async () => {
    clearInterval(timer)
    await running
  }
}
