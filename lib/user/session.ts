import { and, desc, eq, gt, ne, type SQL, sql } from 'drizzle-orm'
import { apiTokens, db, notices, sessions, users, voters } from '@/db'
import { readOnlyWhy } from '@/db/errors'
import { prepared } from '@/db/prepared'
import type { Viewer } from '../context'
import { longestSessionDays, sessionDays } from '../cookies'
import { randomToken, sha256 } from '../crypto'
import { readOnly } from '../read-only'
import { type Failure, fail } from '../result'

export type Ban = { userId: number; until: Date; reason: string }
/** What a banned person is told. */
export const banned = ({ until, reason }: Omit<Ban, 'userId'>): Failure =>
  fail('banned', `This account is banned until ${until.toISOString().slice(0, 10)}: ${reason}`)

/**
 * Who a credential stands for: a viewer, or somebody who is banned, or nobody. `prolonged`: the session has just been
 * given its whole life again, and so should the cookie.
 */
export type Identity = { viewer: Viewer; prolonged: boolean } | { ban: Ban } | null

/** Ids that a query finds, as an array of numbers. */
const listOf = <T>(query: SQL) => sql<T[]>`to_json(array(${query}))`

const columns = {
  id: users.id,
  voterId: voters.id,
  handle: users.handle,
  role: users.role,
  createdAt: users.createdAt,
  keyboard: users.keyboard,
  unread: sql<number>`(select count(*)::int from (select 1 from ${notices} where ${notices.userId} = ${users.id} and ${notices.readAt} is null limit 100) n)`,
  mutedUsers: listOf<number>(sql`select m.muted_id from user_mutes m where m.user_id = ${users.id}`),
  // Followed ones as they are, muted ones below zero: one look for both.
  tagChoices: listOf<number>(
    sql`select case t.choice when 'mute' then -t.tag_id else t.tag_id end from tag_choices t where t.user_id = ${users.id}`,
  ),
  // Posts know their tags by name.
  mutedTags: listOf<string>(
    sql`select g.name from tag_choices t join tags g on g.id = t.tag_id where t.user_id = ${users.id} and t.choice = 'mute'`,
  ),
  mutedWords: listOf<string>(sql`select w.word from word_mutes w where w.user_id = ${users.id}`),
  hideSeen: users.hideSeen,
  lastVisitAt: users.lastVisitAt,
  bannedUntil: users.bannedUntil,
  banReason: users.banReason,
}

type Row = Omit<Viewer, 'sessionId' | 'mutes' | 'follows'> & {
  mutedUsers: number[]
  tagChoices: number[]
  mutedTags: string[]
  mutedWords: string[]
  bannedUntil: Date | null
  banReason: string | null
}

function identity(
  { bannedUntil, banReason, mutedUsers, tagChoices, mutedTags, mutedWords, ...user }: Row,
  sessionId: string | null,
  prolonged = false,
): Identity {
  if (bannedUntil && bannedUntil.getTime() > Date.now())
    return { ban: { userId: user.id, until: bannedUntil, reason: banReason ?? '' } }
  const tags = tagChoices.filter((id) => id < 0).map((id) => -id)
  const follows = tagChoices.filter((id) => id > 0)
  return {
    viewer: {
      ...user,
      follows,
      mutes: { users: mutedUsers, tags, tagNames: mutedTags, words: mutedWords },
      sessionId,
    },
    prolonged,
  }
}

/** Minutes: a use of a session is noted so often, and after so long without one the next visit begins. */
const noted = 10
const pause = 30

const day = 86_400_000

/** When a session ends that is used now: some days on, but never later than the longest after its sign-in. */
const endOf = (signedInAt: Date): Date =>
  new Date(Math.min(Date.now() + sessionDays * day, signedInAt.getTime() + longestSessionDays * day))

/** Notes that a session is used; after a pause, when the visit before ended. @returns that moment, if a visit begins */
async function noteUse(session: { id: string; userId: number; seenAt: Date }, expiresAt: Date | null) {
  const idle = Date.now() - session.seenAt.getTime()
  await db()
    .update(sessions)
    .set({ seenAt: new Date(), ...(expiresAt ? { expiresAt } : {}) })
    .where(eq(sessions.id, session.id))
  if (idle < pause * 60_000) return null
  const [user] = await db()
    .update(users)
    .set({ lastVisitAt: sql`greatest(${users.lastVisitAt}, ${session.seenAt})` })
    .where(eq(users.id, session.userId))
    .returning({ lastVisitAt: users.lastVisitAt })
  return user?.lastVisitAt ?? null
}

/** Does what is only noted beside something else: while nothing can be written, that goes on without. */
async function unlessReadOnly<T>(note: () => Promise<T>): Promise<T | null> {
  if (readOnly()) return null
  try {
    return await note()
  } catch (error) {
    if (readOnlyWhy(error)) return null
    throw error
  }
}

