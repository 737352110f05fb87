import type { Viewer } from '@/core/context'
import { isAway } from '@/core/database-error'
import { type AtStake, awayFailure } from '@/core/failures'
import type { Failure } from '@/core/result'
import { banned, identifyKey } from '@/lib/user'
import { keepVisitorOfKey, visitorOfKey } from '@/lib/vote'

/** Who is connected. */
export type Peer = {
  /** The network: /24 or /64. */
  network: string
  /** The blob of the key that signed the handshake; null without one. */
  key: Buffer | null
  /** True if an account may have the key: it did when the connection began, or the database was away then. */
  known: boolean
  /** The connection gave the code of a second factor. */
  factored: boolean
  /** The visitor of a connection without a key. */
  visitorId: number | null
}

/** Who sends a command. */
export type Sender = { viewer: Viewer | null; visitorId: number | null; denied: Failure | null }

/** Who is connected without a key, and has not voted. */
export const nobody: Sender = { viewer: null, visitorId: null, denied: null }

/**
 * Identifies who sends a command, anew for each: a ban and a removed key count at once.
 * @param stake what is lost if the database is away
 */
export async function senderOf(peer: Peer, stake: AtStake): Promise<Sender> {
  try {
    if (!peer.key) return { ...nobody, visitorId: peer.visitorId }
    const found = peer.known ? await identifyKey(peer.key, peer.factored) : null
    if (found && 'ban' in found) return { ...nobody, denied: banned(found.ban) }
    if (found) return { ...nobody, viewer: found.viewer }
    return { ...nobody, visitorId: await visitorOfKey(peer.key) }
  } catch (error) {
    if (!isAway(error)) throw error
    return { ...nobody, denied: awayFailure(stake) }
  }
}

/** Remembers the visitor that a command has made, for the key or for this connection. */
export async function rememberVisitor(peer: Peer, voterId: number): Promise<void> {
  if (peer.key) await keepVisitorOfKey(peer.key, voterId)
  else peer.visitorId = voterId
}
