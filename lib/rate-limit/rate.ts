import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterPostgres,
  RateLimiterRes,
} from 'rate-limiter-flexible'
import { sign } from '@/core/crypto'
import { type Limit, type LimitName, type LimitUsage, rateLimits, wideFactor } from '@/core/limits'
import { widerOf } from '@/core/network'
import { type Failure, fail } from '@/core/result'
import { waitWords } from '@/core/time'
import { pool } from '@/db'
import { getSettings } from '@/lib/setting'

/**
 * Whose count it is: a voter's or user's number, a network, a handle, an address. `about` keeps a count of its own for
 * each thing that it is about.
 */
export type Counted = string | number | { network: string; about: number }

/** Networks, handles and addresses are counted under a keyed hash: nobody who reads the table learns any. */
const keyOf = (who: string | number): string => (typeof who === 'number' ? String(who) : sign('rate', who))

type Store = ReturnType<typeof pool>
/** A count: of a network as it is, or of the wider one around it. */
type Width = 'near' | 'wide'
const limiters = new Map<string, { counts: RateLimiterAbstract; store: Store | null }>()

function limiter(name: LimitName, width: Width): RateLimiterAbstract {
  const { points, seconds: duration, kept } = rateLimits[name]
  const store = kept === 'here' ? null : pool()
  const keyPrefix = width === 'near' ? name : `${name}-wide`
  const made = limiters.get(keyPrefix)
  // A pool may have been closed, and another made, since.
  if (made?.store === store) return made.counts
  const options = { keyPrefix, points: width === 'near' ? points : points * wideFactor, duration }
  const counts =
    store === null
      ? new RateLimiterMemory(options)
      : new RateLimiterPostgres({
          ...options,
          storeClient: store,
          tableName: 'rate_limits',
          tableCreated: true,
          clearExpiredByTimeout: false,
        })
  limiters.set(keyPrefix, { counts, store })
  return counts
}

/** Every count that a use moves, the nearest first: a network's, and that of the /48 around it. */
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
    `That is more than ${rateLimits[limit.name].says}. It works again ${waitWords(limit.resetSeconds)}; what you typed is kept.`,
    { retryAfter: limit.resetSeconds, limit },
  )

/**
 * Counts one use of a limit. Where it counts by network, the /48 around one of IPv6 is counted as well, and either refuses.
 * @param name which limit
 * @param who whose count: a voter, a user, a network
 * @returns where they stand now, and a failure when it was one too many
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
      // What is refused uses nothing up.
      await Promise.all(spent.map((one) => one.counts.reward(one.key, 1)))
      const now = standing(name, counts.points, refused)
      return { standing: now, failure: refusal(now) }
    }
  }
  return { standing: tightest, failure: null }
}

/** Forgets what somebody used of a limit, e.g. after the right password. */
export const clearLimit = async (name: LimitName, who: Counted): Promise<void> => {
  await Promise.all(countsOf(name, who).map(({ counts, key }) => counts.delete(key)))
}

/** Gives one use of a limit back: it turned out not to be what the limit is about. */
export const returnLimit = async (name: LimitName, who: Counted): Promise<void> => {
  if ((await getSettings())['rate-limits'] === 'on')
    await Promise.all(countsOf(name, who).map(({ counts, key }) => counts.reward(key, 1)))
}
