import { and, eq, isNull } from 'drizzle-orm'
import { sha256 } from '@/core/crypto'
import { db, recoveryCodes, type Transaction } from '@/db'
import { bare, newCode } from '../code-text'

const count = 10
/** 116 bits, so a plain hash is enough. */
const length = 24

const hashOf = (userId: number, code: string): Buffer => sha256(`recovery\0${userId}\0${bare(code)}`)

/** True if a text has the form of a recovery code. */
export const isRecoveryCode = (text: string): boolean => bare(text).length === length

/** Replaces a user's recovery codes by ten new ones. @returns them, to be shown once; only hashes are stored */
export async function renewRecoveryCodes(tx: Transaction, userId: number): Promise<string[]> {
  const codes = Array.from({ length: count }, () => newCode(length))
  await tx.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId))
  await tx.insert(recoveryCodes).values(codes.map((code) => ({ userId, codeHash: hashOf(userId, code) })))
  return codes
}

/** Marks a recovery code as used. @returns how many are left; null if it is invalid or was used before */
export async function spendRecoveryCode(
  tx: Transaction,
  userId: number,
  code: string,
): Promise<number | null> {
  const used = await tx
    .update(recoveryCodes)
    .set({ usedAt: new Date() })
    .where(
      and(
        eq(recoveryCodes.userId, userId),
        eq(recoveryCodes.codeHash, hashOf(userId, code)),
        isNull(recoveryCodes.usedAt),
      ),
    )
    .returning({ userId: recoveryCodes.userId })
  return used.length > 0 ? countRecoveryCodes(userId, tx) : null
}

/** Counts a user's unused recovery codes. */
export const countRecoveryCodes = (
  userId: number,
  connection: Transaction | ReturnType<typeof db> = db(),
): Promise<number> =>
  connection.$count(recoveryCodes, and(eq(recoveryCodes.userId, userId), isNull(recoveryCodes.usedAt)))
