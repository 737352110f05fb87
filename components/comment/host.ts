import { paths } from '@/core/paths'
import type { Card } from '@/lib/bemoaning'
import type { Thread } from '@/lib/reader'

/** The subject of comments, with the properties that they need. */
export type CommentHost = {
  /** Path of its page. */
  path: string
  /** Action of the comment form. */
  reply: string
  /** Its name as a thread, and the path of its API call for visits. */
  thread: Thread
  visit: string
  /** Key of its drafts in the browser. */
  draft: string
  /** Number of visible comments. */
  count: number
  locked: boolean
}

/** Returns the comment host of a bemoaning. */
export const hostOfCard = (card: Card): CommentHost => ({
  path: paths.bemoaning(card.id, card.body),
  reply: paths.reply(card.id),
  thread: card.id,
  visit: `bemoanings/${card.id}/visit`,
  draft: `comment-${card.id}`,
  count: card.comments,
  locked: card.locked,
})
