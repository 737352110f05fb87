import { type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import { context } from '@/core/context'

/** Days and maximum number of seen bemoanings that are kept: older ones are shown again. */
export const seenLimits = { days: 60, most: 2_000, atOnce: 100 } as const

/**
 * Matches bemoanings that a user has not seen; undefined without a user. The seen ones are read once and hashed, as a
 * list may skip all of them.
 */
export const isUnseen = (id: SQLWrapper, userId: number | undefined): SQL | undefined =>
  userId === undefined
    ? undefined
    : sql`${id} not in (select s.bemoaning_id from seen s where s.user_id = ${userId})`

/** Returns the filter of a list for this request's viewer: without seen ones, if they chose that. */
export function unlessSeen(): { unseenBy?: number } {
  const { viewer } = context()
  return viewer?.hideSeen ? { unseenBy: viewer.id } : {}
}
