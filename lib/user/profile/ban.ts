import { eq } from 'drizzle-orm'
import { cacheTags } from '@/core/cache-tags'
import { ok, type Result } from '@/core/result'
import { db, moderations, type Transaction, users } from '@/db'
import { announceRemoval } from '@/db/invalidate'
import { applyConsequences } from '../credential/consequences'
import { noSuchUser } from './retired'

/**
 * Bans a user whose row the caller has locked, or lifts the ban. A ban ends every session at once, and requests with
 * tokens get the reason while it lasts.
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

/**
 * Bans a user, or lifts a ban, for the operator, with an entry in the public log: every session ends, every token stops
 * working.
 * @param until null lifts the ban; without a ban, nothing happens
 */
export async function banUser(
  handle: string,
  until: Date | null,
  reason: string,
): Promise<Result<{ handle: string }>> {
  const name = handle.trim().toLowerCase()
  return db().transaction(async (tx): Promise<Result<{ handle: string }>> => {
    const [user] = await tx
      .select({ id: users.id, bannedUntil: users.bannedUntil })
      .from(users)
      .where(eq(users.handle, name))
      .for('update')
    if (!user) return noSuchUser(handle, tx)
    if (!until && !user.bannedUntil) return ok({ handle: name })
    await setBan(tx, user.id, until, reason)
    await tx
      .insert(moderations)
      .values({ actor: 'operator', action: until ? 'ban' : 'unban', userId: user.id, reason })
    await announceRemoval(tx, cacheTags.user(name))
    return ok({ handle: name })
  })
}
