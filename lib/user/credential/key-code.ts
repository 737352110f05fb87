import { and, eq, gt, sql } from 'drizzle-orm'
import type { Viewer } from '@/core/context'
import { demand } from '@/core/credential'
import { sign } from '@/core/crypto'
import { databaseError } from '@/core/database-error'
import { fail, ok, type Result } from '@/core/result'
import { db, keyCodes, type Transaction, users, voters } from '@/db'
import { retrying } from '@/db/retry'
import { returnLimit, spendLimit } from '@/lib/rate-limit'
import { asOwner, isOpen, lockUser } from './as-owner'
import { bare, newCode } from './code-text'
import { needsSecondStep } from './factor/state'
import { insertKey, usableKey } from './insert-key'

/** Minutes in which a code must be used. */
export const keyCodeMinutes = 10

/** 78 bits, which nobody guesses in these minutes, at the rate at which we let them. */
const length = 16

const hashOf = (code: string): Buffer => Buffer.from(sign('key-code', bare(code)), 'base64url')

/**
 * Makes the code by which an SSH key joins the viewer's account. It replaces an earlier one, and ends with the viewer's
 * session and with each change of their credentials.
 * @returns the code, to be shown once
 */
export function createKeyCode(viewer: Viewer): Promise<Result<string>> {
  demand(viewer, 'account')
  return asOwner(viewer, async (tx): Promise<Result<string>> => {
    if (viewer.sessionId === null) return fail('forbidden', 'Make the code in a browser.')
    const code = newCode(length)
    const values = {
      sessionId: viewer.sessionId,
      codeHash: hashOf(code),
      createdAt: sql`now()`,
      expiresAt: sql`now() + make_interval(mins => ${keyCodeMinutes})`,
    }
    await tx
      .insert(keyCodes)
      .values({ userId: viewer.id, ...values })
      .onConflictDoUpdate({ target: keyCodes.userId, set: values })
    return ok(code)
  })
}

/** The same for each code that doesn't count: which of these it is would help only who guesses. */
const wrongCode = fail('invalid', 'That code is wrong, used or too old. Make a new one at /settings.')

type Joined = { id: number; voterId: number; handle: string }

/** Spends a code under the lock of its account. @returns the account; null if the code doesn't count */
async function spend(tx: Transaction, codeHash: Buffer): Promise<Joined | null> {
  const [row] = await tx
    .select({ userId: keyCodes.userId })
    .from(keyCodes)
    .where(eq(keyCodes.codeHash, codeHash))
  if (!row) return null
  await lockUser(tx, row.userId)
  const [spent] = await tx
    .delete(keyCodes)
    .where(
      and(
        eq(keyCodes.userId, row.userId),
        eq(keyCodes.codeHash, codeHash),
        gt(keyCodes.expiresAt, sql`now()`),
      ),
    )
    .returning({ sessionId: keyCodes.sessionId })
  if (!spent || !(await isOpen(tx, spent.sessionId))) return null
  const [user] = await tx
    .select({ id: users.id, handle: users.handle, voterId: voters.id })
    .from(users)
    .innerJoin(voters, eq(voters.userId, users.id))
    .where(and(eq(users.id, row.userId), sql`coalesce(${users.bannedUntil} <= now(), true)`))
  return user ?? null
}

/**
 * Adds a key, whose owner has proved to hold it by a handshake, to the account that made the code.
 * @param key its blob
 * @param network of the sender; wrong codes are counted like wrong signatures
 * @returns the account, and whether its second factor is asked for on the next connection
 */
export async function addKeyByCode(
  code: string,
  key: Buffer,
  network: string,
): Promise<Result<Joined & { needsCode: boolean }>> {
  const limited = (await spendLimit('sign-in-network', network)).failure
  if (limited) return limited
  const usable = usableKey(key)
  if (!usable.ok) return usable
  try {
    const added = await retrying(() =>
      db().transaction(async (tx): Promise<Result<Joined>> => {
        const user = await spend(tx, hashOf(code))
        if (!user) return wrongCode
        const inserted = await insertKey(tx, user, { type: usable.value.type, blob: key, comment: '' })
        return inserted.ok ? ok(user) : inserted
      }),
    )
    if (!added.ok) return added
    await returnLimit('sign-in-network', network)
    return ok({ ...added.value, needsCode: await needsSecondStep(added.value.id) })
  } catch (error) {
    if (databaseError(error)?.kind !== 'unique') throw error
    return fail('conflict', 'An account has this key already.')
  }
}
