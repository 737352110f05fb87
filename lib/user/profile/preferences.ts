import { eq, sql } from 'drizzle-orm'
import type { Viewer } from '@/core/context'
import { demand } from '@/core/credential'
import { fail, ok, type Result } from '@/core/result'
import { db, users } from '@/db'
import { type MailKind, readUnsubscribe } from '@/lib/delivery'

/** Sets whether lists leave out what the user has seen. */
export async function setHideSeen(viewer: Viewer, on: boolean): Promise<void> {
  demand(viewer, 'write')
  await db().update(users).set({ hideSeen: on }).where(eq(users.id, viewer.id))
}

/** Sets which emails a user wants. They are sent only to a verified address. */
export async function setMails(viewer: Viewer, wishes: Record<MailKind, boolean>): Promise<Result<null>> {
  demand(viewer, 'account')
  const { replies, digest } = wishes
  const [user] = await db()
    .update(users)
    .set({
      mailReplies: replies,
      mailDigest: digest,
      // The first digest comes a week after it was requested.
      digestAt: sql`case when ${digest} and not ${users.mailDigest} then now() else ${users.digestAt} end`,
    })
    .where(eq(users.id, viewer.id))
    .returning({ email: users.email })
  return user?.email || !(replies || digest)
    ? ok(null)
    : fail('conflict', 'You have no email address yet. Add one first; we kept your choice.')
}

/** Ends emails of a kind by the unsubscribe link in each of them. Idempotent. */
export async function unsubscribeBy(token: string): Promise<Result<{ kind: MailKind }>> {
  const about = readUnsubscribe(token)
  if (!about)
    return fail('not-found', 'This address doesn’t stop any emails. Copy the whole address from the email.')
  await db()
    .update(users)
    .set(about.kind === 'replies' ? { mailReplies: false } : { mailDigest: false })
    .where(eq(users.id, about.userId))
  return ok({ kind: about.kind })
}

/** Turns keyboard shortcuts on or off. */
export async function setKeyboard(viewer: Viewer, keyboard: boolean): Promise<void> {
  demand(viewer, 'account')
  await db().update(users).set({ keyboard }).where(eq(users.id, viewer.id))
}
