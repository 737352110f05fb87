import { sql } from 'drizzle-orm'
import type { Transaction } from '@/db'

/**
 * Recomputes the counts of a bemoaning from its rows: readable comments, and their authors. Callers hold the rank's
 * lock, so that no concurrent count intervenes.
 */
export const recount = (tx: Transaction, bemoaningId: number) =>
  tx.execute(sql`
    update bemoaning_ranks set (comments, commenters) =
      (select count(*), count(distinct author_id) from comments where bemoaning_id = ${bemoaningId} and deleted_at is null and removed_at is null)
    where id = ${bemoaningId}`)
