import { and, desc, eq, lt } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { bemoanings, comments, db, moderations, ranks, users } from '@/db'
import type { Page } from '../bemoaning/card'
import { decodeCursor, encodeCursor } from '../cursor'
import { fail, ok, type Result } from '../result'

export type LogEntry = {
  id: number
  action: string
  reason: string
  moderator: string | null
  /** Who it was when it was no moderator. */
  actor?: 'jury'
  createdAt: Date
  subject:
    | { type: 'bemoaning'; id: number }
    | { type: 'comment'; id: number; bemoaningId: number }
    | { type: 'user'; handle: string }
}

const subjects = alias(users, 'subjects')
const perPage = 50

/** A page of the public moderation log, newest first. */
export async function listLog(after?: string): Promise<Result<Page<LogEntry>>> {
  const position = after === undefined ? null : decodeCursor('log', after)
  if (after !== undefined && !position)
    return fail('bad-request', 'This cursor does not belong to this list. Start from its first page.')
  const rows = await db()
    .select({
      id: moderations.id,
      action: moderations.action,
      reason: moderations.reason,
      moderator: users.handle,
      actor: moderations.actor,
      createdAt: moderations.createdAt,
      bemoaningId: moderations.bemoaningId,
      commentId: moderations.commentId,
      commentOn: comments.bemoaningId,
      handle: subjects.handle,
    })
    .from(moderations)
    .leftJoin(users, eq(users.id, moderations.moderatorId))
    .leftJoin(comments, eq(comments.id, moderations.commentId))
    .leftJoin(subjects, eq(subjects.id, moderations.userId))
    .where(position ? lt(moderations.id, position.id) : undefined)
    .orderBy(desc(moderations.id))
    .limit(perPage + 1)
  const last = rows.length > perPage ? rows[perPage - 1] : undefined
  return ok({
    items: rows.slice(0, perPage).map(({ bemoaningId, commentId, commentOn, handle, actor, ...row }) => ({
      ...row,
      ...(actor ? { actor } : {}),
      subject: bemoaningId
        ? { type: 'bemoaning', id: bemoaningId }
        : commentId
          ? { type: 'comment', id: commentId, bemoaningId: commentOn ?? 0 }
          : { type: 'user', handle: handle ?? '' },
    })),
    next: last ? encodeCursor('log', { key: 0, id: last.id }) : null,
  })
}

/** Bemoanings that wait for a decision, oldest first, for moderators. */
export const listPending = () =>
  db()
    .select({ id: ranks.id, body: bemoanings.body })
    .from(ranks)
    .innerJoin(bemoanings, eq(bemoanings.id, ranks.id))
    .where(and(eq(ranks.status, 'pending')))
    .orderBy(ranks.id)
    .limit(50)
