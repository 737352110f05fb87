import { sql } from 'drizzle-orm'

// Names are written out: in a select from one table drizzle leaves the table's name off every column, also within a
// subquery, where `id` would then be the inner table's.

/** Whether a user's authenticator app counts: its first code was right. */
export const hasAuthenticator = sql<boolean>`exists (select 1 from authenticators a where a.user_id = users.id and a.confirmed_at is not null)`

/** Whether a user has a passkey. */
export const hasPasskey = sql<boolean>`exists (select 1 from passkeys p where p.user_id = users.id)`

/** Whether a user has a second factor of any kind. */
export const hasFactor = sql<boolean>`(${hasAuthenticator} or ${hasPasskey})`
