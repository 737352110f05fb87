import { asc, eq } from 'drizzle-orm'
import { db, tags } from '@/db'

export type Tag = {
  id: number
  name: string
  label: string
  description: string
  aliases: string[]
  count: number
}

/** The closed list of tags, by label. */
export const listTags = (): Promise<Tag[]> => db().select().from(tags).orderBy(asc(tags.label))

export async function findTag(name: string): Promise<Tag | null> {
  const [row] = await db().select().from(tags).where(eq(tags.name, name))
  return row ?? null
}
