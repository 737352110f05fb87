import { randomBytes } from 'node:crypto'
import { isSigned, sign } from '@/core/crypto'
import { db, sshChallenges } from '@/db'

const minutes = 10
const purpose = 'ssh-challenge'

/**
 * A nonce to sign, good once and for ten minutes: when it ends (4 bytes), 12 random bytes, our signature over both
 * (16 bytes). Handing one out writes nothing, so whoever loads the page a million times fills no table. SSH keys sign it,
 * and passkeys.
 */
export function createChallenge(now = Date.now()): string {
  const head = Buffer.alloc(16)
  head.writeUInt32BE(Math.floor(now / 1_000) + minutes * 60)
  randomBytes(12).copy(head, 4)
  const signature = Buffer.from(sign(purpose, head.toString('base64url')), 'base64url').subarray(0, 16)
  return Buffer.concat([head, signature]).toString('base64url')
}

/** When a nonce of ours ends; null when it is not ours or is too old. */
function endOf(nonce: string): Date | null {
  const bytes = Buffer.from(nonce, 'base64url')
  if (bytes.length !== 32 || bytes.toString('base64url') !== nonce) return null
  const end = new Date(bytes.readUInt32BE() * 1_000)
  // A signature cut to 16 bytes agrees with the whole one in its first 21 characters.
  const signature = bytes.subarray(16).toString('base64url').slice(0, 21)
  const isOurs = isSigned(purpose, bytes.subarray(0, 16).toString('base64url'), signature)
  return isOurs && end.getTime() > Date.now() ? end : null
}

/** Uses a nonce up. False when it is not ours, was used before or is too old. */
export async function spendChallenge(nonce: string): Promise<boolean> {
  const expiresAt = endOf(nonce)
  if (!expiresAt) return false
  const rows = await db()
    .insert(sshChallenges)
    .values({ nonce, expiresAt })
    .onConflictDoNothing()
    .returning({ nonce: sshChallenges.nonce })
  return rows.length > 0
}
