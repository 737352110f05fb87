import { eq, sql } from 'drizzle-orm'
import { cacheTags } from '@/core/cache-tags'
import { paths } from '@/core/paths'
import { fail, ok, type Result } from '@/core/result'
import { bemoanings, comments, postThreads, ranks, type Transaction } from '@/db'
import { lockWritable } from '@/lib/bemoaning'
import { findPost } from '@/lib/blog'
import { lockPost } from './lock'

/** The bemoaning or post that a comment belongs to. */
export type CommentPlace = { type: 'bemoaning'; id: number; body: string } | { type: 'post'; slug: string }

/** A comment that was written or changed, and its place. */
export type WrittenComment = { id: number; place: CommentPlace }

type Row = { bemoaningId: number | null; bemoaningBody: string | null; postSlug: string | null }

/** Returns the place of a comment, from its row and its bemoaning. */
export const placeOf = ({ bemoaningId, bemoaningBody, postSlug }: Row): CommentPlace =>
  bemoaningId === null
    ? { type: 'post', slug: postSlug ?? '' }
    : { type: 'bemoaning', id: bemoaningId, body: bemoaningBody ?? '' }

/** Returns the URL of a comment's page, with the comment's anchor if one is given. */
export function addressOfPlace(place: CommentPlace, comment?: number): string {
  const path = place.type === 'post' ? paths.post(place.slug) : paths.bemoaning(place.id, place.body)
  return comment === undefined ? path : `${path}#c${comment}`
}

/** Returns the cache tag to invalidate when something changes there. */
export const tagOfPlace = (place: CommentPlace): string =>
  place.type === 'post' ? cacheTags.post(place.slug) : cacheTags.bemoaning(place.id)

/** The columns that `placeOf` reads; needs a left join of the bemoanings. */
export const placeColumns = {
  bemoaningId: comments.bemoaningId,
  bemoaningBody: bemoanings.body,
  postSlug: comments.postSlug,
}

/** Matches comments on published things: a bemoaning by its rank (needs a left join), a post by the blog. */
export const isOnPublished = sql<boolean>`(${comments.bemoaningId} is null or ${ranks.status} = 'published')`

/** True if a post's comments can be read: the post must be published. */
export const isReadable = (postSlug: string | null): boolean =>
  postSlug === null || findPost(postSlug) !== null

/** The target of a new comment: a bemoaning by its id, a post by its slug. */
export type CommentTarget = number | { post: string }

/** Locks the target of a comment: a bemoaning that accepts comments, or a post by its thread's row. */
export async function lockPlace(tx: Transaction, target: CommentTarget): Promise<Result<CommentPlace>> {
  if (typeof target === 'number') {
    const held = await lockWritable(tx, target)
    return held.ok ? ok({ type: 'bemoaning', id: target, body: held.value.body }) : held
  }
  if (!findPost(target.post)) return fail('not-found', 'We can’t find that post.')
  await tx.insert(postThreads).values({ slug: target.post }).onConflictDoNothing()
  await lockPost(tx, target.post)
  return ok({ type: 'post', slug: target.post })
}

/** Matches the comments of one place. */
export const onPlace = (place: CommentPlace) =>
  place.type === 'post' ? eq(comments.postSlug, place.slug) : eq(comments.bemoaningId, place.id)

/** Returns a place as columns of a comment's row. */
export const inPlaceColumns = (place: CommentPlace) =>
  place.type === 'post'
    ? { bemoaningId: null, postSlug: place.slug }
    : { bemoaningId: place.id, postSlug: null }
