import { sql } from 'drizzle-orm'
import type { Transaction } from '@/db'

/**
 * Makes the counts of a bemoaning what the rows say: comments that can be read, and who wrote them. Callers hold
 * the rank's lock, so that nobody counts in between.
 */
export const recount = (tx: Transaction, bemoaningId: number) =>
  tx.execute(sql`
    update bemoaning_ranks set (comments, commenters) =
      (select count(*), count(distinct author_id) from comments where bemoaning_id = ${bemoaningId} and deleted_at is null and removed_at is null)
    where id = ${bemoaningId}`)
