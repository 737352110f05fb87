import { and, eq, gt, isNull, sql } from 'drizzle-orm'
import { randomToken, sha256 } from '@/core/crypto'
import { fail, ok, type Result } from '@/core/result'
import { type Connection, db, mailTokens, type Transaction, users } from '@/db'

/** Hours for which each kind of link works. */
const hours = { verify: 48, reset: 1, undo: 7 * 24 } as const
export type MailPurpose = keyof typeof hours

/** The refusal for a link that was used, voided or is too old. */
export const spent = fail('gone', 'This link has been used or is too old. Ask for a new one.')

/** Makes a link's token. Only its hash is kept. @param email the address that the link is about */
export async function createMailToken(
  connection: Connection,
  userId: number,
  purpose: MailPurpose,
  email: string,
): Promise<string> {
  const token = randomToken()
  await connection.insert(mailTokens).values({
    tokenHash: sha256(token),
    userId,
    purpose,
    email,
    expiresAt: new Date(Date.now() + hours[purpose] * 3_600_000),
  })
  return token
}

/** Days that an address has to have been the account's before links that undo things are mailed to it. */
const settledDays = 7

/**
 * A link to the account's present address that puts the account back to what it is now, for seven days. An address that was
 * set a few days ago gets none: whoever took an account over with it could undo what its owner does to get it back.
 * @returns the token; null where there is no address, or a young one
 */
export async function createUndoLink(tx: Connection, userId: number): Promise<string | null> {
  const [user] = await tx
    .select({
      email: users.email,
      settled: sql<boolean>`coalesce(${users.emailSince} < now() - make_interval(days => ${settledDays}), true)`,
    })
    .from(users)
    .where(eq(users.id, userId))
  return user?.email && user.settled ? createMailToken(tx, userId, 'undo', user.email) : null
}

const isOpen = (token: string, purpose: MailPurpose) =>
  and(
    eq(mailTokens.tokenHash, sha256(token)),
    eq(mailTokens.purpose, purpose),
    isNull(mailTokens.usedAt),
    gt(mailTokens.expiresAt, sql`now()`),
  )

export type MailToken = { userId: number; handle: string; email: string; now: string | null; createdAt: Date }

/** Whose link it is and what about; `now` is the account's present address. `gone` when it does not work any more. */
export async function readMailToken(
  token: string,
  purpose: MailPurpose,
  connection: Connection = db(),
): Promise<Result<MailToken>> {
  const [row] = await connection
    .select({
      userId: mailTokens.userId,
      handle: users.handle,
      email: mailTokens.email,
      now: users.email,
      createdAt: mailTokens.createdAt,
    })
    .from(mailTokens)
    .innerJoin(users, eq(users.id, mailTokens.userId))
    .where(isOpen(token, purpose))
  // A link to set a password is for the owner of the address that the account has, not of one it had.
  if (!row || (purpose === 'reset' && row.email !== row.now)) return spent
  return ok(row)
}

/**
 * Uses a link up, in the transaction of what it allows. Locks its account first, so that two changes of one account do not
 * pass each other.
 */
export async function spendMailToken(
  tx: Transaction,
  token: string,
  purpose: MailPurpose,
): Promise<Result<MailToken>> {
  const found = await readMailToken(token, purpose, tx)
  if (!found.ok) return found
  const [user] = await tx
    .select({ email: users.email, handle: users.handle })
    .from(users)
    .where(eq(users.id, found.value.userId))
    .for('update')
  const [used] = await tx
    .update(mailTokens)
    .set({ usedAt: new Date() })
    .where(isOpen(token, purpose))
    .returning({ userId: mailTokens.userId, email: mailTokens.email, createdAt: mailTokens.createdAt })
  if (!user || !used || (purpose === 'reset' && used.email !== user.email)) return spent
  return ok({ ...used, handle: user.handle, now: user.email })
}
