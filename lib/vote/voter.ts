import { context } from '@/core/context'
import { visitorCookie } from '@/core/cookies'
import { demand } from '@/core/credential'
import { ok, type Result } from '@/core/result'
import { spendLimit } from '@/lib/rate-limit'
import { createVisitor, isOpenVisitor } from './visitor'

/** No voter yet: who sends this has no account and no cookie of ours that counts. */
export const nobodyYet = 0

/**
 * The voter behind this request: the viewer's or the visitor's. Writes nothing down: what a request is about may not be
 * there.
 * @returns `nobodyYet` for who needs `newVoter`
 */
export async function voterOfRequest(): Promise<number> {
  const { viewer, visitorId } = context()
  if (viewer) {
    demand(viewer, 'write')
    return viewer.voterId
  }
  return visitorId !== null && (await isOpenVisitor(visitorId)) ? visitorId : nobodyYet
}

/** A voter that was just made, with the cookie that its browser has to keep. */
export type NewVoter = { voterId: number; cookie: string }

/**
 * Makes a voter for somebody who has none, once it is known that they have something to vote on or to report.
 * @param network who has no cookie is counted by where they come from, or dropping it would drop the limit
 */
export async function newVoter(network: string): Promise<Result<NewVoter>> {
  const { failure } = await spendLimit('visitor', network)
  if (failure) return failure
  const voterId = await createVisitor()
  return ok({ voterId, cookie: visitorCookie(voterId) })
}
