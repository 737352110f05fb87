import type { Viewer } from '../context'
import { spendLimit } from '../rate'
import type { Failure } from '../result'

/** Counts one bemoaning against its author's hourly limit; new accounts have a smaller one. */
export async function limitBemoaning(viewer: Viewer): Promise<Failure | null> {
  const young = Date.now() - viewer.createdAt.getTime() < 86_400_000
  const { failure } = await spendLimit(young ? 'bemoan-new' : 'bemoan', viewer.voterId)
  return failure
}
