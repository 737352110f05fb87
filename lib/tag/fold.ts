import { sql } from 'drizzle-orm'
import { db } from '@/db'

/** Adds the appended changes to the counts of tags; of concurrent processes one does it. */
export async function foldTags(): Promise<void> {
  await db().execute(sql`select fold_tags()`)
}
