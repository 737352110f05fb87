import { and, desc, eq, isNull, lt, sql } from 'drizzle-orm'
import { context } from '@/core/context'
import { decodeCursor, encodeCursor } from '@/core/cursor'
import { fail, ok, type Result } from '@/core/result'
import { bemoanings, comments, db, ranks } from '@/db'
import type { Page } from '@/lib/bemoaning'
import { isVisible } from '@/lib/bemoaning'
import { findPost } from '@/lib/blog'
import { isOnUnmutedPost, isUnmutedComment } from '@/lib/reader'
import { type CommentPlace, placeColumns, placeOf } from './place'

/** A comment as a row of its author's page, with its subject. */
export type PlacedComment = {
  id: number
  bodyHtml: string
  votes: number
  createdAt: Date
  remedy: boolean
  /** What it comments on, and that thing's text or title. */
  place: CommentPlace
  about: string
}

const usualLimit = 25

/**
 * Returns a page of a user's comments, newest first.
 * @param remedies only comments marked as remedies
 * @param limit comments on a page
 */
export async function listPlacedComments(
  author: { id: number; handle: string },
  {
    remedies = false,
    after,
    limit = usualLimit,
  }: { remedies?: boolean; after?: string; limit?: number } = {},
): Promise<Result<Page<PlacedComment>>> {
  const name = `said|${author.id}|${remedies}`
  const position = after === undefined ? null : decodeCursor(name, after)
  if (after !== undefined && !position)
    return fail('bad-request', 'This cursor does not belong to this list. Start from its first page.')
  if (context().viewer?.mutes.users.includes(author.id)) return ok({ items: [], next: null })
  const isRemedy = sql<boolean>`${bemoanings.remedyId} is not distinct from ${comments.id}`
  const rows = await db()
    .select({
      id: comments.id,
      bodyHtml: comments.bodyHtml,
      votes: comments.votes,
      createdAt: comments.createdAt,
      remedy: isRemedy,
      ...placeColumns,
    })
    .from(comments)
    .leftJoin(ranks, eq(ranks.id, comments.bemoaningId))
    .leftJoin(bemoanings, eq(bemoanings.id, comments.bemoaningId))
    .where(
      and(
        eq(comments.authorId, author.id),
        isNull(comments.deletedAt),
        isNull(comments.removedAt),
        sql`(${comments.bemoaningId} is null or ${isVisible()})`,
        isUnmutedComment(comments.id),
        isOnUnmutedPost(comments.postSlug),
        remedies ? isRemedy : undefined,
        position ? lt(comments.id, position.id) : undefined,
      ),
    )
    .orderBy(desc(comments.id))
    .limit(limit + 1)
  const last = rows.length > limit ? rows[limit - 1] : undefined
  return ok({
    items: rows.slice(0, limit).flatMap(({ bemoaningId, bemoaningBody, postSlug, ...said }) => {
      const about = postSlug === null ? bemoaningBody : findPost(postSlug)?.title
      // The comments of an unpublished post are hidden with it.
      return about ? [{ ...said, about, place: placeOf({ bemoaningId, bemoaningBody, postSlug }) }] : []
    }),
    next: last ? encodeCursor(name, { key: 0, id: last.id }) : null,
  })
}
