import { eq, type SQL, sql } from 'drizzle-orm'
import { cases } from '@/db'
import type { Subject } from '../subject'

/** Minutes until a moderator's claim of a case expires. */
export const claimMinutes = 60

/** Claims made after this time are valid, by the database's clock. */
export const claimsHoldSince = sql`(now() - make_interval(mins => ${claimMinutes}::int))`

/** Matches the cases about a subject. */
export const whereSubject = ({ type, id }: Subject): SQL =>
  eq({ bemoaning: cases.bemoaningId, comment: cases.commentId, user: cases.userId }[type], id)
