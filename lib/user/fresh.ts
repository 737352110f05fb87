import { sql } from 'drizzle-orm'
import { sessions } from '@/db'

/** Minutes after a sign-in during which its session may change how people sign in as its user. */
export const freshMinutes = 30

/** Whether a session's sign-in was a moment ago, by the database's own clock. */
export const isFresh = sql<boolean>`(${sessions.createdAt} > now() - make_interval(mins => ${freshMinutes}))`
