import { and, eq, gt, sql } from 'drizzle-orm'
import type { Viewer } from '@/core/context'
import { fail, type Result } from '@/core/result'
import { db, sessions, type Transaction, users } from '@/db'
import { retrying } from '@/db/retry'

const ended = fail('signed-out', 'Your session has ended, so we changed nothing. Sign in again.')

/**
 * Locks an account. Every change of its credentials does this first, so that concurrent changes run one after the
 * other.
 */
export const lockUser = (tx: Transaction, userId: number) =>
  tx
    .select({ version: users.credentialVersion, hash: users.passwordHash })
    .from(users)
    .where(eq(users.id, userId))
    .for('update')

/**
 * True if a session is still valid for its user; also for `null`, a credential without a session such as an API token.
 */
export async function isOpen(tx: Transaction, sessionId: string | null): Promise<boolean> {
  if (sessionId === null) return true
  const isIt = and(
    eq(sessions.id, sessionId),
    eq(sessions.awaitsFactor, false),
    gt(sessions.expiresAt, sql`now()`),
  )
  return (await tx.$count(sessions, isIt)) > 0
}

/**
 * Changes the viewer's credentials in a transaction that locks the account. Checks the session again under the lock: a
 * request in flight while the owner ended its session changes nothing.
 */
export function asOwner<T>(
  viewer: Pick<Viewer, 'id' | 'sessionId'>,
  work: (tx: Transaction) => Promise<Result<T>>,
): Promise<Result<T>> {
  return retrying(() =>
    db().transaction(async (tx): Promise<Result<T>> => {
      const [user] = await lockUser(tx, viewer.id)
      return user && (await isOpen(tx, viewer.sessionId)) ? work(tx) : ended
    }),
  )
}
