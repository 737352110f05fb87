import type { Viewer } from '../context'
import { spendLimit } from '../rate'
import type { Failure } from '../result'
import { stepOf, steps } from '../user/trust'

/** Counts one bemoaning against its author's hourly limit; how many those are depends on the step of trust. */
export async function limitBemoaning(viewer: Viewer): Promise<Failure | null> {
  const { failure } = await spendLimit(steps[await stepOf(viewer)].bemoan, viewer.voterId)
  return failure
}
