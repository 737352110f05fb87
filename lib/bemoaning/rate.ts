import type { Viewer } from '@/core/context'
import type { Failure } from '@/core/result'
import { spendLimit } from '@/lib/rate-limit'
import { stepOf, steps } from '@/lib/user'

/** Counts one bemoaning against its author's hourly limit, which depends on the author's step of trust. */
export async function limitBemoaning(viewer: Viewer): Promise<Failure | null> {
  const { failure } = await spendLimit(steps[await stepOf(viewer)].bemoan, viewer.voterId)
  return failure
}
