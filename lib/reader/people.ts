import { and, eq, sql } from 'drizzle-orm'
import type { Viewer } from '@/core/context'
import { demand } from '@/core/credential'
import { fail, ok, type Result } from '@/core/result'
import { db, userFollows, userMutes, users } from '@/db'
import { noSuchUser } from '@/lib/user'

/** How many people a user may follow: the list reads the newest of each. */
export const mostFollowed = 100

/**
 * Follows or unfollows a user: what they post under their name is then in the viewer's list. It ends a mute, as a mute ends it.
 * Nobody else learns of it. Idempotent.
 */
export async function followUser(
  viewer: Viewer,
  handle: string,
  on: boolean,
): Promise<Result<{ following: boolean }>> {
  demand(viewer, 'write')
  const [user] = await db().select({ id: users.id }).from(users).where(eq(users.handle, handle))
  if (!user) return noSuchUser(handle)
  if (user.id === viewer.id) return fail('forbidden', 'That’s you.')
  const mine = and(eq(userFollows.userId, viewer.id), eq(userFollows.followedId, user.id))
  if (!on) {
    await db().delete(userFollows).where(mine)
    return ok({ following: false })
  }
  return db().transaction(async (tx): Promise<Result<{ following: boolean }>> => {
    // Locks the viewer, so that a second tab cannot exceed the maximum.
    await tx.execute(sql`select 1 from users where id = ${viewer.id} for no key update`)
    const [known] = await tx.select({ id: userFollows.followedId }).from(userFollows).where(mine)
    if (known) return ok({ following: true })
    if ((await tx.$count(userFollows, eq(userFollows.userId, viewer.id))) >= mostFollowed)
      return fail('conflict', `You follow ${mostFollowed} people, and you can’t follow more.`)
    await tx.insert(userFollows).values({ userId: viewer.id, followedId: user.id })
    await tx.delete(userMutes).where(and(eq(userMutes.userId, viewer.id), eq(userMutes.mutedId, user.id)))
    return ok({ following: true })
  })
}
