import { paths } from '@/core/paths'
import type { Card } from '@/lib/bemoaning'

/** What people comment on, as far as its comments need to know it. */
export type CommentHost = {
  /** The page it is on. */
  path: string
  /** Where comments are sent. */
  reply: string
  /** Under which its drafts are kept in the browser. */
  draft: string
  /** How many comments can be read. */
  count: number
  locked: boolean
}

/** A bemoaning as something to comment on. */
export const hostOfCard = (card: Card): CommentHost => ({
  path: paths.bemoaning(card.id, card.body),
  reply: paths.reply(card.id),
  draft: `comment-${card.id}`,
  count: card.comments,
  locked: card.locked,
})
