import { eq } from 'drizzle-orm'
import { db, users } from '@/db'
import { databaseError } from '@/db/errors'
import { behind } from '../../behind'
import type { Viewer } from '../../context'
import { demand } from '../../credential'
import { queueDelivery } from '../../delivery/queue'
import { addressChangedMail, takenMail, verifyMail } from '../../mail/letters'
import { spendLimit } from '../../rate'
import { fail, ok, type Result } from '../../result'
import { applyConsequences } from '../consequences'
import { tellOwner } from '../tell-owner'
import { createMailToken, spendMailToken } from './mail-token'
import { mailsTo } from './password'

type Person = { id: number; handle: string }

/** Counts a mail that somebody asks to be sent to an address: by who asks, and by where it goes. */
export const countMail = async (who: string, email: string) =>
  (await spendLimit('mail', mailsTo(email))).failure ?? (await spendLimit('mail', who)).failure

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
  behind(() => mailOwner(person, email), 'a mail to confirm an address was not written')

async function mailOwner(person: Person, email: string): Promise<void> {
  const [owner] = await db()
    .select({ id: users.id, handle: users.handle })
    .from(users)
    .where(eq(users.email, email))
  if (owner && owner.id !== person.id) {
    await queueDelivery(owner.id, 'taken', { channel: 'mail', letter: takenMail(email, owner.handle) })
    return
  }
  const letter = verifyMail(email, person.handle, await createMailToken(db(), person.id, 'verify', email))
  await queueDelivery(person.id, 'verify', { channel: 'mail', letter })
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
      await tx.update(users).set({ email }).where(eq(users.id, userId))
      await applyConsequences(tx, 'address confirmed', { userId })
      await tellOwner(tx, userId, 'address', { detail: masked(email), to: null })
      if (now !== null) {
        const undo = await createMailToken(tx, userId, 'undo', now)
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
 * Puts the address back that an account had before a change. Whoever made the change may have used the new address since:
 * everything that lets anybody in ends, but for keys, passkeys and factors that were there before.
 * @returns a token to set a password with, for the owner of the address, who has just opened the link
 */
export async function undoAddress(token: string): Promise<Result<{ reset: string }>> {
  try {
    return await db().transaction(async (tx): Promise<Result<{ reset: string }>> => {
      const link = await spendMailToken(tx, token, 'undo')
      if (!link.ok) return link
      const { userId, email, createdAt } = link.value
      await tx.update(users).set({ email }).where(eq(users.id, userId))
      await applyConsequences(tx, 'address change undone', { userId, since: createdAt })
      await tellOwner(tx, userId, 'address-undone', { detail: masked(email) })
      return ok({ reset: await createMailToken(tx, userId, 'reset', email) })
    })
  } catch (error) {
    if (databaseError(error)?.kind === 'unique')
      return fail('conflict', 'This address belongs to another account by now.')
    throw error
  }
}
