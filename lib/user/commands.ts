import { and, eq, gt, isNull, sql } from 'drizzle-orm'
import { apiTokens, db, mailTokens, sessions, type Transaction, users, voters } from '@/db'
import { databaseError } from '@/db/errors'
import { cacheTags } from '../cache-tags'
import type { Viewer } from '../context'
import { randomToken, sha256 } from '../crypto'
import { dropTags } from '../drop'
import { resetMail, takenMail, verifyMail } from '../mail/letters'
import { sendMail } from '../mail/send'
import { clearLimit, limitFailure, spendLimit } from '../rate'
import { type Failure, fail, ok, type Result } from '../result'
import { skeleton } from '../text'
import type { Role } from '../words'
import { artOfHandle } from './art'
import { reservedHandles, type SignUp } from './input'
import { checkPassword, hashPassword, isBreached } from './password'
import type { Ban } from './session'

export type Account = { id: number; voterId: number; handle: string }

const invalid = (path: string, message: string): Failure =>
  fail('invalid', message, { errors: [{ path, message }] })
const reserved = new Set(reservedHandles.map(skeleton))

/** Writes a user with its voter. Callers have checked the handle's form. */
export async function insertUser(
  tx: Transaction,
  values: { handle: string; passwordHash: string | null; role?: Role; starter?: boolean; createdAt?: Date },
): Promise<Account> {
  const [user] = await tx
    .insert(users)
    .values({ ...values, skeleton: skeleton(values.handle), art: artOfHandle(values.handle) })
    .returning({ id: users.id, handle: users.handle })
  if (!user) throw new Error('insert returned nothing')
  const [voter] = await tx.insert(voters).values({ userId: user.id }).returning({ id: voters.id })
  if (!voter) throw new Error('insert returned nothing')
  return { ...user, voterId: voter.id }
}

/** Makes an account, by password or (hash null) for a sign-in that comes from elsewhere. */
export async function createUser(
  handle: string,
  passwordHash: string | null,
  role: Role = 'user',
): Promise<Result<Account>> {
  const taken = fail('conflict', 'That handle, or one that looks like it, is taken.', {
    errors: [{ path: 'handle', message: 'Taken.' }],
  })
  if (reserved.has(skeleton(handle)) && role === 'user') return taken
  try {
    return ok(await db().transaction((tx) => insertUser(tx, { handle, passwordHash, role })))
  } catch (error) {
    if (databaseError(error)?.kind === 'unique') return taken
    throw error
  }
}

const weak = (password: string, handle: string): Failure | null => {
  if (isBreached(password))
    return invalid('password', 'That password is in the lists that attackers try first. Take another one.')
  if (password.toLowerCase().includes(handle) && password.length < handle.length + 8)
    return invalid('password', 'The password is mostly the handle. Take another one.')
  return null
}

/** Makes an account with a password; a mail address, when given, is verified by mail. */
export async function signUp(input: SignUp, network: string): Promise<Result<Account>> {
  const limited = await spendLimit('sign-up', network)
  if (limited.failure) return limited.failure
  const poor = weak(input.password, input.handle)
  if (poor) return poor
  const hashed = await hashPassword(input.password)
  if (!hashed.ok) return hashed
  const made = await createUser(input.handle, hashed.value)
  if (made.ok && input.email) await requestEmail(made.value, input.email)
  return made
}

/** The right password's account; for a wrong one or an unknown user the same answer in the same time. */
export async function checkSignIn(
  handle: string,
  password: string,
  network: string,
): Promise<Result<Account | { ban: Ban }>> {
  const name = handle.trim().toLowerCase().slice(0, 254)
  const limited = (await limitFailure('sign-in', name)) ?? (await limitFailure('sign-in-network', network))
  if (limited) return limited
  const [user] = await db()
    .select({
      id: users.id,
      handle: users.handle,
      voterId: voters.id,
      passwordHash: users.passwordHash,
      until: users.bannedUntil,
      reason: users.banReason,
    })
    .from(users)
    .innerJoin(voters, eq(voters.userId, users.id))
    .where(name.includes('@') ? eq(users.email, name) : eq(users.handle, name))
  const right = await checkPassword(user?.passwordHash ?? null, password)
  if (!right.ok) return right
  if (!right.value || !user) {
    await spendLimit('sign-in', name)
    await spendLimit('sign-in-network', network)
    return fail('signed-out', 'That is not the right handle and password.')
  }
  await clearLimit('sign-in', name)
  if (user.until && user.until.getTime() > Date.now())
    return ok({ ban: { until: user.until, reason: user.reason ?? '' } })
  return ok({ id: user.id, handle: user.handle, voterId: user.voterId })
}

