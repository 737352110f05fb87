import { sql } from 'drizzle-orm'
import type { Viewer } from '@/core/context'
import { demand } from '@/core/credential'
import { db } from '@/db'

/** Marks all of the viewer's notices as read. */
export const markRead = async (viewer: Viewer): Promise<void> => {
  demand(viewer, 'write')
  await db().execute(sql`update notices set read_at = now() where user_id = ${viewer.id} and read_at is null`)
}
