import { eq } from 'drizzle-orm'
import type { Viewer } from '@/core/context'
import { paths } from '@/core/paths'
import { type Failure, fail, ok, type Result } from '@/core/result'
import { db, sessions, users } from '@/db'
import { clearLimit, spendLimit } from '@/lib/rate-limit'
import { renewSession } from '../session/session'
import { checkCode } from './factor/authenticator'
import { checkPasskey } from './factor/passkeys'
import { findFactors, needsSecondStep } from './factor/state'
import { freshMinutes, isFresh } from './fresh'
import { checkPassword, guessesOf } from './password'
import { checkSshSignIn } from './ssh-sign-in'
import { invalid } from './weakness'

/**
 * Returns a failure if the session's last sign-in or reauthentication is too old for acts that could take over the
 * account or its data. A person who finds a signed-in browser can read and write, but no more. API tokens need the
 * scope `account` instead.
 */
export async function staleFailure(viewer: Viewer): Promise<Failure | null> {
  if (viewer.credential.kind === 'token') return null
  const [row] = viewer.sessionId
    ? await db().select({ fresh: isFresh }).from(sessions).where(eq(sessions.id, viewer.sessionId))
    : []
  if (row?.fresh) return null
  const message = `You last confirmed who you are more than ${freshMinutes} minutes ago. Confirm it again, then send this again.`
  return fail('signed-out', message, { link: paths.proveAgain() })
}

/** Checks the viewer's password, counted like any guess before it is checked. */
export async function checkOwnPassword(viewer: Viewer, password: string): Promise<Result<null>> {
  const [user] = await db().select({ hash: users.passwordHash }).from(users).where(eq(users.id, viewer.id))
  const limited = (await spendLimit('sign-in', guessesOf(viewer.id))).failure
  if (limited) return limited
  const right = await checkPassword(user?.hash ?? null, password)
  if (!right.ok) return right
  if (!right.value) return invalid('current', 'That isn’t your password.')
  await clearLimit('sign-in', guessesOf(viewer.id))
  return ok(null)
}

/** Renews the token of the viewer's session. @returns the token */
async function renewed(viewer: Viewer, factored: boolean): Promise<Result<string>> {
  const token = viewer.sessionId ? await renewSession(viewer.sessionId, { factored }) : null
  return token === null ? fail('signed-out', 'Your session has ended. Sign in again.') : ok(token)
}

/** Checks the code if the account has an authenticator app. @returns whether it has one */
async function checkSecondStep(viewer: Viewer, code: string): Promise<Result<boolean>> {
  const { authenticator } = await findFactors(viewer.id)
  if (!authenticator) return ok(false)
  if (code === '') return invalid('code', 'Enter the code that your app shows now.')
  const right = await checkCode(viewer.id, code)
  return right.ok ? ok(true) : right
}

/**
 * Reauthenticates a session by the password, if there is one, and the second factor, if there is one.
 * @returns the session's new token
 */
export async function reauthenticate(
  viewer: Viewer,
  { current, code }: { current: string; code: string },
): Promise<Result<string>> {
  const [user] = await db().select({ hash: users.passwordHash }).from(users).where(eq(users.id, viewer.id))
  if (user?.hash) {
    const right = await checkOwnPassword(viewer, current)
    if (!right.ok) return right
  }
  const second = await checkSecondStep(viewer, code)
  if (!second.ok) return second
  if (!user?.hash && !second.value)
    return fail('conflict', 'Your account has no password. Confirm with a passkey or an SSH key.')
  if (!second.value && (await needsSecondStep(viewer.id)))
    return fail('conflict', 'This site asks its moderators for a passkey. Confirm with yours.')
  return renewed(viewer, second.value)
}

/** The same by a passkey, which is both factors at once. @returns the session's new token */
export async function reauthenticateByPasskey(
  viewer: Viewer,
  response: string,
  network: string,
): Promise<Result<string>> {
  const owner = await checkPasskey(response, network)
  if (!owner.ok) return owner
  if ('ban' in owner.value || owner.value.id !== viewer.id)
    return fail('forbidden', 'That passkey belongs to another account.')
  return renewed(viewer, true)
}

/** The same by a registered SSH key, and the second factor, if there is one. @returns the session's new token */
export async function reauthenticateByKey(
  viewer: Viewer,
  { nonce, signature, code }: { nonce: string; signature: string; code: string },
  network: string,
): Promise<Result<string>> {
  const owner = await checkSshSignIn(viewer.handle, nonce, signature, network)
  if (!owner.ok)
    return fail('forbidden', owner.message, { errors: [{ path: 'signature', message: owner.message }] })
  if ('ban' in owner.value || owner.value.id !== viewer.id)
    return fail('forbidden', 'That key belongs to another account.')
  const second = await checkSecondStep(viewer, code)
  if (!second.ok) return second
  if (!second.value && (await needsSecondStep(viewer.id)))
    return fail('conflict', 'This site asks its moderators for a passkey. Confirm with yours.')
  return renewed(viewer, second.value)
}
