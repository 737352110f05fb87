import { context, type FormState } from '@/core/context'
import { paths } from '@/core/paths'
import { isModerator } from '@/core/role'
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

/** What a thread and its forms show of their reader. */
export type ThreadReader = {
  /** The address of the page, for forms to return to. */
  back: string
  signedIn: boolean
  moderates: boolean
  /** The form to show again, if any. */
  form: FormState | null
}

/** Returns the reader of this request. */
export function threadReader(): ThreadReader {
  const { url, viewer, form } = context()
  return { back: url, signedIn: viewer !== null, moderates: isModerator(viewer), form }
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
