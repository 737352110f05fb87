import { eq } from 'drizzle-orm'
import { afterResponse } from '@/core/after-response'
import type { Viewer } from '@/core/context'
import { demand } from '@/core/credential'
import { sha256 } from '@/core/crypto'
import { fail, ok, type Result } from '@/core/result'
import { db, type Transaction, users } from '@/db'
import { queueDelivery, resetMail } from '@/lib/delivery'
import { spendLimit } from '@/lib/rate-limit'
import { asOwner } from '../credential/as-owner'
import { applyConsequences } from '../credential/consequences'
import { findFactors } from '../credential/factor/state'
import { hashPassword } from '../credential/password'
import { checkOwnPassword, staleFailure } from '../credential/reauthenticate'
import { weakness } from '../credential/weakness'
import { createMailToken, readMailToken, spendMailToken } from './mail-token'
import { tellOwner } from './tell-owner'

/**
 * Changes the password with the current one. Ends other sessions and every pending link, and renews the private feed
 * address; the caller renews this session's token.
 */
export async function changePassword(viewer: Viewer, current: string, next: string): Promise<Result<null>> {
  demand(viewer, 'account')
  const [user] = await db().select({ hash: users.passwordHash }).from(users).where(eq(users.id, viewer.id))
  if (user?.hash) {
    const right = await checkOwnPassword(viewer, current)
    if (!right.ok) return right
  }
  // The password is one factor: an account without one, or with a second factor, must have confirmed the other
  // recently.
  const { authenticator } = await findFactors(viewer.id)
  const stale = user?.hash && !authenticator ? null : await staleFailure(viewer)
  if (stale) return stale
  const hashed = await newHash(viewer, next)
  if (!hashed.ok) return hashed
  return asOwner(viewer, async (tx): Promise<Result<null>> => {
    const [now] = await tx.select({ hash: users.passwordHash }).from(users).where(eq(users.id, viewer.id))
    if (now?.hash !== user?.hash)
      return fail('conflict', 'Your password has changed in the meantime. Reload the page.')
    await setHash(tx, viewer.id, hashed.value)
    await applyConsequences(tx, 'password changed', { userId: viewer.id, sessionId: viewer.sessionId })
    await tellOwner(tx, viewer.id, 'password')
    return ok(null)
  })
}

async function newHash({ handle }: { handle: string }, password: string): Promise<Result<string>> {
  const poor = await weakness(password, handle)
  return poor ?? hashPassword(password)
}

const setHash = (tx: Transaction, userId: number, passwordHash: string) =>
  tx.update(users).set({ passwordHash }).where(eq(users.id, userId))

/**
 * Mails a link to set a new password if an account has the address. The response and its time are the same either way.
 */
export async function requestReset(email: string, network: string): Promise<Result<null>> {
  const limited =
    (await spendLimit('sign-in-network', network)).failure ??
    // A separate count: requests for other emails to an address must not block this one.
    (await spendLimit('mail', `reset/${mailsTo(email)}`)).failure
  if (limited) return limited
  afterResponse(() => mailReset(email), 'a mail with a new password’s link was not written')
  return ok(null)
}

/** Returns the key under which emails to an address are counted, regardless of the requester. */
export const mailsTo = (email: string): string => `address/${sha256(email).toString('hex')}`

async function mailReset(email: string): Promise<void> {
  const [user] = await db()
    .select({ id: users.id, handle: users.handle })
    .from(users)
    .where(eq(users.email, email))
  if (!user) return
  const letter = resetMail(email, user.handle, await createMailToken(db(), user.id, 'reset', email))
  await queueDelivery(user.id, 'reset', { channel: 'mail', letter })
}

/**
 * Sets the password with a reset link: every session, API token and private feed address ends. The link is marked as
 * used only on success.
 */
export async function resetPassword(token: string, password: string): Promise<Result<null>> {
  const found = await readMailToken(token, 'reset')
  if (!found.ok) return found
  const hashed = await newHash(found.value, password)
  if (!hashed.ok) return hashed
  return db().transaction(async (tx): Promise<Result<null>> => {
    const link = await spendMailToken(tx, token, 'reset')
    if (!link.ok) return link
    const { userId } = link.value
    await setHash(tx, userId, hashed.value)
    await applyConsequences(tx, 'password reset by email', { userId })
    await tellOwner(tx, userId, 'reset')
    return ok(null)
  })
}
