import { and, eq, gt, sql } from 'drizzle-orm'
import type { Viewer } from '@/core/context'
import { fail, type Result } from '@/core/result'
import { db, sessions, type Transaction, users } from '@/db'
import { retrying } from '@/db/retry'

const ended = fail('signed-out', 'Your session has ended. Sign in again; nothing was changed.')

/** Locks an account, as everybody does first who changes what opens it: two changes then come one after the other. */
export const lockUser = (tx: Transaction, userId: number) =>
  tx
    .select({ version: users.credentialVersion, hash: users.passwordHash })
    .from(users)
    .where(eq(users.id, userId))
    .for('update')

/** Whether a session still stands for its user; true for `null`, which is what has none, such as an API token. */
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
 * Changes what opens the viewer's account, in one transaction that has locked it. The session that asks for it is looked at
 * again under the lock: what was on its way while the owner ended it changes nothing.
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
