import { and, desc, eq, lt, or } from 'drizzle-orm'
import { bemoanings, db, notices, ranks } from '@/db'
import type { Page } from '../bemoaning/card'
import { decodeCursor, encodeCursor } from '../cursor'
import { fail, ok, type Result } from '../result'
import type { NoticeKind } from '../words'

/** One thing somebody is told of. */
export type Notice = {
  id: number
  kind: NoticeKind
  bemoaning: { id: number; body: string; createdAt: Date; fixedAt: Date | null }
  commentId: number | null
  createdAt: Date
  unread: boolean
}

const perPage = 50
const moment = (epoch: number): Date => new Date(epoch * 1000)

/** A page of somebody's inbox, newest first. What is no longer public is not in it. */
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
      createdAt: notices.createdAt,
      readAt: notices.readAt,
      bemoaningId: ranks.id,
      body: bemoanings.body,
      epoch: ranks.epoch,
      fixedEpoch: ranks.fixedEpoch,
    })
    .from(notices)
    .innerJoin(
      ranks,
      and(
        eq(ranks.id, notices.bemoaningId),
        // Only its author is told of a rejection, and may go on reading what it was.
        or(eq(ranks.status, 'published'), and(eq(ranks.status, 'rejected'), eq(notices.kind, 'rejected'))),
      ),
    )
    .innerJoin(bemoanings, eq(bemoanings.id, ranks.id))
    .where(and(eq(notices.userId, userId), position ? lt(notices.id, position.id) : undefined))
    .orderBy(desc(notices.id))
    .limit(perPage + 1)
  const last = rows.length > perPage ? rows[perPage - 1] : undefined
  return ok({
    items: rows.slice(0, perPage).map(({ bemoaningId, body, epoch, fixedEpoch, readAt, ...notice }) => ({
      ...notice,
      bemoaning: {
        id: bemoaningId,
        body,
        createdAt: moment(epoch),
        fixedAt: fixedEpoch === null ? null : moment(fixedEpoch),
      },
      unread: readAt === null,
    })),
    next: last ? encodeCursor(name, { key: 0, id: last.id }) : null,
  })
}
