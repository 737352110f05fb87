import { and, eq, gt, isNull, sql } from 'drizzle-orm'
import { db, mailTokens, sessions, users } from '@/db'
import { databaseError } from '@/db/errors'
import { behind } from '../behind'
import type { Viewer } from '../context'
import { randomToken, sha256 } from '../crypto'
import { queueDelivery } from '../delivery/queue'
import { resetMail, takenMail, verifyMail } from '../mail/letters'
import { spendLimit } from '../rate'
import { fail, ok, type Result } from '../result'
import { checkOwnPassword, staleFailure } from './again'
import { hashPassword } from './password'
import { weakness } from './weakness'

/** Sets a new password and ends every other session and reset link of the user. */
export async function changePassword(viewer: Viewer, current: string, next: string): Promise<Result<null>> {
  const [user] = await db().select({ hash: users.passwordHash }).from(users).where(eq(users.id, viewer.id))
  // Who has none yet came by a key or a provider, and has just done so.
  const allowed = user?.hash ? await checkOwnPassword(viewer, current) : await staleFailure(viewer)
  if (allowed && !allowed.ok) return allowed
  return setPassword({ id: viewer.id, handle: viewer.handle }, next)
}

/** @param link hash of the mail link that allows it, used up in the same transaction */
async function setPassword(
  user: { id: number; handle: string },
  password: string,
  link?: Buffer,
): Promise<Result<null>> {
  const poor = weakness(password, user.handle)
  if (poor) return poor
  const hashed = await hashPassword(password)
  if (!hashed.ok) return hashed
  return db().transaction(async (tx): Promise<Result<null>> => {
    if (link) {
      const used = await tx
        .update(mailTokens)
        .set({ usedAt: new Date() })
        .where(and(eq(mailTokens.tokenHash, link), isNull(mailTokens.usedAt)))
        .returning({ userId: mailTokens.userId })
      if (used.length === 0) return spent
    }
    await tx.update(users).set({ passwordHash: hashed.value }).where(eq(users.id, user.id))
    await tx.delete(sessions).where(eq(sessions.userId, user.id))
    await tx
      .update(mailTokens)
      .set({ usedAt: new Date() })
      .where(and(eq(mailTokens.userId, user.id), eq(mailTokens.purpose, 'reset'), isNull(mailTokens.usedAt)))
    return ok(null)
  })
}

const mailToken = async (
  userId: number,
  purpose: 'verify' | 'reset',
  email: string,
  hours: number,
): Promise<string> => {
  const token = randomToken()
  await db()
    .insert(mailTokens)
    .values({
      tokenHash: sha256(token),
      userId,
      purpose,
      email,
      expiresAt: new Date(Date.now() + hours * 3_600_000),
    })
  return token
}

/** Mails a link that makes an address the user's. Whoever owns the address already is told instead. */
export async function requestEmail(
  user: { id: number; handle: string },
  email: string,
): Promise<Result<null>> {
  const limited = await spendLimit('mail', `user/${user.id}`)
  if (limited.failure) return limited.failure
  behind(() => mailOwner(user, email), 'a mail to confirm an address was not written')
  return ok(null)
}

/** Which of two mails is written takes its own time, and the answer must not tell which it was. */
async function mailOwner(user: { id: number; handle: string }, email: string): Promise<void> {
  const [owner] = await db()
    .select({ id: users.id, handle: users.handle })
    .from(users)
    .where(eq(users.email, email))
  if (owner && owner.id !== user.id) {
    await queueDelivery(owner.id, 'taken', { channel: 'mail', letter: takenMail(email, owner.handle) })
    return
  }
  const letter = verifyMail(email, user.handle, await mailToken(user.id, 'verify', email, 48))
  await queueDelivery(user.id, 'verify', { channel: 'mail', letter })
}

/** Mails a link to set a new password, when the address belongs to somebody. Says the same either way, as soon. */
export async function requestReset(email: string, network: string): Promise<Result<null>> {
  const limited =
    (await spendLimit('mail', `address/${sha256(email).toString('hex')}`)).failure ??
    (await spendLimit('sign-in-network', network)).failure
  if (limited) return limited
  behind(() => mailReset(email), 'a mail with a new password’s link was not written')
  return ok(null)
}

async function mailReset(email: string): Promise<void> {
  const [user] = await db()
    .select({ id: users.id, handle: users.handle })
    .from(users)
    .where(eq(users.email, email))
  if (!user) return
  const letter = resetMail(email, user.handle, await mailToken(user.id, 'reset', email, 1))
  await queueDelivery(user.id, 'reset', { channel: 'mail', letter })
}

const spent = fail('gone', 'This link has been used or is too old. Ask for a new one.')

/** The user a mail link is for; `gone` when it was used or is too old. */
export async function readMailToken(
  token: string,
  purpose: 'verify' | 'reset',
): Promise<Result<{ userId: number; handle: string; email: string }>> {
  const [row] = await db()
    .select({ userId: mailTokens.userId, handle: users.handle, email: mailTokens.email })
    .from(mailTokens)
    .innerJoin(users, eq(users.id, mailTokens.userId))
    .where(
      and(
        eq(mailTokens.tokenHash, sha256(token)),
        eq(mailTokens.purpose, purpose),
        isNull(mailTokens.usedAt),
        gt(mailTokens.expiresAt, sql`now()`),
      ),
    )
  return row ? ok(row) : spent
}

/** Makes the address of a mail link the user's; each link works once. */
export async function confirmEmail(token: string): Promise<Result<{ email: string }>> {
  try {
    return await db().transaction(async (tx): Promise<Result<{ email: string }>> => {
      const [used] = await tx
        .update(mailTokens)
        .set({ usedAt: new Date() })
        .where(
          and(
            eq(mailTokens.tokenHash, sha256(token)),
            eq(mailTokens.purpose, 'verify'),
            isNull(mailTokens.usedAt),
            gt(mailTokens.expiresAt, sql`now()`),
          ),
        )
        .returning({ userId: mailTokens.userId, email: mailTokens.email })
      if (!used) return spent
      await tx.update(users).set({ email: used.email }).where(eq(users.id, used.userId))
      return ok({ email: used.email })
    })
  } catch (error) {
    if (databaseError(error)?.kind === 'unique')
      return fail('conflict', 'This address belongs to another account by now.')
    throw error
  }
}

/** Sets the password of whom a reset link is for; the link is used up only if that worked. */
export async function resetPassword(token: string, password: string): Promise<Result<null>> {
  const found = await readMailToken(token, 'reset')
  if (!found.ok) return found
  return setPassword({ id: found.value.userId, handle: found.value.handle }, password, sha256(token))
}
