import { sql } from 'drizzle-orm'

// Table names are written out: in a select from one table drizzle omits the table's name from every column, also in a
// subquery, where `id` would then be the inner table's.

/** True if a user has an active authenticator app: its first code was right. */
export const hasAuthenticator = sql<boolean>`exists (select 1 from authenticators a where a.user_id = users.id and a.confirmed_at is not null)`

/** True if a user has a passkey. */
export const hasPasskey = sql<boolean>`exists (select 1 from passkeys p where p.user_id = users.id)`

/** True if a user has any second factor. */
export const hasFactor = sql<boolean>`(${hasAuthenticator} or ${hasPasskey})`
