import { sql } from 'drizzle-orm'
import { sessions } from '@/db'

/**
 * Minutes after a sign-in or reauthentication in which a session may do what could take over the account or its data:
 * export, leaving, and all changes of credentials.
 */
export const freshMinutes = 10

/** True if a session's last sign-in or reauthentication is recent, by the database's clock. */
export const isFresh = sql<boolean>`(${sessions.confirmedAt} > now() - make_interval(mins => ${freshMinutes}))`
