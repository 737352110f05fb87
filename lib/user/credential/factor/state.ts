import { eq, sql } from 'drizzle-orm'
import { isModerator } from '@/core/role'
import { type Connection, db, users } from '@/db'
import { getSettings } from '@/lib/setting'
import { hasAuthenticator, hasPasskey } from '../factor-columns'

/** Which factors an account has beside what begins a sign-in. */
export type Factors = {
  authenticator: boolean
  passkey: boolean
  /** Recovery codes that were not used yet. */
  codes: number
}

/** The factors of an account; none when there is no such account. */
export async function findFactors(userId: number): Promise<Factors> {
  const [row] = await db()
    .select({
      authenticator: hasAuthenticator,
      passkey: hasPasskey,
      codes: sql<number>`(select count(*)::int from recovery_codes c where c.user_id = users.id and c.used_at is null)`,
    })
    .from(users)
    .where(eq(users.id, userId))
  return row ?? { authenticator: false, passkey: false, codes: 0 }
}

/**
 * Whether a sign-in by password, key or provider goes on to a second step: with an authenticator app always; for
 * moderators with nothing but passkeys where the site asks its staff for a second factor.
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
