import { and, eq } from 'drizzle-orm'
import { cacheTags } from '@/core/cache-tags'
import type { Viewer } from '@/core/context'
import { demand } from '@/core/credential'
import { databaseError } from '@/core/database-error'
import { fail, ok, type Result } from '@/core/result'
import { sshKeys } from '@/db'
import { announceRemoval } from '@/db/invalidate'
import { fingerprint, parsePublicKeyLine } from '@/keys/ssh-key'
import { returnLimit, spendLimit } from '@/lib/rate-limit'
import { redraw } from '../profile/redraw'
import { tellOwner } from '../recovery/tell-owner'
import { asOwner } from './as-owner'
import { spendChallenge } from './challenge'
import { applyConsequences } from './consequences'
import { insertKey, leastRsaBits } from './insert-key'
import { judgeSignature } from './ssh-sign-in'
import { invalid } from './weakness'

/** A public key to register, and the proof that the sender holds the private one. */
export type KeyWithProof = { key: string; nonce: string; signature: string }

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
  try {
    const added = await asOwner(viewer, (tx) =>
      insertKey(tx, viewer, { type: key.type, blob: key.blob, comment: key.comment }),
    )
    if (!added.ok) return added
  } catch (error) {
    if (databaseError(error)?.kind === 'unique')
      return fail('conflict', 'Another account uses this key. Remove it there first.', {
        errors: [{ path: 'key', message: 'Already added.' }],
      })
    throw error
  }
  return ok({ fingerprint: fingerprint(key.blob, 'sha256') })
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
