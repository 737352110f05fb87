import { sql } from 'drizzle-orm'

/** Minutes after which a moderator's claim of a case lapses. */
export const claimMinutes = 60

/** Since when a claim must have been made to hold, by the database's own clock. */
export const claimsHoldSince = sql`(now() - make_interval(mins => ${claimMinutes}::int))`
