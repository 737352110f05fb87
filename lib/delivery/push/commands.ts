import { timingSafeEqual } from 'node:crypto'
import { and, eq, sql } from 'drizzle-orm'
import type { Viewer } from '@/core/context'
import { demand } from '@/core/credential'
import { fail, ok, type Result } from '@/core/result'
import { db, pushSubscriptions } from '@/db'
import type { Subscription } from './input'
import { pushKeys } from './keys'

const taken = fail('conflict', 'This browser still gets notices for another account. Try again.')

/** Maximum number of subscribed browsers per user. */
const most = 10

const same = (one: string, other: string): boolean => {
  const [a, b] = [Buffer.from(one, 'base64url'), Buffer.from(other, 'base64url')]
  return a.length === b.length && timingSafeEqual(a, b)
}

/**
 * Sends the viewer's notices to a browser until the session that subscribes it ends. A browser of another account moves
 * to the viewer if it shows the keys we have for it: knowing its endpoint is not enough.
 * @param userAgent as the browser sent it
 */
export async function subscribe(
  viewer: Viewer,
  { endpoint, keys }: Subscription,
  userAgent: string,
): Promise<Result<{ subscribed: true }>> {
  demand(viewer, 'account')
  if (!pushKeys()) return fail('conflict', 'This site doesn’t send push notifications.')
  const { id: userId, sessionId } = viewer
  const values = { userId, sessionId, ...keys, userAgent: userAgent.slice(0, 300) }
  return db().transaction(async (tx): Promise<Result<{ subscribed: true }>> => {
    await tx.execute(sql`select 1 from users where id = ${viewer.id} for no key update`)
    const isIt = eq(pushSubscriptions.endpoint, endpoint)
    const made = await tx
      .insert(pushSubscriptions)
      .values({ endpoint, ...values })
      .onConflictDoNothing({ target: pushSubscriptions.endpoint })
      .returning({ id: pushSubscriptions.id })
    if (made.length === 0) {
      const [known] = await tx.select().from(pushSubscriptions).where(isIt).for('update')
      if (!known) return taken
      const proved = same(known.p256dh, keys.p256dh) && same(known.auth, keys.auth)
      if (known.userId !== userId && !proved) return taken
      await tx.update(pushSubscriptions).set(values).where(isIt)
    }
    // Keeps the newest: a browser no longer in use is the oldest.
    await tx.execute(sql`
      delete from push_subscriptions where id in (
        select id from push_subscriptions where user_id = ${viewer.id} order by id desc offset ${most})`)
    return ok({ subscribed: true })
  })
}

/** Unsubscribes a browser. */
export async function unsubscribe(viewer: Viewer, id: number): Promise<void> {
  demand(viewer, 'account')
  await db()
    .delete(pushSubscriptions)
    .where(and(eq(pushSubscriptions.id, id), eq(pushSubscriptions.userId, viewer.id)))
}
