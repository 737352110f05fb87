import { eq } from 'drizzle-orm'
import { db, sessions, users } from '@/db'
import type { Viewer } from '../context'
import { paths } from '../paths'
import { clearLimit, spendLimit } from '../rate'
import { type Failure, fail, ok, type Result } from '../result'
import { isFresh } from './fresh'
import { checkPassword, guessesOf } from './password'
import { endSession, startSession } from './session'
import { invalid } from './weakness'

/**
 * Why a session may not change how people sign in: its sign-in is too long ago. Who finds a browser that somebody left
 * signed in can read and write there, but not take the account over.
 */
export async function staleFailure(viewer: Viewer): Promise<Failure | null> {
  const [row] = viewer.sessionId
    ? await db().select({ fresh: isFresh }).from(sessions).where(eq(sessions.id, viewer.sessionId))
    : []
  if (row?.fresh) return null
  const message = 'It is a while since you signed in. Say once more that it is you, then send this again.'
  return fail('signed-out', message, { link: `${paths.settings}#again` })
}

/** Whether this is the viewer's password, counted like any guess before it is checked. */
export async function checkOwnPassword(viewer: Viewer, password: string): Promise<Result<null>> {
  const [user] = await db().select({ hash: users.passwordHash }).from(users).where(eq(users.id, viewer.id))
  const limited = (await spendLimit('sign-in', guessesOf(viewer.id))).failure
  if (limited) return limited
  const right = await checkPassword(user?.hash ?? null, password)
  if (!right.ok) return right
  if (!right.value) return invalid('current', 'That is not your password.')
  await clearLimit('sign-in', guessesOf(viewer.id))
  return ok(null)
}

/** Puts a new session in the place of one whose user has given the password again. @returns its token */
export async function proveAgain(
  viewer: Viewer,
  password: string,
  userAgent: string,
): Promise<Result<string>> {
  const right = await checkOwnPassword(viewer, password)
  if (!right.ok) return right
  if (viewer.sessionId) await endSession(viewer.id, viewer.sessionId)
  return ok(await startSession(viewer.id, userAgent))
}
