import { and, eq, sql } from 'drizzle-orm'
import type { Viewer } from '@/core/context'
import { demand } from '@/core/credential'
import { db, notices } from '@/db'
import { unlessReadOnly } from '@/lib/user'
import { selectNotices } from './queries'
import { addressOf } from './sentences'

/** Marks all of the viewer's notices as read. */
export const markRead = async (viewer: Viewer): Promise<void> => {
  demand(viewer, 'write')
  await db().execute(sql`update notices set read_at = now() where user_id = ${viewer.id} and read_at is null`)
}

/**
 * Marks one of the viewer's notices as read.
 * @returns where it leads, always on this site; null if the viewer has no such notice
 */
export async function openNotice(viewer: Viewer, id: number): Promise<string | null> {
  demand(viewer, 'write')
  const mine = and(eq(notices.id, id), eq(notices.userId, viewer.id))
  const [notice] = await selectNotices(mine, 1)
  if (!notice) return null
  if (notice.unread) await unlessReadOnly(() => db().update(notices).set({ readAt: sql`now()` }).where(mine))
  return addressOf(notice)
}
