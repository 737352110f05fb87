import { and, eq, gt, isNull, sql } from 'drizzle-orm'
import { randomToken, sha256 } from '@/core/crypto'
import { fail, ok, type Result } from '@/core/result'
import { type Connection, db, mailTokens, type Transaction, users } from '@/db'

/** Hours for which each kind of link is valid. */
const hours = { verify: 48, reset: 1, undo: 7 * 24 } as const
export type MailPurpose = keyof typeof hours

/** The refusal of a link that was used or voided or has expired. */
export const spent = fail('gone', 'This link has been used or is too old. Get a new one.')

/** Creates a link's token. Only its hash is stored. @param email the address that the link is about */
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

/** Days that an address must have belonged to the account before undo links are mailed to it. */
const settledDays = 7

/**
 * Creates a link for the account's present address that restores the account's present state, for seven days. A
 * recently set address gets none: an attacker who set it could undo the owner's recovery.
 * @returns the token; null without an address, or with a recent one
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

/** Returns a link's account and address; `now` is the account's present address. `gone` if it is no longer valid. */
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
  // A password link is valid only for the account's present address, not for an earlier one. An operator makes links for
  // accounts without an address, too.
  if (!row || (purpose === 'reset' && row.email !== (row.now ?? ''))) return spent
  return ok(row)
}

/**
 * Marks a link as used, in the transaction of the change it allows. Locks its account first, so that concurrent changes
 * run one after the other.
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
  if (!user || !used || (purpose === 'reset' && used.email !== (user.email ?? ''))) return spent
  return ok({ ...used, handle: user.handle, now: user.email })
}
