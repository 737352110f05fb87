import { and, eq, sql } from 'drizzle-orm'
import { db, pushSubscriptions } from '@/db'
import type { Viewer } from '../context'
import { demand } from '../credential'
import { fail, ok, type Result } from '../result'
import type { Subscription } from './input'
import { pushKeys } from './keys'

/** Browsers of one person that are told at most. */
const most = 10

/** Tells a browser of its user's notices from now on; the same one again changes nothing but whose it is. */
export async function subscribe(
  viewer: Viewer,
  { endpoint, keys }: Subscription,
  userAgent: string,
): Promise<Result<{ subscribed: true }>> {
  demand(viewer, 'account')
  if (!pushKeys()) return fail('conflict', 'This site sends no pushes.')
  const values = { userId: viewer.id, ...keys, userAgent: userAgent.slice(0, 300) }
  return db().transaction(async (tx): Promise<Result<{ subscribed: true }>> => {
    await tx.execute(sql`select 1 from users where id = ${viewer.id} for no key update`)
    await tx
      .insert(pushSubscriptions)
      .values({ endpoint, ...values })
      .onConflictDoUpdate({ target: pushSubscriptions.endpoint, set: values })
    // The newest stay: a browser that nobody uses any more is the oldest.
    await tx.execute(sql`
      delete from push_subscriptions where id in (
        select id from push_subscriptions where user_id = ${viewer.id} order by id desc offset ${most})`)
    return ok({ subscribed: true })
  })
}

/** Tells a browser no more. */
export async function unsubscribe(viewer: Viewer, id: number): Promise<void> {
  demand(viewer, 'account')
  await db()
    .delete(pushSubscriptions)
    .where(and(eq(pushSubscriptions.id, id), eq(pushSubscriptions.userId, viewer.id)))
}
