import { LRUCache } from 'lru-cache'
import type { Viewer } from '@/core/context'
import type { Failure } from '@/core/result'
import { spendLimit } from '@/lib/rate-limit'
import { stepOf, steps } from '@/lib/user'

/** Steps of a minute ago are good enough for a limit; counting how often others agreed costs as much as posting. */
const known = new LRUCache<number, keyof typeof steps>({ max: 5_000, ttl: 60_000 })

/** Counts one bemoaning against its author's hourly limit, which depends on the author's step of trust. */
export async function limitBemoaning(viewer: Viewer): Promise<Failure | null> {
  const step = known.get(viewer.id) ?? (await stepOf(viewer))
  known.set(viewer.id, step, { noUpdateTTL: true })
  const { failure } = await spendLimit(steps[step].bemoan, viewer.voterId)
  return failure
}
