import { eq, inArray, like, sql } from 'drizzle-orm'
import type { Role } from '@/core/vocabulary'
import { authorCounts, bemoanings, db, fixProposals, oldHandles, users, voters } from '@/db'

export type Profile = {
  id: number
  handle: string
  art: string
  role: Role
  createdAt: Date
  about: string | null
  /** True while they are banned. */
  banned: boolean
  bemoanings: number
  comments: number
  remedies: number
  /** Fixes they proposed for bemoanings of others, and that were confirmed. */
  fixes: number
}

/** Returns what the randomarts of users are drawn from, by handle; unknown handles are left out. */
export async function artsOf(handles: readonly string[]): Promise<Map<string, Uint8Array>> {
  const rows = await db()
    .select({ handle: users.handle, art: users.art })
    .from(users)
    .where(inArray(users.handle, [...handles]))
  return new Map(rows.map(({ handle, art }) => [handle, Buffer.from(art, 'hex')]))
}

/** Returns a user's public profile. Its counts leave out anonymous texts. */
export async function findProfile(handle: string): Promise<Profile | null> {
  const [row] = await db()
    .select({
      id: users.id,
      handle: users.handle,
      art: users.art,
      role: users.role,
      createdAt: users.createdAt,
      about: users.about,
      banned: sql<boolean>`coalesce(${users.bannedUntil} > now(), false)`,
      bemoanings: sql<number>`coalesce(${authorCounts.bemoanings}, 0)`,
      comments: sql<number>`coalesce(${authorCounts.comments}, 0)`,
      remedies: sql<number>`coalesce(${authorCounts.remedies}, 0)`,
      // An author confirms their own fix; counted, it would tell who wrote an anonymous bemoaning.
      fixes: sql<number>`(
        select count(*)::int from ${fixProposals} f join ${bemoanings} b on b.id = f.bemoaning_id
         where f.proposer_id = users.id and f.outcome = 'confirmed' and b.author_id is distinct from users.id)`,
    })
    .from(users)
    .leftJoin(authorCounts, eq(authorCounts.userId, users.id))
    .where(eq(users.handle, handle))
  return row ?? null
}

/** Returns the handles that begin with these letters, the shortest first. */
export async function findHandles(start: string, most = 6): Promise<string[]> {
  const rows = await db()
    .select({ handle: users.handle })
    .from(users)
    .where(like(users.handle, `${start.replace(/[\\%_]/g, '\\$&')}%`))
    .orderBy(sql`length(${users.handle})`, users.handle)
    .limit(most)
  return rows.map(({ handle }) => handle)
}

/** Returns a user's voter id; null if the user does not exist. */
export async function findVoter(userId: number): Promise<number | null> {
  const [row] = await db().select({ id: voters.id }).from(voters).where(eq(voters.userId, userId))
  return row?.id ?? null
}

/** Returns the present handle of the user who had this one before; null if there is none. */
export async function findMoved(handle: string): Promise<string | null> {
  const [row] = await db()
    .select({ handle: users.handle })
    .from(oldHandles)
    .innerJoin(users, eq(users.id, oldHandles.userId))
    .where(eq(oldHandles.handle, handle))
  return row?.handle ?? null
}

/** Returns the viewer's notification settings and subscribed browsers, for /settings/telling. */
export async function findTelling(id: number): Promise<{
  email: string | null
  mailReplies: boolean
  mailDigest: boolean
  browsers: { id: number; userAgent: string; createdAt: Date }[]
  threads: { all: number; off: number }
} | null> {
  const [row] = await db()
    .select({
      email: users.email,
      mailReplies: users.mailReplies,
      mailDigest: users.mailDigest,
      browsers: sql<
        { id: number; userAgent: string; at: number }[]
      >`coalesce((select json_agg(json_build_object('id', p.id, 'userAgent', p.user_agent, 'at', extract(epoch from p.created_at)) order by p.id) from push_subscriptions p where p.user_id = users.id), '[]')`,
      threads: sql<{
        all: number
        off: number
      }>`(
        select json_build_object('all', count(*) filter (where w.level = 'all'), 'off', count(*) filter (where w.level = 'off'))
        from watches w
        where w.user_id = users.id
      )`,
    })
    .from(users)
    .where(eq(users.id, id))
  if (!row) return null
  const browsers = row.browsers.map(({ at, ...browser }) => ({ ...browser, createdAt: new Date(at * 1000) }))
  return { ...row, browsers }
}
