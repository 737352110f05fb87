import { sql } from 'drizzle-orm'
import { sessions } from '@/db'

/**
 * Minutes after a proof of who they are during which a session may do what could take the account or its data away: export,
 * leaving, everything about signing in.
 */
export const freshMinutes = 10

/** Whether a session's last proof was a moment ago, by the database's own clock. */
export const isFresh = sql<boolean>`(${sessions.confirmedAt} > now() - make_interval(mins => ${freshMinutes}))`
