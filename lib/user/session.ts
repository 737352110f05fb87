import { and, desc, eq, gt, ne, sql } from 'drizzle-orm'
import { apiTokens, db, notices, sessions, users, voters } from '@/db'
import type { Viewer } from '../context'
import { sessionDays } from '../cookies'
import { randomToken, sha256 } from '../crypto'
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

const columns = {
  id: users.id,
  voterId: voters.id,
  handle: users.handle,
  role: users.role,
  createdAt: users.createdAt,
  keyboard: users.keyboard,
  unread: sql<number>`(select count(*)::int from (select 1 from ${notices} where ${notices.userId} = ${users.id} and ${notices.readAt} is null limit 100) n)`,
  bannedUntil: users.bannedUntil,
  banReason: users.banReason,
}

type Row = Omit<Viewer, 'sessionId'> & { bannedUntil: Date | null; banReason: string | null }

function identity(
  { bannedUntil, banReason, ...user }: Row,
  sessionId: string | null,
  prolonged = false,
): Identity {
  if (bannedUntil && bannedUntil.getTime() > Date.now())
    return { ban: { userId: user.id, until: bannedUntil, reason: banReason ?? '' } }
  return { viewer: { ...user, sessionId }, prolonged }
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
      expiresAt: new Date(Date.now() + sessionDays * 86_400_000),
    })
  return token
}

/** Who a session cookie stands for, in one statement. */
export async function identifySession(token: string): Promise<Identity> {
  const [row] = await db()
    .select({ ...columns, sessionId: sessions.id, seenAt: sessions.seenAt })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .innerJoin(voters, eq(voters.userId, users.id))
    .where(and(eq(sessions.tokenHash, sha256(token)), gt(sessions.expiresAt, sql`now()`)))
  if (!row) return null
  const { sessionId, seenAt, ...user } = row
  const prolonged = Date.now() - seenAt.getTime() > 3_600_000
  if (prolonged) {
    const expiresAt = new Date(Date.now() + sessionDays * 86_400_000)
    await db().update(sessions).set({ seenAt: new Date(), expiresAt }).where(eq(sessions.id, sessionId))
  }
  return identity(user, sessionId, prolonged)
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
    await db().update(apiTokens).set({ usedAt: new Date() }).where(eq(apiTokens.id, tokenId))
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
    .where(and(eq(sessions.userId, userId), gt(sessions.expiresAt, sql`now()`)))
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
