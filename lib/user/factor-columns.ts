import { sql } from 'drizzle-orm'
import { authenticators, passkeys, users } from '@/db'

/** Whether a user's authenticator app counts: its first code was right. */
export const hasAuthenticator = sql<boolean>`exists (select 1 from ${authenticators} where ${authenticators.userId} = ${users.id} and ${authenticators.confirmedAt} is not null)`

/** Whether a user has a passkey. */
export const hasPasskey = sql<boolean>`exists (select 1 from ${passkeys} where ${passkeys.userId} = ${users.id})`

/** Whether a user has a second factor of any kind. */
export const hasFactor = sql<boolean>`(${hasAuthenticator} or ${hasPasskey})`
