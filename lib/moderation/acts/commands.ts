import { eq } from 'drizzle-orm'
import type { Viewer } from '@/core/context'
import { demand } from '@/core/credential'
import { paths } from '@/core/paths'
import { ok, type Result } from '@/core/result'
import { isModerator } from '@/core/role'
import { bemoanings, db, users } from '@/db'
import { noSuchUser } from '@/lib/user'
import { decide, notYours } from './decide'

/** A moderator's acts on a bemoaning's own page, without a case. */
export const moveNames = ['remove', 'restore', 'publish', 'reject', 'lock'] as const
export type Move = (typeof moveNames)[number]

/** Changes a bemoaning's status, or locks it, with a reason in the public log. */
export async function moderateBemoaning(
  viewer: Viewer,
  id: number,
  move: Move,
  reason: string,
): Promise<Result<{ body: string }>> {
  const done = await decide(viewer, { subject: { type: 'bemoaning', id } }, { action: move, reason })
  if (!done.ok) return done
  const [text] = await db().select({ body: bemoanings.body }).from(bemoanings).where(eq(bemoanings.id, id))
  return ok({ body: text?.body ?? '' })
}

/** Removes a comment; a stub stays if it has replies. @returns the page it was on */
export async function removeComment(
  viewer: Viewer,
  id: number,
  reason: string,
): Promise<Result<{ back: string }>> {
  const done = await decide(viewer, { subject: { type: 'comment', id } }, { action: 'remove', reason })
  if (!done.ok) return done
  const { bemoaningId, postSlug } = done.value
  return ok({ back: postSlug === null ? paths.shortBemoaning(bemoaningId ?? 0) : paths.post(postSlug) })
}

/** Removes the line on a user's page, without a case. */
export async function removeLineOf(viewer: Viewer, handle: string, reason: string): Promise<Result<null>> {
  demand(viewer, 'write')
  if (!isModerator(viewer)) return notYours
  const [user] = await db().select({ id: users.id }).from(users).where(eq(users.handle, handle))
  if (!user) return noSuchUser(handle)
  const done = await decide(
    viewer,
    { subject: { type: 'user', id: user.id } },
    { action: 'remove line', reason },
  )
  return done.ok ? ok(null) : done
}
