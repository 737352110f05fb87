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
 * Who a session stands for: a viewer (`prolonged`: it has just been given its whole life again, and so should the cookie),
 * somebody who is banned, somebody whose second factor is missing, or nobody.
 */
export type Identity = (Known & { prolonged: boolean }) | { awaiting: Awaiting } | null

/** Minutes: a use of a session is noted so often, and after so long without one the next visit begins. */
const noted = 10
const pause = 30

/** Minutes in which the second factor has to be given. */
export const factorMinutes = 10

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

/** How a session begins. */
export type SessionStart = {
  /** The second factor is still to come: until then it stands for nobody, and not for long. */
  awaitsFactor?: boolean
  /** What signed it in included a second factor. */
  factored?: boolean
}

/** The columns of a session that begins now. */
export const newSession = (userId: number, userAgent: string, start: SessionStart = {}) => ({
  userId,
  userAgent: userAgent.slice(0, 300),
  expiresAt: start.awaitsFactor ? new Date(Date.now() + factorMinutes * 60_000) : endOf(new Date()),
  awaitsFactor: start.awaitsFactor ?? false,
  factored: start.factored ?? false,
})

/** Starts a session. @returns the token for the cookie; only its hash is kept */
export async function startSession(userId: number, userAgent: string, start?: SessionStart): Promise<string> {
  const token = randomToken()
  await db()
    .insert(sessions)
    .values({ tokenHash: sha256(token), ...newSession(userId, userAgent, start) })
  return token
}

/**
 * Gives a session another token; what hangs on it stays.
 * @param proof what its user has just proved: all that the account asks for, and whether that included a second factor; null
 * when it is only that whoever had the token before is to be out
 * @returns the token for the cookie; null when the session has ended
 */
export async function renewSession(id: string, proof: { factored: boolean } | null): Promise<string | null> {
  const token = randomToken()
  const rows = await db()
    .update(sessions)
    .set({
      tokenHash: sha256(token),
      ...(proof ? { confirmedAt: sql`now()`, awaitsFactor: false } : {}),
      // The sign-in is complete with its second factor, so its life begins then.
      expiresAt: sql`case when ${sessions.awaitsFactor} and ${proof !== null} then now() + make_interval(days => ${sessionDays}) else ${sessions.expiresAt} end`,
      factored: sql`${sessions.factored} or ${proof?.factored ?? false}`,
    })
    .where(and(eq(sessions.id, id), gt(sessions.expiresAt, sql`now()`)))
    .returning({ id: sessions.id })
  return rows.length > 0 ? token : null
}

/** Used lately enough, and not too long after its sign-in. */
const isAlive = and(
  gt(sessions.expiresAt, sql`now()`),
  gt(sessions.createdAt, sql`now() - make_interval(days => ${longestSessionDays})`),
)

/** A session that stands for its user. */
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

/** Who a session cookie stands for, in one statement. */
export async function identifySession(token: string): Promise<Identity> {
  const [row] = await selectBySession({ hash: sha256(token) })
  if (!row) return null
  const { sessionId, signedInAt, seenAt, expiresAt, awaitsFactor, factored, ...user } = row
  if (awaitsFactor) return { awaiting: { sessionId, userId: user.id } }
  // The cookie is renewed with its row, but not with every page.
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

/** Ends the session of a cookie, whosever it is. */
export const endSessionOf = (token: string) =>
  db()
    .delete(sessions)
    .where(eq(sessions.tokenHash, sha256(token)))

/** Ends one session of a user. */
export const endSession = (userId: number, id: string, connection: Connection = db()) =>
  connection.delete(sessions).where(and(eq(sessions.id, id), eq(sessions.userId, userId)))

/** Ends all sessions of a user, but for one if given. */
export const endSessions = (userId: number, except?: string | null, connection: Connection = db()) =>
  connection
    .delete(sessions)
    .where(and(eq(sessions.userId, userId), except ? ne(sessions.id, except) : undefined))
