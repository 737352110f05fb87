import { sql } from 'drizzle-orm'
import { db } from '@/db'
import { withoutIndexes } from '@/tests/bulk'

const [votesEach, commentsEach] = [20, 5]

/**
 * Adds votes and comments up to the numbers of real sites: about 20 votes and 5 comments for each bemoaning. Triggers are
 * off, counts stay those of the fill.
 * @param size the number of bemoanings that the database was filled with
 */
export async function thicken(size: number): Promise<void> {
  await withoutIndexes(async () => {
    await db().transaction(async (tx) => {
      await tx.execute(sql`set local session_replication_role = 'replica'`)
      await tx.execute(sql`set local statement_timeout = '3600s'`)
      await tx.execute(sql`
        insert into votes (bemoaning_id, voter_id, kind)
        select r.id, 1 + (r.id * 7 + n * 131) % 2000, 'bemoan' from bemoaning_ranks r, generate_series(4, ${votesEach}) n on conflict do nothing`)
      await tx.execute(sql`
        insert into comments (id, bemoaning_id, root_id, author_id, body, body_html, votes, created_at) overriding system value
        select c.id + n * ${size}::bigint, c.bemoaning_id, c.id + n * ${size}::bigint, 1 + (c.id * 31 + n) % 2000, c.body, c.body_html, c.id % 7, c.created_at
          from comments c, generate_series(1, ${commentsEach - 1}) n where c.id <= ${size}`)
    })
  })
  await db().execute(sql`analyze votes, comments`)
}
