import { context } from '../context'
import { visitorCookie } from '../cookies'
import { spendLimit } from '../rate'
import { ok, type Result } from '../result'
import { createVisitor, isOpenVisitor } from './commands'

/**
 * The voter behind this request: the viewer's, the visitor's, or a new visitor's with the cookie to set.
 * @param network who has no cookie yet is counted by where they come from, or dropping it would drop the limit
 */
export async function voterOfRequest(
  network: string,
): Promise<Result<{ voterId: number; cookies: string[] }>> {
  const { viewer, visitorId } = context()
  if (viewer) return ok({ voterId: viewer.voterId, cookies: [] })
  if (visitorId !== null && (await isOpenVisitor(visitorId))) return ok({ voterId: visitorId, cookies: [] })
  const { failure } = await spendLimit('visitor', network)
  if (failure) return failure
  const fresh = await createVisitor()
  return ok({ voterId: fresh, cookies: [visitorCookie(fresh)] })
}
