import { eq } from 'drizzle-orm'
import { afterResponse } from '@/core/after-response'
import type { Viewer } from '@/core/context'
import { demand } from '@/core/credential'
import { databaseError } from '@/core/database-error'
import { fail, ok, type Result } from '@/core/result'
import { db, users } from '@/db'
import { addressChangedMail, queueDelivery, takenMail, verifyMail } from '@/lib/delivery'
import { spendLimit } from '@/lib/rate-limit'
import { asOwner } from '../credential/as-owner'
import { applyConsequences } from '../credential/consequences'
import { createMailToken, createUndoLink, spendMailToken } from './mail-token'
import { mailsTo } from './password'
import { tellOwner } from './tell-owner'

/** The account that the address is for; `sessionId` is the session that asks, null without one. */
type Person = { id: number; handle: string; sessionId: string | null }

/** Counts a requested email against the limits of the requester and of the address. */
export const countMail = async (who: string, email: string) =>
  (await spendLimit('mail', who)).failure ?? (await spendLimit('mail', mailsTo(email))).failure

/**
 * Mails a link that confirms an address for the viewer. If another account has the address, its owner gets a notice
 * instead.
 */
export async function requestEmail(viewer: Viewer, email: string): Promise<Result<null>> {
  demand(viewer, 'account')
  const limited = await countMail(`user/${viewer.id}`, email)
  if (limited) return limited
  mailToConfirm(viewer, email)
  return ok(null)
}

/**
 * Sends the email itself, for callers that have counted it. The time of the response must not reveal which of the two
 * it is.
 */
export const mailToConfirm = (person: Person, email: string): void =>
  afterResponse(() => mailOwner(person, email), 'a mail to confirm an address was not written')

async function mailOwner(person: Person, email: string): Promise<void> {
  // Under the account's lock: a session that has ended meanwhile requests nothing.
  await asOwner(person, async (tx): Promise<Result<null>> => {
    const [owner] = await tx
      .select({ id: users.id, handle: users.handle })
      .from(users)
      .where(eq(users.email, email))
    if (owner && owner.id !== person.id) {
      const letter = takenMail(email, owner.handle)
      await queueDelivery(owner.id, 'taken', { channel: 'mail', letter }, tx)
      return ok(null)
    }
    const letter = verifyMail(email, person.handle, await createMailToken(tx, person.id, 'verify', email))
    await queueDelivery(person.id, 'verify', { channel: 'mail', letter }, tx)
    return ok(null)
  })
}

/** Masks an address so that only its owner recognises it: `a***@example.org`. */
const masked = (email: string): string => email.replace(/^(.).*(@.*)$/u, '$1***$2')

/**
 * Sets the account's address from an email link; each link works once. The previous address gets an email with a link
 * that undoes it for seven days.
 */
export async function confirmEmail(token: string): Promise<Result<{ email: string }>> {
  try {
    return await db().transaction(async (tx): Promise<Result<{ email: string }>> => {
      const link = await spendMailToken(tx, token, 'verify')
      if (!link.ok) return link
      const { userId, email, handle, now } = link.value
      if (now === email) return ok({ email })
      // Created before the address changes: it is for the previous address.
      const undo = await createUndoLink(tx, userId)
      await tx.update(users).set({ email, emailSince: new Date() }).where(eq(users.id, userId))
      await applyConsequences(tx, 'address confirmed', { userId })
      await tellOwner(tx, userId, 'address', { detail: masked(email), to: null })
      if (now !== null) {
        const letter = addressChangedMail(now, handle, masked(email), undo)
        await queueDelivery(userId, 'undo', { channel: 'mail', letter }, tx)
      }
      return ok({ email })
    })
  } catch (error) {
    if (databaseError(error)?.kind === 'unique')
      return fail('conflict', 'This address now belongs to another account.')
    throw error
  }
}

/**
 * Restores an account to its state when a link was mailed: its address, and the keys, passkeys and factors of that
 * time. An attacker may have used the change to get in, so sessions, password, tokens and feeds end.
 * @returns a token to set a password with, for the owner of the address, who has just opened the link
 */
export async function undoAddress(token: string): Promise<Result<{ reset: string }>> {
  try {
    return await db().transaction(async (tx): Promise<Result<{ reset: string }>> => {
      const link = await spendMailToken(tx, token, 'undo')
      if (!link.ok) return link
      const { userId, email, createdAt, now } = link.value
      await tx.update(users).set({ email, emailSince: createdAt }).where(eq(users.id, userId))
      await applyConsequences(tx, 'undone by an email link', { userId, since: createdAt })
      await tellOwner(tx, userId, 'address-undone', { detail: masked(email) })
      // The replaced address is notified too.
      if (now !== null && now !== email)
        await tellOwner(tx, userId, 'address-undone', { detail: masked(email), to: now })
      return ok({ reset: await createMailToken(tx, userId, 'reset', email) })
    })
  } catch (error) {
    if (databaseError(error)?.kind === 'unique')
      return fail('conflict', 'This address now belongs to another account.')
    throw error
  }
}
