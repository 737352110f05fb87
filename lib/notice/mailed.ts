import { paths } from '@/core/paths'
import { absolute } from '@/core/site'
import type { Notice } from './queries'

/** A comment by the numbers and names in a link of an email. */
type InLink = { bemoaning: string | null; post: string | null; comment: string | null }

const isId = (text: string | null): text is string => text !== null && /^[1-9]\d{0,14}$/.test(text)

/**
 * Returns the URL that an email about a comment links to. Opened by its owner, it marks the notice as read; to anybody
 * else it is a link to the comment, which it names, so that it tells nothing about the notice.
 */
export function mailedAddress({ id, bemoaning, postSlug, commentId }: Notice): string {
  return absolute(paths.mailedNotice(id, { bemoaning: bemoaning?.id, post: postSlug, comment: commentId }))
}

/** Returns the path of the comment that such a link names; null if it names none. */
export function threadInLink({ bemoaning, post, comment }: InLink): string | null {
  if (!isId(comment)) return null
  if (post !== null) return /^[a-z0-9-]{1,100}$/.test(post) ? paths.postComment(post, Number(comment)) : null
  return isId(bemoaning) ? `${paths.shortBemoaning(Number(bemoaning))}#c${comment}` : null
}
