import { randomBytes } from 'node:crypto'
import { isSigned, sign } from '@/core/crypto'
import { db, sshChallenges } from '@/db'

const minutes = 10
const purpose = 'ssh-challenge'

/**
 * Returns a nonce to sign, valid once and for ten minutes: its expiry (4 bytes), 12 random bytes, our signature over
 * both (16 bytes). Creating one writes nothing, so that loading the page a million times fills no table. SSH keys and
 * passkeys sign it.
 */
export function createChallenge(now = Date.now()): string {
  const head = Buffer.alloc(16)
  head.writeUInt32BE(Math.floor(now / 1_000) + minutes * 60)
  randomBytes(12).copy(head, 4)
  const signature = Buffer.from(sign(purpose, head.toString('base64url')), 'base64url').subarray(0, 16)
  return Buffer.concat([head, signature]).toString('base64url')
}

/** Returns the expiry of a nonce of ours; null if it is not ours or has expired. */
function endOf(nonce: string): Date | null {
  const bytes = Buffer.from(nonce, 'base64url')
  if (bytes.length !== 32 || bytes.toString('base64url') !== nonce) return null
  const end = new Date(bytes.readUInt32BE() * 1_000)
  // A signature cut to 16 bytes equals the whole one in its first 21 characters.
  const signature = bytes.subarray(16).toString('base64url').slice(0, 21)
  const isOurs = isSigned(purpose, bytes.subarray(0, 16).toString('base64url'), signature)
  return isOurs && end.getTime() > Date.now() ? end : null
}

/** Marks a nonce as used. False if it is not ours, was used before or has expired. */
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
