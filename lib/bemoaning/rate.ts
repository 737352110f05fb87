import type { Viewer } from '@/core/context'
import type { Failure } from '@/core/result'
import { spendLimit } from '@/lib/rate-limit/rate'
import { stepOf, steps } from '../user/trust'

/** Counts one bemoaning against its author's hourly limit; how many those are depends on the step of trust. */
export async function limitBemoaning(viewer: Viewer): Promise<Failure | null> {
  const { failure } = await spendLimit(steps[await stepOf(viewer)].bemoan, viewer.voterId)
  return failure
}
