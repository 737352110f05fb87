import { and, eq, gt, ne, sql } from 'drizzle-orm'
import type { Awaiting } from '@/core/context'
import { longestSessionDays, sessionDays } from '@/core/cookies'
import { sessionCredential } from '@/core/credential'
import { randomToken, sha256 } from '@/core/crypto'
import { type Connection, db, sessions, users, voters } from '@/db'
import { prepared } from '@/db/prepared'
import { unlessReadOnly } from '../profile/note'
import { type Known, toViewer, viewerColumns } from './viewer'

export { type Ban, banned } from './viewer'

/**
 * The user of a session: a viewer (`prolonged`: the session was just extended, and its cookie must be too), a banned
 * user, a user whose second factor is missing, or nobody.
 */
export type Identity = (Known & { prolonged: boolean }) | { awaiting: Awaiting } | null

/** In minutes: how often a session's use is recorded, and the pause after which a new visit begins. */
const noted = 10
const pause = 30

/** Minutes in which the second factor must be given. */
export const factorMinutes = 10

const day = 86_400_000

/** Returns the expiry of a session used now: `sessionDays` from now, at most `longestSessionDays` after its sign-in. */
const endOf = (signedInAt: Date): Date =>
  new Date(Math.min(Date.now() + sessionDays * day, signedInAt.getTime() + longestSessionDays * day))

/** Records a session's use; after a pause, also when the previous visit ended. @returns that time, if a visit begins */
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

/** The initial state of a session. */
export type SessionStart = {
  /** The second factor is missing: until it is given the session stands for nobody, and expires soon. */
  awaitsFactor?: boolean
  /** The sign-in included a second factor. */
  factored?: boolean
}

/** Returns the columns of a new session. */
export const newSession = (userId: number, userAgent: string, start: SessionStart = {}) => ({
  userId,
  userAgent: userAgent.slice(0, 300),
  expiresAt: start.awaitsFactor ? new Date(Date.now() + factorMinutes * 60_000) : endOf(new Date()),
  awaitsFactor: start.awaitsFactor ?? false,
  factored: start.factored ?? false,
})

/** Starts a session. @returns the token for the cookie; only its hash is stored */
export async function startSession(userId: number, userAgent: string, start?: SessionStart): Promise<string> {
  const token = randomToken()
  await db()
    .insert(sessions)
    .values({ tokenHash: sha256(token), ...newSession(userId, userAgent, start) })
  return token
}

/**
 * Replaces a session's token and keeps everything else.
 * @param proof the reauthentication: everything that the account requires, and whether that included a second factor;
 * null to only lock out holders of the old token
 * @returns the token for the cookie; null if the session has ended
 */
export async function renewSession(id: string, proof: { factored: boolean } | null): Promise<string | null> {
  const token = randomToken()
  const rows = await db()
    .update(sessions)
    .set({
      tokenHash: sha256(token),
      ...(proof ? { confirmedAt: sql`now()`, awaitsFactor: false } : {}),
      // The second factor completes the sign-in, so the session's lifetime begins then.
      expiresAt: sql`case when ${sessions.awaitsFactor} and ${proof !== null} then now() + make_interval(days => ${sessionDays}) else ${sessions.expiresAt} end`,
      factored: sql`${sessions.factored} or ${proof?.factored ?? false}`,
    })
    .where(and(eq(sessions.id, id), gt(sessions.expiresAt, sql`now()`)))
    .returning({ id: sessions.id })
  return rows.length > 0 ? token : null
}

/** Matches sessions used recently enough, and not too long after their sign-in. */
const isAlive = and(
  gt(sessions.expiresAt, sql`now()`),
  gt(sessions.createdAt, sql`now() - make_interval(days => ${longestSessionDays})`),
)

/** Matches sessions that stand for their user. */
export const isSignedIn = and(eq(sessions.awaitsFactor, false), isAlive)

const selectBySession = prepared('viewer by session', (database, name) =>
  database
    .select({
      ...viewerColumns,
      sessionId: sessions.id,
      signedInAt: sessions.createdAt,
      seenAt: sessions.seenAt,
      expiresAt: sessions.expiresAt,
      awaitsFactor: sessions.awaitsFactor,
      factored: sessions.factored,
    })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .innerJoin(voters, eq(voters.userId, users.id))
    .where(and(eq(sessions.tokenHash, sql.placeholder('hash')), isAlive))
    .prepare(name),
)

/** Returns the user of a session cookie, in one statement. */
export async function identifySession(token: string): Promise<Identity> {
  const [row] = await selectBySession({ hash: sha256(token) })
  if (!row) return null
  const { sessionId, signedInAt, seenAt, expiresAt, awaitsFactor, factored, ...user } = row
  if (awaitsFactor) return { awaiting: { sessionId, userId: user.id } }
  // The cookie is renewed with its row, but not on every page.
  const end = endOf(signedInAt)
  const prolonged = expiresAt.getTime() < end.getTime() - 3_600_000
  if (prolonged || Date.now() - seenAt.getTime() > noted * 60_000) {
    const left = await unlessReadOnly(() =>
      noteUse({ id: sessionId, userId: user.id, seenAt }, prolonged ? end : null),
    )
    if (left) user.lastVisitAt = left
  }
  const known = await toViewer(user, { credential: { ...sessionCredential, factored }, sessionId })
  return { ...known, prolonged }
}

/** Ends the session of a cookie, of any user. */
export const endSessionOf = (token: string) =>
  db()
    .delete(sessions)
    .where(eq(sessions.tokenHash, sha256(token)))

/** Ends one session of a user. */
export const endSession = (userId: number, id: string, connection: Connection = db()) =>
  connection.delete(sessions).where(and(eq(sessions.id, id), eq(sessions.userId, userId)))

/** Ends all sessions of a user, except one if given. */
export const endSessions = (userId: number, except?: string | null, connection: Connection = db()) =>
  connection
    .delete(sessions)
    .where(and(eq(sessions.userId, userId), except ? ne(sessions.id, except) : undefined))
