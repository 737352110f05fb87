import { eq, sql } from 'drizzle-orm'
import { isModerator } from '@/core/role'
import { type Connection, db, users } from '@/db'
import { getSettings } from '@/lib/setting'
import { hasAuthenticator, hasPasskey } from '../factor-columns'

/** An account's second factors. */
export type Factors = {
  authenticator: boolean
  passkey: boolean
  /** Unused recovery codes. */
  codes: number
}

/** Returns the factors of an account; none if it does not exist. */
export async function findFactors(userId: number): Promise<Factors> {
  const [row] = await db()
    .select({
      authenticator: hasAuthenticator,
      passkey: hasPasskey,
      codes: sql<number>`(
        select count(*)::int
        from recovery_codes c
        where c.user_id = users.id
          and c.used_at is null
      )`,
    })
    .from(users)
    .where(eq(users.id, userId))
  return row ?? { authenticator: false, passkey: false, codes: 0 }
}

/**
 * True if a sign-in by password, key or provider needs a second step: always with an authenticator app; for moderators
 * with only passkeys if the site requires a second factor of its staff.
 */
export async function needsSecondStep(userId: number, connection: Connection = db()): Promise<boolean> {
  const [row] = await connection
    .select({ authenticator: hasAuthenticator, passkey: hasPasskey, role: users.role })
    .from(users)
    .where(eq(users.id, userId))
  if (!row) return false
  if (row.authenticator) return true
  return row.passkey && isModerator(row) && (await getSettings())['staff-second-factor'] === 'on'
}
