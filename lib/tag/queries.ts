import { eq, sql } from 'drizzle-orm'
import { type Connection, db, tags } from '@/db'

export type Tag = {
  id: number
  name: string
  label: string
  description: string
  aliases: string[]
  count: number
}

/** Returns all tags, by label. */
export const listTags = (): Promise<Tag[]> => db().select().from(tags).orderBy(sql`lower(${tags.label})`)

export async function findTag(name: string): Promise<Tag | null> {
  const [row] = await db().select().from(tags).where(eq(tags.name, name))
  return row ?? null
}

/** Returns the tag of that name, or the one with that alias. */
export async function findTagOrAlias(name: string, connection: Connection = db()): Promise<Tag | null> {
  if (!/^[a-z0-9-]{1,40}$/.test(name)) return null
  const [row] = await connection
    .select()
    .from(tags)
    .where(sql`${tags.name} = ${name} or ${name} = any(${tags.aliases})`)
    .orderBy(sql`${tags.name} = ${name} desc`)
    .limit(1)
  return row ?? null
}
