import { type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import { context } from '@/core/context'

/** Days for which it is remembered what somebody has seen, and the most that is: older lists show it again. */
export const seenLimits = { days: 60, most: 2_000, atOnce: 100 } as const

/**
 * That a user has not seen a bemoaning; nothing where it does not matter. What they have seen is read once and hashed: a list
 * may pass over all of it.
 */
export const isUnseen = (id: SQLWrapper, userId: number | undefined): SQL | undefined =>
  userId === undefined
    ? undefined
    : sql`${id} not in (select s.bemoaning_id from seen s where s.user_id = ${userId})`

/** What a list's query leaves out for the viewer of this request: what they have seen, if they wish that. */
export function unlessSeen(): { unseenBy?: number } {
  const { viewer } = context()
  return viewer?.hideSeen ? { unseenBy: viewer.id } : {}
}
