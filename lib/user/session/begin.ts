import { eq } from 'drizzle-orm'
import { randomToken, sha256 } from '@/core/crypto'
import { db, sessions, users } from '@/db'
import { needsSecondStep } from '../credential/factor/state'
import { newSession } from './session'

/** A user who has just authenticated, with the credential version that this was checked against. */
export type Proved = { id: number; version: number }

/**
 * Starts a session for an authenticated user, unless their credentials have changed meanwhile: checking a password
 * takes time, and its owner may have set another one.
 * @param factored the credential was two factors in one, as a passkey is
 * @returns the token for the cookie, and whether a second step follows; null if the credential is no longer valid
 */
export function beginSession(
  who: Proved,
  userAgent: string,
  factored: boolean,
): Promise<{ token: string; awaitsFactor: boolean } | null> {
  return db().transaction(async (tx) => {
    const [user] = await tx
      .select({ version: users.credentialVersion })
      .from(users)
      .where(eq(users.id, who.id))
      .for('no key update')
    if (user?.version !== who.version) return null
    const awaitsFactor = !factored && (await needsSecondStep(who.id, tx))
    const token = randomToken()
    await tx
      .insert(sessions)
      .values({ tokenHash: sha256(token), ...newSession(who.id, userAgent, { awaitsFactor, factored }) })
    return { token, awaitsFactor }
  })
}
