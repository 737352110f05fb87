import { eq } from 'drizzle-orm'
import { type Transaction, users } from '@/db'
import { applyConsequences } from '../credential/consequences'

/**
 * Bans a user whose row the caller has locked, or lifts the ban: every session ends at once, and tokens answer with the
 * reason while it lasts.
 * @param until null lifts it
 */
export async function setBan(
  tx: Transaction,
  userId: number,
  until: Date | null,
  reason: string | null,
): Promise<void> {
  await tx
    .update(users)
    .set({ bannedUntil: until, banReason: until ? reason : null })
    .where(eq(users.id, userId))
  if (until) await applyConsequences(tx, 'ban', { userId })
}
