import { and, eq, sql } from 'drizzle-orm'
import { cacheTags } from '@/core/cache-tags'
import type { Viewer } from '@/core/context'
import { demand } from '@/core/credential'
import { databaseError } from '@/core/database-error'
import { fail, ok, type Result } from '@/core/result'
import { isModerator } from '@/core/role'
import { db, oldHandles, users } from '@/db'
import { announceRemoval } from '@/db/invalidate'
import { skeleton } from '@/text/text'
import { tellOwner } from '../recovery/tell-owner'
import { artOfHandle } from './art'
import { isReserved } from './input'
import { renameableFrom } from './rename-window'
import { isRetired } from './retired'

const invalid = (message: string) => fail('invalid', message, { errors: [{ path: 'handle', message }] })
const taken = fail('conflict', 'That handle, or one that looks like it, is taken. Choose a different one.', {
  errors: [{ path: 'handle', message: 'Taken.' }],
})

/**
 * Changes the viewer's handle, once a year. The previous one stays reserved for them, and its URLs redirect to the new
 * one; they may take an earlier one again.
 */
export async function rename(viewer: Viewer, handle: string): Promise<Result<{ handle: string }>> {
  demand(viewer, 'account')
  if (handle === viewer.handle) return invalid('That is already your handle.')
  if (isReserved(handle) && !isModerator(viewer)) return taken
  try {
    return await db().transaction(async (tx): Promise<Result<{ handle: string }>> => {
      const [user] = await tx
        .select({
          handle: users.handle,
          skeleton: users.skeleton,
          changedAt: users.handleChangedAt,
          hasKey: sql<boolean>`(select k.id from ssh_keys k where k.user_id = users.id limit 1) is not null`,
        })
        .from(users)
        .where(eq(users.id, viewer.id))
        .for('update')
      if (!user) return fail('not-found', 'That account is gone.')
      if (await isRetired(handle, tx)) return taken
      const from = renameableFrom(user.changedAt)
      if (from)
        return invalid(
          `You can change your handle once a year, and next on ${from.toISOString().slice(0, 10)}.`,
        )
      await tx
        .delete(oldHandles)
        .where(and(eq(oldHandles.userId, viewer.id), eq(oldHandles.skeleton, skeleton(handle))))
      await tx
        .update(users)
        .set({
          handle,
          skeleton: skeleton(handle),
          handleChangedAt: new Date(),
          ...(user.hasKey ? {} : { art: artOfHandle(handle) }),
        })
        .where(eq(users.id, viewer.id))
      await tx.insert(oldHandles).values({ handle: user.handle, skeleton: user.skeleton, userId: viewer.id })
      await tellOwner(tx, viewer.id, 'handle', { detail: `${viewer.handle} → ${handle}` })
      await announceRemoval(tx, cacheTags.user(viewer.handle), cacheTags.user(handle), cacheTags.log)
      return ok({ handle })
    })
  } catch (error) {
    if (databaseError(error)?.kind === 'unique') return taken
    throw error
  }
}
