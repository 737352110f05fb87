import { sql } from 'drizzle-orm'
import { decodeCursor, encodeCursor } from '@/core/cursor'
import { fail, ok, type Result } from '@/core/result'
import { db } from '@/db'
import type { Page } from '@/lib/bemoaning'
import { type Subject, subjectOf } from '../subject'
import { claimsHoldSince } from './clauses'

/** A case as listed in the queue. */
export type CaseLine = {
  id: number
  subject: Subject
  /** The text, or the handle. */
  text: string
  /** The number of reports by reason. */
  reasons: Record<string, number>
  appeals: boolean
  claimer: string | null
  decision: string | null
  createdAt: Date
}

const perPage = 30

type Row = {
  id: number
  bemoaning_id: number | null
  comment_id: number | null
  user_id: number | null
  weight: number
  text: string | null
  reasons: Record<string, number> | null
  appeals: boolean
  claimer: string | null
  decision: string | null
  created_at: string
}

/**
 * Returns a page of the queue by weight, or of the decided cases, newest first. For moderators.
 * @param status of the cases
 */
export async function listCases(status: 'open' | 'decided', after?: string): Promise<Result<Page<CaseLine>>> {
  const name = `cases|${status}`
  const position = after === undefined ? null : decodeCursor(name, after)
  if (after !== undefined && !position)
    return fail('bad-request', 'This cursor does not belong to this list. Start from its first page.')
  const [beyond, order] =
    status === 'open'
      ? [
          position ? sql`(c.weight, c.id) < (${position.key}::int, ${position.id}::bigint)` : sql`true`,
          sql`c.weight desc, c.id desc`,
        ]
      : [position ? sql`c.id < ${position.id}::bigint` : sql`true`, sql`c.id desc`]
  const { rows } = await db().execute<Row>(sql`
    select c.id, c.bemoaning_id, c.comment_id, c.user_id, c.weight, c.created_at, c.appeal_of is not null as appeals,
           coalesce(b.body, k.body, s.handle) as text, w.handle as claimer, m.action as decision,
           (select json_object_agg(g.reason, g.n) from (select r.reason, count(*)::int as n from reports r where r.case_id = c.id group by 1) g) as reasons
      from (select * from cases c where c.status = ${status}::case_status and ${beyond} order by ${order} limit ${perPage + 1}) c
      left join bemoanings b on b.id = c.bemoaning_id
      left join comments k on k.id = c.comment_id
      left join users s on s.id = c.user_id
      left join users w on w.id = c.claimed_by and c.claimed_at > ${claimsHoldSince}
      left join moderations m on m.id = c.moderation_id
     order by ${order}`)
  const last = rows.length > perPage ? rows[perPage - 1] : undefined
  return ok({
    items: rows.slice(0, perPage).map((row) => ({
      id: row.id,
      subject: subjectOf({ bemoaningId: row.bemoaning_id, commentId: row.comment_id, userId: row.user_id }),
      text: row.text ?? '',
      reasons: row.reasons ?? {},
      appeals: row.appeals,
      claimer: row.claimer,
      decision: row.decision,
      createdAt: new Date(row.created_at),
    })),
    next: last ? encodeCursor(name, { key: last.weight, id: last.id }) : null,
  })
}
