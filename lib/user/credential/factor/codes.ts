import { randomInt } from 'node:crypto'
import { and, eq, isNull } from 'drizzle-orm'
import { sha256 } from '@/core/crypto'
import { db, recoveryCodes, type Transaction } from '@/db'

const count = 10
/** Letters and digits that are easy to tell apart; 24 of them are 116 bits, so a plain hash is enough. */
const alphabet = '23456789abcdefghjkmnpqrstvwxyz'
const length = 24

/** Normalises a code: removes separators, in lower case. */
const bare = (code: string): string => code.toLowerCase().replace(/[\s-]/g, '')

const hashOf = (userId: number, code: string): Buffer => sha256(`recovery\0${userId}\0${bare(code)}`)

const newCode = (): string =>
  Array.from({ length }, (_, at) => {
    const letter = alphabet.charAt(randomInt(alphabet.length))
    return at > 0 && at % 4 === 0 ? `-${letter}` : letter
  }).join('')

/** True if a text has the form of a recovery code. */
export const isRecoveryCode = (text: string): boolean => bare(text).length === length

/** Replaces a user's recovery codes by ten new ones. @returns them, to be shown once; only hashes are stored */
export async function renewRecoveryCodes(tx: Transaction, userId: number): Promise<string[]> {
  const codes = Array.from({ length: count }, newCode)
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
