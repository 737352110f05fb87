import { and, desc, eq, inArray, lt, type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { decodeCursor, encodeCursor } from '@/core/cursor'
import { fail, ok, type Result } from '@/core/result'
import type { NoticeKind } from '@/core/vocabulary'
import {
  bemoanings,
  type Connection,
  comments,
  db,
  moderations,
  notices,
  ranks,
  securityEvents,
  users,
} from '@/db'
import type { Page } from '@/lib/bemoaning'
import { isOnUnmutedPost, isUnmuted, isUnmutedComment, type MuteSets } from '@/lib/reader'
import { type NoticeCategory, noticeCategories } from './categories'

/** One notice. */
export type Notice = {
  id: number
  kind: NoticeKind
  /** Null if it is about the account itself. Without its text if that is not public. */
  bemoaning: { id: number; body: string | null; createdAt: Date; fixedAt: Date | null } | null
  commentId: number | null
  /** For a comment: its author (null if the account is gone) and its text. */
  said: { author: string | null; body: string } | null
  /** For a milestone: the number of people. */
  amount: number | null
  /** The post that has the comment. */
  postSlug: string | null
  /** The act of moderation it is about; `appealed` if it was appealed against, or a line by another one replaced. */
  act: { id: number; action: string; reason: string; appealed: boolean } | null
  /** The security event it is about. */
  security: { event: string; detail: string; by: string } | null
  createdAt: Date
  unread: boolean
}

const perPage = 50
const moment = (epoch: number): Date => new Date(epoch * 1000)
const commenters = alias(users, 'commenters')

/** Hides notices about subjects that are no longer public, except about acts of moderation and the jury's rejection. */
const isTold = sql`(
  ${notices.moderationId} is not null
  or ${notices.securityEventId} is not null
  or ${notices.kind} in ('damped', 'undamped')
  or (${ranks.status} = 'published' or ${comments.postSlug} is not null)
     and ${comments.removedAt} is null and ${comments.deletedAt} is null
  or ${ranks.status} = 'rejected' and ${notices.kind} = 'rejected'
)`

/** Hides notices about subjects muted since, except about acts of moderation. */
const isWanted = (sets?: MuteSets): SQL =>
  sql`(
    ${notices.moderationId} is not null
    or ${notices.securityEventId} is not null
    or ${isUnmuted(notices.bemoaningId, sets)}
       and ${isUnmutedComment(notices.commentId, sets)}
       and ${sets ? sql`true` : isOnUnmutedPost(comments.postSlug)}
  )`

/**
 * Returns the visible notices, newest first, each with its user.
 * @param sets the mutes to apply; by default the viewer's
 */
export async function selectNotices(
  where: SQL | undefined,
  limit: number,
  { sets, connection = db() }: { sets?: MuteSets; connection?: Connection } = {},
): Promise<(Notice & { userId: number })[]> {
  const rows = await connection
    .select({
      id: notices.id,
      userId: notices.userId,
      kind: notices.kind,
      commentId: notices.commentId,
      amount: notices.amount,
      postSlug: comments.postSlug,
      createdAt: notices.createdAt,
      readAt: notices.readAt,
      bemoaningId: ranks.id,
      body: sql<string | null>`case when ${ranks.status} = 'published' then ${bemoanings.body} end`,
      epoch: ranks.epoch,
      fixedEpoch: ranks.fixedEpoch,
      said: sql<
        string | null
      >`case when ${notices.kind} in ('answer', 'comment', 'mention') then ${comments.body} end`,
      author: commenters.handle,
      act: {
        id: moderations.id,
        action: moderations.action,
        reason: moderations.reason,
        appealed: sql<boolean>`(
          (select c.id from cases c where c.appeal_of = ${moderations.id} limit 1) is not null
          or ${moderations.action} = 'remove line' and (select u.about from users u where u.id = ${notices.userId}) is not null)`,
      },
      security: {
        event: securityEvents.event,
        detail: securityEvents.detail,
        by: securityEvents.by,
      },
    })
    .from(notices)
    .leftJoin(ranks, eq(ranks.id, notices.bemoaningId))
    .leftJoin(bemoanings, eq(bemoanings.id, notices.bemoaningId))
    .leftJoin(comments, eq(comments.id, notices.commentId))
    .leftJoin(commenters, eq(commenters.id, comments.authorId))
    .leftJoin(moderations, eq(moderations.id, notices.moderationId))
    .leftJoin(securityEvents, eq(securityEvents.id, notices.securityEventId))
    .where(and(where, isTold, isWanted(sets)))
    .orderBy(desc(notices.id))
    .limit(limit)
  return rows.map(({ bemoaningId, body, epoch, fixedEpoch, readAt, said, author, ...notice }) => ({
    ...notice,
    said: said === null ? null : { author, body: said },
    bemoaning:
      bemoaningId === null
        ? null
        : {
            id: bemoaningId,
            body,
            createdAt: moment(epoch ?? 0),
            fixedAt: fixedEpoch === null ? null : moment(fixedEpoch),
          },
    unread: readAt === null,
  }))
}

/** Returns a page of a user's inbox, or of one category, newest first. */
export async function listNotices(
  userId: number,
  after?: string,
  category?: NoticeCategory,
): Promise<Result<Page<Notice>>> {
  const name = category ? `inbox|${userId}|${category}` : `inbox|${userId}`
  const position = after === undefined ? null : decodeCursor(name, after)
  if (after !== undefined && !position)
    return fail('bad-request', 'This cursor does not belong to this list. Start from its first page.')
  const found = await selectNotices(
    and(
      eq(notices.userId, userId),
      category ? inArray(notices.kind, [...noticeCategories[category].kinds]) : undefined,
      position ? lt(notices.id, position.id) : undefined,
    ),
    perPage + 1,
  )
  const last = found.length > perPage ? found[perPage - 1] : undefined
  return ok({
    items: found.slice(0, perPage),
    next: last ? encodeCursor(name, { key: 0, id: last.id }) : null,
  })
}
