import { eq, type SQL, sql } from 'drizzle-orm'
import { cases } from '@/db'
import type { Subject } from '../subject'

/** Minutes after which a moderator's claim of a case lapses. */
export const claimMinutes = 60

/** Since when a claim must have been made to hold, by the database's own clock. */
export const claimsHoldSince = sql`(now() - make_interval(mins => ${claimMinutes}::int))`

/** The cases about a subject. */
export const whereSubject = ({ type, id }: Subject): SQL =>
  eq({ bemoaning: cases.bemoaningId, comment: cases.commentId, user: cases.userId }[type], id)
