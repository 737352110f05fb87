import { context } from '@/core/context'
import { visitorCookie } from '@/core/cookies'
import { demand } from '@/core/credential'
import { ok, type Result } from '@/core/result'
import { spendLimit } from '@/lib/rate-limit'
import { createVisitor, isOpenVisitor } from './visitor'

/** No voter yet: the request has no account and no valid cookie of ours. */
export const nobodyYet = 0

/**
 * Returns the voter of this request: the viewer's or the visitor's. Writes nothing, since the request's subject may not
 * exist.
 * @returns `nobodyYet` if `newVoter` is needed
 */
export async function voterOfRequest(): Promise<number> {
  const { viewer, visitorId } = context()
  if (viewer) {
    demand(viewer, 'write')
    return viewer.voterId
  }
  return visitorId !== null && (await isOpenVisitor(visitorId)) ? visitorId : nobodyYet
}

/** A voter that was just created, with the cookie for its browser. */
export type NewVoter = { voterId: number; cookie: string }

/**
 * Creates a voter for a request without one, once the subject of its vote or report is known to exist.
 * @param network a request without a cookie is limited by network, or deleting the cookie would reset the limit
 */
export async function newVoter(network: string): Promise<Result<NewVoter>> {
  const { failure } = await spendLimit('visitor', network)
  if (failure) return failure
  const voterId = await createVisitor()
  return ok({ voterId, cookie: visitorCookie(voterId) })
}
