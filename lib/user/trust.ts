import { sql } from 'drizzle-orm'
import { type Connection, db } from '@/db'
import type { Viewer } from '../context'

/** What makes somebody a trusted user; pages print it where it matters. */
export const trust = { days: 30, agreed: 10 } as const

/** Accounts younger than a day post no links. */
export const isYoung = ({ createdAt, role }: Viewer): boolean =>
  role === 'user' && Date.now() - createdAt.getTime() < 86_400_000

/**
 * Whether somebody is trusted: a moderator, or an account of `trust.days` days with whom people agreed
 * `trust.agreed` times (votes on what they bemoaned, "so true" on what they commented).
 */
export async function isTrusted(viewer: Viewer, connection: Connection = db()): Promise<boolean> {
  if (viewer.role !== 'user') return true
  if (Date.now() - viewer.createdAt.getTime() < trust.days * 86_400_000) return false
  const { rows } = await connection.execute<{ agreed: number }>(sql`
    select least(${trust.agreed}, coalesce((select sum(r.bemoan) from bemoanings b join bemoaning_ranks r on r.id = b.id
             where b.author_id = ${viewer.id} and r.status = 'published'), 0)
         + coalesce((select sum(c.votes) from comments c
             where c.author_id = ${viewer.id} and c.deleted_at is null and c.removed_at is null), 0))::int as agreed`)
  return (rows[0]?.agreed ?? 0) >= trust.agreed
}
