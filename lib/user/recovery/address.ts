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

/** Whose address it is to become; `sessionId` is the session that asks, null while there is none. */
type Person = { id: number; handle: string; sessionId: string | null }

/** Counts an email that somebody asks to be sent to an address: by who asks, and by where it goes. */
export const countMail = async (who: string, email: string) =>
  (await spendLimit('mail', who)).failure ?? (await spendLimit('mail', mailsTo(email))).failure

/** Mails a link that makes an address the viewer's. Whoever owns the address already is told instead. */
export async function requestEmail(viewer: Viewer, email: string): Promise<Result<null>> {
  demand(viewer, 'account')
  const limited = await countMail(`user/${viewer.id}`, email)
  if (limited) return limited
  mailToConfirm(viewer, email)
  return ok(null)
}

/** The mail itself, for callers that have counted it. Which of the two is written must not show in the answer's time. */
export const mailToConfirm = (person: Person, email: string): void =>
  afterResponse(() => mailOwner(person, email), 'a mail to confirm an address was not written')

async function mailOwner(person: Person, email: string): Promise<void> {
  // Under the account's lock: a session that has been ended since asks for nothing any more.
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

/** An address as its owner knows it and others do not: `a***@example.org`. */
const masked = (email: string): string => email.replace(/^(.).*(@.*)$/u, '$1***$2')

/**
 * Makes the address of a mail link the account's; each link works once. The address before is told, with a link that undoes
 * it for seven days.
 */
export async function confirmEmail(token: string): Promise<Result<{ email: string }>> {
  try {
    return await db().transaction(async (tx): Promise<Result<{ email: string }>> => {
      const link = await spendMailToken(tx, token, 'verify')
      if (!link.ok) return link
      const { userId, email, handle, now } = link.value
      if (now === email) return ok({ email })
      // Asked before the address is another one: it is for the former address.
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
      return fail('conflict', 'This address belongs to another account by now.')
    throw error
  }
}

/**
 * Puts an account back to what it was when a link was mailed: its address, and of keys, passkeys and factors what was there
 * before. Whoever made the change may have got in by it since: sessions, password, tokens and feeds end.
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
      // The address that is replaced learns it, too.
      if (now !== null && now !== email)
        await tellOwner(tx, userId, 'address-undone', { detail: masked(email), to: now })
      return ok({ reset: await createMailToken(tx, userId, 'reset', email) })
    })
  } catch (error) {
    if (databaseError(error)?.kind === 'unique')
      return fail('conflict', 'This address belongs to another account by now.')
    throw error
  }
}