/** Sets a new password and ends every other session and reset link of the user. */
export async function changePassword(viewer: Viewer, current: string, next: string): Promise<Result<null>> {
  const [user] = await db().select({ hash: users.passwordHash }).from(users).where(eq(users.id, viewer.id))
  if (user?.hash) {
    const limited = await limitFailure('sign-in', viewer.handle)
    if (limited) return limited
    const right = await checkPassword(user.hash, current)
    if (!right.ok) return right
    if (!right.value) {
      await spendLimit('sign-in', viewer.handle)
      return invalid('current', 'That is not your password.')
    }
  }
  return setPassword({ id: viewer.id, handle: viewer.handle }, next)
}

async function setPassword(user: { id: number; handle: string }, password: string): Promise<Result<null>> {
  const poor = weak(password, user.handle)
  if (poor) return poor
  const hashed = await hashPassword(password)
  if (!hashed.ok) return hashed
  await db().transaction(async (tx) => {
    await tx.update(users).set({ passwordHash: hashed.value }).where(eq(users.id, user.id))
    await tx.delete(sessions).where(eq(sessions.userId, user.id))
    await tx
      .update(mailTokens)
      .set({ usedAt: new Date() })
      .where(and(eq(mailTokens.userId, user.id), eq(mailTokens.purpose, 'reset'), isNull(mailTokens.usedAt)))
  })
  return ok(null)
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
  const [owner] = await db()
    .select({ id: users.id, handle: users.handle })
    .from(users)
    .where(eq(users.email, email))
  await sendMail(
    owner && owner.id !== user.id
      ? takenMail(email, owner.handle)
      : verifyMail(email, user.handle, await mailToken(user.id, 'verify', email, 48)),
  )
  return ok(null)
}

/** Mails a link to set a new password, when the address belongs to somebody. Says the same either way. */
export async function requestReset(email: string, network: string): Promise<Result<null>> {
  const limited =
    (await spendLimit('mail', `address/${sha256(email).toString('hex')}`)).failure ??
    (await spendLimit('sign-in-network', network)).failure
  if (limited) return limited
  const [user] = await db()
    .select({ id: users.id, handle: users.handle })
    .from(users)
    .where(eq(users.email, email))
  if (user) await sendMail(resetMail(email, user.handle, await mailToken(user.id, 'reset', email, 1)))
  return ok(null)
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
  return setPassword({ id: found.value.userId, handle: found.value.handle }, password)
}

/** Turns the keyboard short cuts on or off. */
export const setKeyboard = (viewer: Viewer, keyboard: boolean) =>
  db().update(users).set({ keyboard }).where(eq(users.id, viewer.id))

/** Bans a user: every session and token ends at once. @param until null lifts the ban */
export async function banUser(
  handle: string,
  until: Date | null,
  reason: string,
): Promise<Result<{ id: number }>> {
  const result = await db().transaction(async (tx): Promise<Result<{ id: number }>> => {
    const [user] = await tx
      .update(users)
      .set({ bannedUntil: until, banReason: until ? reason : null })
      .where(eq(users.handle, handle))
      .returning({ id: users.id })
    if (!user) return fail('not-found', `There is no user ${handle}.`)
    if (until) await tx.delete(sessions).where(eq(sessions.userId, user.id))
    return ok(user)
  })
  if (result.ok) await dropTags(cacheTags.user(handle))
  return result
}

/** Ends every token of a user. */
export const revokeTokens = (userId: number) => db().delete(apiTokens).where(eq(apiTokens.userId, userId))
