import { sql } from 'drizzle-orm'
import { db } from '@/db'
import type { Viewer } from '../context'
import { demand } from '../credential'

/** Marks everything in somebody's inbox as read. */
export const markRead = async (viewer: Viewer): Promise<void> => {
  demand(viewer, 'write')
  await db().execute(sql`update notices set read_at = now() where user_id = ${viewer.id} and read_at is null`)
}
