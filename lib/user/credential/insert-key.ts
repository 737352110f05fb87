import { and, eq } from 'drizzle-orm'
import { cacheTags } from '@/core/cache-tags'
import { fail, ok, type Result } from '@/core/result'
import { sshKeys, type Transaction, users } from '@/db'
import { announceRemoval } from '@/db/invalidate'
import { type KeyParts, readKeyBlob } from '@/keys/ssh-blob'
import { fingerprint } from '@/keys/ssh-key'
import { redraw } from '../profile/redraw'
import { tellOwner } from '../recovery/tell-owner'
import { applyConsequences } from './consequences'

/** RSA keys of fewer bits are weaker than everything else here. */
export const leastRsaBits = 3_072

/** Maximum number of keys per account. */
const most = 10

/** Reads the blob of a key that has signed a handshake, and refuses a weak one. */
export function usableKey(blob: Buffer): Result<KeyParts> {
  const parts = readKeyBlob(blob)
  if (!parts.ok) return fail('invalid', parts.message)
  return parts.kind === 'RSA' && parts.bits < leastRsaBits
    ? fail('invalid', `An RSA key needs at least ${leastRsaBits} bits; yours has ${parts.bits}.`)
    : ok(parts)
}

/**
 * Removes a key from another account that registered it when no proof was required, and never used it. The account that
 * proves to hold it has the better claim; the former one is notified.
 */
export async function takeUnproven(tx: Transaction, blob: Buffer): Promise<void> {
  const [former] = await tx
    .delete(sshKeys)
    .where(and(eq(sshKeys.blob, blob), eq(sshKeys.proven, false)))
    .returning({ userId: sshKeys.userId, fingerprint: sshKeys.fingerprint })
  if (!former) return
  const [user] = await tx.select({ handle: users.handle }).from(users).where(eq(users.id, former.userId))
  if (user) await redraw(tx, { id: former.userId, handle: user.handle })
  await tellOwner(tx, former.userId, 'ssh-key-lost', { detail: former.fingerprint, by: 'another account' })
}

/**
 * Adds a key, whose owner has proved to hold it, to an account that the caller has locked. The owner is notified.
 * @throws a database error of the kind `unique` if another account has the key
 */
export async function insertKey(
  tx: Transaction,
  owner: { id: number; handle: string },
  { type, blob, comment }: { type: string; blob: Buffer; comment: string },
): Promise<Result<null>> {
  if ((await tx.$count(sshKeys, eq(sshKeys.userId, owner.id))) >= most)
    return fail('conflict', `You can have at most ${most} keys. Remove one first.`)
  await takeUnproven(tx, blob)
  const print = fingerprint(blob, 'sha256')
  await tx.insert(sshKeys).values({
    userId: owner.id,
    type,
    blob,
    fingerprint: print,
    comment: comment.slice(0, 100),
    proven: true,
  })
  await redraw(tx, owner)
  await applyConsequences(tx, 'SSH key added or removed', { userId: owner.id })
  await tellOwner(tx, owner.id, 'ssh-key-added', { detail: print, undoable: true })
  await announceRemoval(tx, cacheTags.user(owner.handle))
  return ok(null)
}
