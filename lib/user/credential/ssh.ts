import { and, eq } from 'drizzle-orm'
import { cacheTags } from '@/core/cache-tags'
import type { Viewer } from '@/core/context'
import { demand } from '@/core/credential'
import { databaseError } from '@/core/database-error'
import { fail, ok, type Result } from '@/core/result'
import { sshKeys, type Transaction, users } from '@/db'
import { announceRemoval } from '@/db/invalidate'
import { fingerprint, parsePublicKeyLine } from '@/keys/ssh-key'
import { returnLimit, spendLimit } from '@/lib/rate-limit'
import { redraw } from '../profile/redraw'
import { tellOwner } from '../recovery/tell-owner'
import { asOwner } from './as-owner'
import { spendChallenge } from './challenge'
import { applyConsequences } from './consequences'
import { judgeSignature } from './ssh-sign-in'
import { invalid } from './weakness'

/** RSA keys of fewer bits are weaker than everything else here. */
export const leastRsaBits = 3_072

/** Maximum number of keys per account. */
const most = 10

/** A public key to register, and the proof that the sender holds the private one. */
export type KeyWithProof = { key: string; nonce: string; signature: string }

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
 * Registers a public key for sign-in, with a signature of our nonce by it. Until the signature is verified, the
 * response does not reveal whether the key is registered elsewhere.
 * @param network of the sender; wrong signatures are counted like those of a sign-in
 */
export async function addSshKey(
  viewer: Viewer,
  { key: line, nonce, signature }: KeyWithProof,
  network: string,
): Promise<Result<{ fingerprint: string }>> {
  demand(viewer, 'account')
  const limited = (await spendLimit('sign-in-network', network)).failure
  if (limited) return limited
  const key = parsePublicKeyLine(line)
  if (!key.ok) return invalid('key', key.message)
  if (key.type === 'ssh-rsa' && key.bits < leastRsaBits)
    return invalid(
      'key',
      `An RSA key needs at least ${leastRsaBits} bits; yours has ${key.bits}. Make one with ssh-keygen -t ed25519.`,
    )
  if (!(await spendChallenge(nonce)))
    return invalid('signature', 'That nonce was used or is too old. Sign the new one below.')
  const verdict = judgeSignature(key, nonce, signature)
  if (!verdict.ok) return invalid('signature', verdict.message)
  await returnLimit('sign-in-network', network)
  const print = fingerprint(key.blob, 'sha256')
  try {
    const added = await asOwner(viewer, async (tx): Promise<Result<null>> => {
      if ((await tx.$count(sshKeys, eq(sshKeys.userId, viewer.id))) >= most)
        return fail('conflict', `You can have at most ${most} keys. Remove one first.`)
      await takeUnproven(tx, key.blob)
      await tx.insert(sshKeys).values({
        userId: viewer.id,
        type: key.type,
        blob: key.blob,
        fingerprint: print,
        comment: key.comment.slice(0, 100),
        proven: true,
      })
      await redraw(tx, viewer)
      await applyConsequences(tx, 'SSH key added or removed', { userId: viewer.id })
      await tellOwner(tx, viewer.id, 'ssh-key-added', { detail: print, undoable: true })
      await announceRemoval(tx, cacheTags.user(viewer.handle))
      return ok(null)
    })
    if (!added.ok) return added
  } catch (error) {
    if (databaseError(error)?.kind === 'unique')
      return fail('conflict', 'Another account uses this key. Remove it there first.', {
        errors: [{ path: 'key', message: 'Already added.' }],
      })
    throw error
  }
  return ok({ fingerprint: print })
}

/** Removes one of the viewer's keys. */
export async function removeSshKey(viewer: Viewer, id: number): Promise<Result<null>> {
  demand(viewer, 'account')
  return asOwner(viewer, async (tx): Promise<Result<null>> => {
    const [gone] = await tx
      .delete(sshKeys)
      .where(and(eq(sshKeys.id, id), eq(sshKeys.userId, viewer.id)))
      .returning({ fingerprint: sshKeys.fingerprint })
    if (!gone) return ok(null)
    await redraw(tx, viewer)
    await applyConsequences(tx, 'SSH key added or removed', { userId: viewer.id })
    await tellOwner(tx, viewer.id, 'ssh-key-removed', { detail: gone.fingerprint })
    await announceRemoval(tx, cacheTags.user(viewer.handle))
    return ok(null)
  })
}
