import { and, eq, sql } from 'drizzle-orm'
import { keyCredential } from '@/core/credential'
import { ok, type Result } from '@/core/result'
import { db, sshKeys, users, voters } from '@/db'
import { returnLimit, spendLimit } from '@/lib/rate-limit'
import { unlessReadOnly } from '../profile/note'
import { type Known, toViewer, viewerColumns } from '../session/viewer'
import { checkCode } from './factor/authenticator'
import { needsSecondStep } from './factor/state'

/** The account that a key opens: whether it still asks for a code. */
export type KeyOwner = { userId: number; needsCode: boolean }

/**
 * Finds the account of a key. Only keys whose owner has proved to hold them count: anybody can register the public key of
 * somebody else.
 * @param blob of the key
 */
export async function findKeyOwner(blob: Buffer): Promise<KeyOwner | null> {
  const [row] = await db()
    .select({ userId: sshKeys.userId })
    .from(sshKeys)
    .where(and(eq(sshKeys.blob, blob), eq(sshKeys.proven, true)))
  return row ? { userId: row.userId, needsCode: await needsSecondStep(row.userId) } : null
}

/**
 * Identifies the user of an SSH connection, whose key has signed its handshake. Asked for each command, so that a ban and
 * a removed key count at once.
 * @param factored true if the connection also gave a code
 * @returns null if no account has the key, or its code is missing
 */
export async function identifyKey(blob: Buffer, factored: boolean): Promise<Known | null> {
  const [row] = await db()
    .select({
      ...viewerColumns,
      keyId: sshKeys.id,
      usedAt: sshKeys.usedAt,
      fingerprint: sshKeys.fingerprint,
    })
    .from(sshKeys)
    .innerJoin(users, eq(users.id, sshKeys.userId))
    .innerJoin(voters, eq(voters.userId, users.id))
    .where(and(eq(sshKeys.blob, blob), eq(sshKeys.proven, true)))
  if (!row) return null
  const { keyId, usedAt, fingerprint, ...user } = row
  if (!factored && (await needsSecondStep(user.id))) return null
  if (!usedAt || Date.now() - usedAt.getTime() > 3_600_000)
    await unlessReadOnly(() => db().update(sshKeys).set({ usedAt: sql`now()` }).where(eq(sshKeys.id, keyId)))
  return toViewer(user, { credential: keyCredential(fingerprint, factored), sessionId: null })
}

/** Checks the code of a second factor for an SSH connection; wrong ones are counted by account and by network. */
export async function checkConnectionCode(
  userId: number,
  code: string,
  network: string,
): Promise<Result<null>> {
  const limited = (await spendLimit('sign-in-network', network)).failure
  if (limited) return limited
  const right = await checkCode(userId, code)
  if (!right.ok) return right
  await returnLimit('sign-in-network', network)
  return ok(null)
}
