import { and, desc, eq, lt, sql } from 'drizzle-orm'
import { bemoanings, comments, db, moderations, notices, ranks } from '@/db'
import type { Page } from '../bemoaning/card'
import { decodeCursor, encodeCursor } from '../cursor'
import { fail, ok, type Result } from '../result'
import type { NoticeKind } from '../words'

/** One thing somebody is told of. */
export type Notice = {
  id: number
  kind: NoticeKind
  /** Null when it is about the person themselves. Without its text when that cannot be read by everybody. */
  bemoaning: { id: number; body: string | null; createdAt: Date; fixedAt: Date | null } | null
  commentId: number | null
  /** The post that the comment is on. */
  postSlug: string | null
  /** The act of moderation that it tells of. */
  act: { id: number; action: string; reason: string; appealed: boolean } | null
  createdAt: Date
  unread: boolean
}

const perPage = 50
const moment = (epoch: number): Date => new Date(epoch * 1000)

/** What is no longer public is not told of any more, but for what moderators did with it, and to its author that the jury refused it. */
const isTold = sql`(${notices.moderationId} is not null or ${notices.kind} in ('damped', 'undamped') or ${ranks.status} = 'published' and ${comments.removedAt} is null or ${ranks.status} = 'rejected' and ${notices.kind} = 'rejected')`

/** A page of somebody's inbox, newest first. */
export async function listNotices(userId: number, after?: string): Promise<Result<Page<Notice>>> {
  const name = `inbox|${userId}`
  const position = after === undefined ? null : decodeCursor(name, after)
  if (after !== undefined && !position)
    return fail('bad-request', 'This cursor does not belong to this list. Start from its first page.')
  const rows = await db()
    .select({
      id: notices.id,
      kind: notices.kind,
      commentId: notices.commentId,
      postSlug: comments.postSlug,
      createdAt: notices.createdAt,
      readAt: notices.readAt,
      bemoaningId: ranks.id,
      body: sql<string | null>`case when ${ranks.status} = 'published' then ${bemoanings.body} end`,
      epoch: ranks.epoch,
      fixedEpoch: ranks.fixedEpoch,
      act: {
        id: moderations.id,
        action: moderations.action,
        reason: moderations.reason,
        appealed: sql<boolean>`(select c.id from cases c where c.appeal_of = ${moderations.id} limit 1) is not null`,
      },
    })
    .from(notices)
    .leftJoin(ranks, eq(ranks.id, notices.bemoaningId))
    .leftJoin(bemoanings, eq(bemoanings.id, notices.bemoaningId))
    .leftJoin(comments, eq(comments.id, notices.commentId))
    .leftJoin(moderations, eq(moderations.id, notices.moderationId))
    .where(and(eq(notices.userId, userId), isTold, position ? lt(notices.id, position.id) : undefined))
    .orderBy(desc(notices.id))
    .limit(perPage + 1)
  const last = rows.length > perPage ? rows[perPage - 1] : undefined
  return ok({
    items: rows.slice(0, perPage).map(({ bemoaningId, body, epoch, fixedEpoch, readAt, act, ...notice }) => ({
      ...notice,
      bemoaning:
        bemoaningId === null
          ? null
          : {
              id: bemoaningId,
              body,
              createdAt: moment(epoch ?? 0),
              fixedAt: fixedEpoch === null ? null : moment(fixedEpoch),
            },
      act,
      unread: readAt === null,
    })),
    next: last ? encodeCursor(name, { key: 0, id: last.id }) : null,
  })
}
