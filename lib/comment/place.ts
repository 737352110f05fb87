import { sql } from 'drizzle-orm'
import { cacheTags } from '@/core/cache-tags'
import { paths } from '@/core/paths'
import { bemoanings, comments, ranks } from '@/db'
import { findPost } from '@/lib/blog'

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
