import { sql } from 'drizzle-orm'
import { db } from '@/db'
import type { Viewer } from '../context'

/** Marks everything in somebody's inbox as read. */
export const markRead = async (viewer: Viewer): Promise<void> => {
  await db().execute(sql`update notices set read_at = now() where user_id = ${viewer.id} and read_at is null`)
}
