import { randomUUID } from 'node:crypto'
import { emptyContext, withContext } from '@/core/context'
import { failureOf } from '@/core/failures'
import { readOnly, readOnlyFailure } from '@/core/read-only'
import { withRequest } from '@/core/request'
import { fail, type Result } from '@/core/result'
import { noteSecurity, type SecurityEvent } from '@/core/security-log'
import { addKeyByCode, joinByKey } from '@/lib/user'
import { claimVotes, visitorOfKey } from '@/lib/vote'
import type { Site } from '@/terminal/command'
import type { Peer } from './caller'

type Account = { id: number; voterId: number; handle: string }

/** Runs what gives the connection's key an account, and logs how it ended. The key's votes go along. */
function joining<T extends Account>(
  peer: Peer,
  event: SecurityEvent,
  work: (key: Buffer) => Promise<Result<T>>,
): Promise<Result<T>> {
  const run = async (): Promise<Result<T>> => {
    const { key } = peer
    if (!key)
      return fail('forbidden', 'You are connected without a key. Make one with ssh-keygen -t ed25519.')
    if (readOnly()) return readOnlyFailure('call')
    const made = await work(key)
    if (!made.ok) return made
    const visitor = await visitorOfKey(key)
    if (visitor !== null) await claimVotes(visitor, made.value)
    peer.known = true
    return made
  }
  return withRequest({ id: randomUUID(), statements: null }, () =>
    withContext({ ...emptyContext(), userAgent: 'ssh', shared: false }, async () => {
      const made = await run().catch((error: unknown) => {
        const failure = failureOf(error, 'call')
        if (!failure) throw error
        return failure
      })
      noteSecurity(event, made.ok ? 'done' : made.code, {
        action: 'ssh join',
        network: peer.network,
        user: made.ok ? made.value.id : null,
      })
      return made
    }),
  )
}

/** The ways in which the key of a connection gets an account. */
export const joinsFor = (peer: Peer): Required<Pick<Site, 'join' | 'joinByCode'>> => ({
  join: (handle) => joining(peer, 'sign-up', (key) => joinByKey(handle, key, peer.network)),
  joinByCode: (code) => joining(peer, 'ssh-key', (key) => addKeyByCode(code, key, peer.network)),
})
