import { eq } from 'drizzle-orm'
import { cacheTags } from '@/core/cache-tags'
import type { Viewer } from '@/core/context'
import { demand } from '@/core/credential'
import { fail, ok, type Result } from '@/core/result'
import type { Role } from '@/core/vocabulary'
import { db, moderations, type Transaction, users, voters } from '@/db'
import { databaseError } from '@/db/errors'
import { dropTags } from '@/db/invalidate'
import { clearLimit, returnLimit, spendLimit } from '@/lib/rate-limit/rate'
import { skeleton } from '@/text/text'
import { checkPassword, hashPassword } from '../credential/password'
import { weakness } from '../credential/weakness'
import { countMail, mailToConfirm } from '../recovery/address'
import type { Ban } from '../session/viewer'
import { artOfHandle } from './art'
import { setBan } from './ban'
import { isReserved, type SignUp } from './input'
import { isRetired } from './retired'

/** `version` is that of the account's credentials, as they were when it was found. */
export type Account = { id: number; voterId: number; handle: string; version: number }

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
  return { ...user, voterId: voter.id, version: 0 }
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
  if (isReserved(handle) && role === 'user') return taken
  try {
    return await db().transaction(
      async (tx): Promise<Result<Account>> =>
        (await isRetired(tx, handle)) ? taken : ok(await insertUser(tx, { handle, passwordHash, role })),
    )
  } catch (error) {
    if (databaseError(error)?.kind === 'unique') return taken
    throw error
  }
}

/** Makes an account with a password; a mail address, when given, is verified by mail. */
export async function signUp(input: SignUp, network: string): Promise<Result<Account>> {
  const limited =
    (await spendLimit('sign-up', network)).failure ??
    (input.email ? await countMail(network, input.email) : null)
  if (limited) return limited
  const poor = weakness(input.password, input.handle)
  if (poor) return poor
  const hashed = await hashPassword(input.password)
  if (!hashed.ok) return hashed
  const made = await createUser(input.handle, hashed.value)
  if (made.ok && input.email) mailToConfirm({ ...made.value, sessionId: null }, input.email)
  return made
}

/** The right password's account; for a wrong one or an unknown user the same answer in the same time. */
export async function checkSignIn(
  handle: string,
  password: string,
  network: string,
): Promise<Result<Account | { ban: Ban }>> {
  const name = handle.trim().toLowerCase().slice(0, 254)
  const [user] = await db()
    .select({
      id: users.id,
      handle: users.handle,
      voterId: voters.id,
      passwordHash: users.passwordHash,
      version: users.credentialVersion,
      until: users.bannedUntil,
      reason: users.banReason,
    })
    .from(users)
    .innerJoin(voters, eq(voters.userId, users.id))
    .where(name.includes('@') ? eq(users.email, name) : eq(users.handle, name))
  // What was typed is counted, whatever it leads to: a counter that a handle and an address share would tell that they are
  // one person's. Counted before they are checked: guesses at once are guesses too.
  const counted = `typed/${name}`
  const limited =
    (await spendLimit('sign-in', counted)).failure ?? (await spendLimit('sign-in-network', network)).failure
  if (limited) return limited
  const right = await checkPassword(user?.passwordHash ?? null, password)
  if (!right.ok) return right
  if (!right.value || !user) return fail('signed-out', 'That is not the right handle and password.')
  await clearLimit('sign-in', counted)
  await returnLimit('sign-in-network', network)
  if (user.until && user.until.getTime() > Date.now())
    return ok({ ban: { userId: user.id, until: user.until, reason: user.reason ?? '' } })
  return ok({ id: user.id, handle: user.handle, voterId: user.voterId, version: user.version })
}

/** Turns the keyboard short cuts on or off. */
export async function setKeyboard(viewer: Viewer, keyboard: boolean): Promise<void> {
  demand(viewer, 'account')
  await db().update(users).set({ keyboard }).where(eq(users.id, viewer.id))
}

/**
 * Bans a user, or lifts a ban, as the operator, for everybody to see in the log: every session ends, every token stops working.
 * @param until null lifts the ban; where there is none, nothing happens
 */
export async function banUser(
  handle: string,
  until: Date | null,
  reason: string,
): Promise<Result<{ handle: string }>> {
  const name = handle.trim().toLowerCase()
  const result = await db().transaction(async (tx): Promise<Result<{ handle: string }>> => {
    const [user] = await tx
      .select({ id: users.id, bannedUntil: users.bannedUntil })
      .from(users)
      .where(eq(users.handle, name))
      .for('update')
    if (!user) return fail('not-found', `There is no user ${handle}.`)
    if (!until && !user.bannedUntil) return ok({ handle: name })
    await setBan(tx, user.id, until, reason)
    await tx
      .insert(moderations)
      .values({ actor: 'operator', action: until ? 'ban' : 'unban', userId: user.id, reason })
    return ok({ handle: name })
  })
  if (result.ok) await dropTags(cacheTags.user(name))
  return result
}
