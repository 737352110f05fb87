import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterPostgres,
  RateLimiterRedis,
  RateLimiterRes,
} from 'rate-limiter-flexible'
import { sign } from '@/core/crypto'
import { type Limit, type LimitName, type LimitUsage, rateLimits, wideFactor } from '@/core/limits'
import { widerOf } from '@/core/network'
import { type Failure, fail } from '@/core/result'
import { waitWords } from '@/core/time'
import { pool } from '@/db'
import { getSettings } from '@/lib/setting'
import { sharedStore } from './shared-store'

/**
 * The owner of a count: a voter's or user's id, a network, a handle, an address. `about` keeps a separate count for
 * each subject.
 */
export type Counted = string | number | { network: string; about: number }

/** Networks, handles and addresses are stored under a keyed hash, so that the table reveals none. */
const keyOf = (who: string | number): string => (typeof who === 'number' ? String(who) : sign('rate', who))

type Store = ReturnType<typeof pool> | ReturnType<typeof sharedStore>
/** A count of a network itself, or of the wider one around it. */
type Width = 'near' | 'wide'
const limiters = new Map<string, { counts: RateLimiterAbstract; store: Store | null }>()

function limiter(name: LimitName, width: Width): RateLimiterAbstract {
  const { points, seconds: duration, kept } = rateLimits[name]
  const store = kept === 'here' ? sharedStore() : pool()
  const keyPrefix = width === 'near' ? name : `${name}-wide`
  const made = limiters.get(keyPrefix)
  // The pool may have been closed and replaced.
  if (made?.store === store) return made.counts
  const options = { keyPrefix, points: width === 'near' ? points : points * wideFactor, duration }
  const counts =
    kept !== 'here'
      ? new RateLimiterPostgres({
          ...options,
          storeClient: store,
          tableName: 'rate_limits',
          tableCreated: true,
          clearExpiredByTimeout: false,
        })
      : store === null
        ? new RateLimiterMemory(options)
        : new RateLimiterRedis({
            ...options,
            storeClient: store,
            rejectIfRedisNotReady: true,
            // While the store is away, each node counts by itself: no node fails because of it.
            insuranceLimiter: new RateLimiterMemory(options),
          })
  limiters.set(keyPrefix, { counts, store })
  return counts
}

/** Returns every count that a use consumes, the narrowest first: a network's, and that of the /48 around it. */
function countsOf(name: LimitName, who: Counted): { counts: RateLimiterAbstract; key: string }[] {
  const [base, suffix] = typeof who === 'object' ? [who.network, ` about ${who.about}`] : [who, '']
  const near = { counts: limiter(name, 'near'), key: keyOf(suffix ? base + suffix : base) }
  const limit: Limit = rateLimits[name]
  const wider = limit.byNetwork && typeof base === 'string' ? widerOf(base) : null
  if (wider === null) return [near]
  return [near, { counts: limiter(name, 'wide'), key: keyOf(wider + suffix) }]
}

const standing = (
  name: LimitName,
  limit: number,
  { remainingPoints, msBeforeNext }: RateLimiterRes,
): LimitUsage => ({
  name,
  limit,
  remaining: Math.max(0, remainingPoints),
  resetSeconds: Math.max(1, Math.ceil(msBeforeNext / 1000)),
  windowSeconds: rateLimits[name].seconds,
})

const refusal = (limit: LimitUsage): Failure =>
  fail(
    'limited',
    `That is more than ${rateLimits[limit.name].says}. It works again ${waitWords(limit.resetSeconds)}.`,
    { retryAfter: limit.resetSeconds, limit },
  )

/**
 * Counts one use of a limit. A limit by network also counts the /48 around an IPv6 network, and either refuses.
 * @param name of the limit
 * @param who the owner of the count: a voter, a user, a network
 * @returns the usage, and a failure if the limit is exceeded
 */
export async function spendLimit(
  name: LimitName,
  who: Counted,
): Promise<{ standing: LimitUsage | null; failure: Failure | null }> {
  if ((await getSettings())['rate-limits'] === 'off') return { standing: null, failure: null }
  const spent: { counts: RateLimiterAbstract; key: string }[] = []
  let tightest: LimitUsage | null = null
  for (const { counts, key } of countsOf(name, who)) {
    try {
      const now = standing(name, counts.points, await counts.consume(key))
      spent.push({ counts, key })
      if (tightest === null || now.remaining < tightest.remaining) tightest = now
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused
      // A refused use consumes nothing.
      await Promise.all(spent.map((one) => one.counts.reward(one.key, 1)))
      const now = standing(name, counts.points, refused)
      return { standing: now, failure: refusal(now) }
    }
  }
  return { standing: tightest, failure: null }
}

/** Resets the use of a limit, e.g. after the right password. */
export const clearLimit = async (name: LimitName, who: Counted): Promise<void> => {
  await Promise.all(countsOf(name, who).map(({ counts, key }) => counts.delete(key)))
}

/** Refunds one use of a limit that turned out not to count. */
export const returnLimit = async (name: LimitName, who: Counted): Promise<void> => {
  if ((await getSettings())['rate-limits'] === 'on')
    await Promise.all(countsOf(name, who).map(({ counts, key }) => counts.reward(key, 1)))
}
