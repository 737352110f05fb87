import { eq, sql } from 'drizzle-orm'
import { db, users } from '@/db'
import type { Role } from '../words'

export type Profile = {
  id: number
  handle: string
  art: string
  role: Role
  createdAt: Date
  bemoanings: number
  comments: number
  remedies: number
}

/** What everybody may know of a user: nothing of what they wrote anonymously is counted. */
export async function findProfile(handle: string): Promise<Profile | null> {
  const [row] = await db()
    .select({
      id: users.id,
      handle: users.handle,
      art: users.art,
      role: users.role,
      createdAt: users.createdAt,
      bemoanings: sql<number>`(select count(*)::int from bemoanings b join bemoaning_ranks r on r.id = b.id where b.author_id = users.id and not b.anonymous and r.status = 'published')`,
      comments: sql<number>`(select count(*)::int from comments c where c.author_id = users.id and c.deleted_at is null and c.removed_at is null)`,
      remedies: sql<number>`(select count(*)::int from comments c join bemoanings b on b.id = c.bemoaning_id and b.remedy_id = c.id where c.author_id = users.id and c.deleted_at is null)`,
    })
    .from(users)
    .where(eq(users.handle, handle))
  return row ?? null
}

/** The viewer's own account details for /settings. */
export async function findAccount(
  id: number,
): Promise<{ email: string | null; hasPassword: boolean } | null> {
  const [row] = await db()
    .select({ email: users.email, hasPassword: sql<boolean>`${users.passwordHash} is not null` })
    .from(users)
    .where(eq(users.id, id))
  return row ?? null
}