/** Starts a session. @returns the token for the cookie; only its hash is kept */
export async function startSession(userId: number, userAgent: string): Promise<string> {
  const token = randomToken()
  await db()
    .insert(sessions)
    .values({
      tokenHash: sha256(token),
      userId,
      userAgent: userAgent.slice(0, 300),
      expiresAt: endOf(new Date()),
    })
  return token
}

/** Used lately enough, and not too long after its sign-in. */
const isAlive = and(
  gt(sessions.expiresAt, sql`now()`),
  gt(sessions.createdAt, sql`now() - make_interval(days => ${longestSessionDays})`),
)

const selectBySession = prepared('viewer by session', (database, name) =>
  database
    .select({
      ...columns,
      sessionId: sessions.id,
      signedInAt: sessions.createdAt,
      seenAt: sessions.seenAt,
      expiresAt: sessions.expiresAt,
    })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .innerJoin(voters, eq(voters.userId, users.id))
    .where(and(eq(sessions.tokenHash, sql.placeholder('hash')), isAlive))
    .prepare(name),
)

/** Who a session cookie stands for, in one statement. */
export async function identifySession(token: string): Promise<Identity> {
  const [row] = await selectBySession({ hash: sha256(token) })
  if (!row) return null
  const { sessionId, signedInAt, seenAt, expiresAt, ...user } = row
  // The cookie is renewed with its row, but not with every page.
  const end = endOf(signedInAt)
  const prolonged = expiresAt.getTime() < end.getTime() - 3_600_000
  if (prolonged || Date.now() - seenAt.getTime() > noted * 60_000) {
    const left = await unlessReadOnly(() =>
      noteUse({ id: sessionId, userId: user.id, seenAt }, prolonged ? end : null),
    )
    if (left) user.lastVisitAt = left
  }
  return identity(user, sessionId, prolonged)
}

/** A user as a viewer, for what is made for them while they are away; null when they are banned or gone. */
export async function findViewer(id: number): Promise<Viewer | null> {
  const [row] = await db()
    .select(columns)
    .from(users)
    .innerJoin(voters, eq(voters.userId, users.id))
    .where(eq(users.id, id))
  const found = row ? identity(row, null) : null
  return found && 'viewer' in found ? found.viewer : null
}

/** Who an API token stands for. */
export async function identifyToken(token: string): Promise<Identity> {
  const [row] = await db()
    .select({ ...columns, tokenId: apiTokens.id, usedAt: apiTokens.usedAt })
    .from(apiTokens)
    .innerJoin(users, eq(users.id, apiTokens.userId))
    .innerJoin(voters, eq(voters.userId, users.id))
    .where(eq(apiTokens.tokenHash, sha256(token)))
  if (!row) return null
  const { tokenId, usedAt, ...user } = row
  if (!usedAt || Date.now() - usedAt.getTime() > 3_600_000) {
    await unlessReadOnly(() =>
      db().update(apiTokens).set({ usedAt: new Date() }).where(eq(apiTokens.id, tokenId)),
    )
  }
  return identity(user, null)
}

export const listSessions = (userId: number) =>
  db()
    .select({
      id: sessions.id,
      userAgent: sessions.userAgent,
      createdAt: sessions.createdAt,
      seenAt: sessions.seenAt,
    })
    .from(sessions)
    .where(and(eq(sessions.userId, userId), isAlive))
    .orderBy(desc(sessions.seenAt))

/** Ends one session of a user. */
export const endSession = (userId: number, id: string) =>
  db()
    .delete(sessions)
    .where(and(eq(sessions.id, id), eq(sessions.userId, userId)))

/** Ends all sessions of a user, but for one if given. */
export const endSessions = (userId: number, except?: string | null) =>
  db()
    .delete(sessions)
    .where(and(eq(sessions.userId, userId), except ? ne(sessions.id, except) : undefined))

/** Makes an API token. @returns the token, shown once */
export async function createToken(userId: number, name: string): Promise<string> {
  const token = `ibt_${randomToken()}`
  await db()
    .insert(apiTokens)
    .values({ userId, name, tokenHash: sha256(token) })
  return token
}

export const listTokens = (userId: number) =>
  db()
    .select({
      id: apiTokens.id,
      name: apiTokens.name,
      createdAt: apiTokens.createdAt,
      usedAt: apiTokens.usedAt,
    })
    .from(apiTokens)
    .where(eq(apiTokens.userId, userId))
    .orderBy(desc(apiTokens.id))

export const revokeToken = (userId: number, id: number) =>
  db()
    .delete(apiTokens)
    .where(and(eq(apiTokens.id, id), eq(apiTokens.userId, userId)))
