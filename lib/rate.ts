import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterPostgres,
  RateLimiterRes,
} from 'rate-limiter-flexible'
import { pool } from '@/db'
import { sign } from './crypto'
import { type LimitName, rateLimits, type Standing } from './limits'
import { type Failure, fail } from './result'
import { getSettings } from './setting'

/** Networks, handles and addresses are counted under a keyed hash: nobody who reads the table learns any. */
const keyOf = (who: string | number): string => (typeof who === 'number' ? String(who) : sign('rate', who))

type Store = ReturnType<typeof pool>
const limiters = new Map<LimitName, { counts: RateLimiterAbstract; store: Store | null }>()

function limiter(name: LimitName): RateLimiterAbstract {
  const { points, seconds: duration, kept } = rateLimits[name]
  const store = kept === 'here' ? null : pool()
  const made = limiters.get(name)
  // A pool may have been closed, and another made, since.
  if (made?.store === store) return made.counts
  const options = { keyPrefix: name, points, duration }
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
  limiters.set(name, { counts, store })
  return counts
}

const standing = (name: LimitName, { remainingPoints, msBeforeNext }: RateLimiterRes): Standing => ({
  name,
  limit: rateLimits[name].points,
  remaining: Math.max(0, remainingPoints),
  resetSeconds: Math.max(1, Math.ceil(msBeforeNext / 1000)),
  windowSeconds: rateLimits[name].seconds,
})

/** "in 40 seconds", "in 12 minutes": how long somebody has to wait, in words. */
export function inWords(seconds: number): string {
  if (seconds < 90) return `in ${Math.ceil(seconds)} second${Math.ceil(seconds) === 1 ? '' : 's'}`
  const minutes = Math.ceil(seconds / 60)
  return minutes < 90 ? `in ${minutes} minutes` : `in ${Math.ceil(minutes / 60)} hours`
}

const refusal = (limit: Standing): Failure =>
  fail(
    'limited',
    `That is more than ${rateLimits[limit.name].says}. It works again ${inWords(limit.resetSeconds)}; what you typed is kept.`,
    { retryAfter: limit.resetSeconds, limit },
  )

/**
 * Counts one use of a limit.
 * @param name which limit
 * @param who whose count: a voter, a user, a network
 * @returns where they stand now, and a failure when it was one too many
 */
export async function spendLimit(
  name: LimitName,
  who: string | number,
): Promise<{ standing: Standing | null; failure: Failure | null }> {
  if ((await getSettings())['rate-limits'] === 'off') return { standing: null, failure: null }
  try {
    const now = standing(name, await limiter(name).consume(keyOf(who)))
    return { standing: now, failure: null }
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused
    const now = standing(name, refused)
    return { standing: now, failure: refusal(now) }
  }
}

/** Forgets what somebody used of a limit, e.g. after the right password. */
export const clearLimit = async (name: LimitName, who: string | number): Promise<void> => {
  await limiter(name).delete(keyOf(who))
}

/** Gives one use of a limit back: it turned out not to be what the limit is about. */
export const returnLimit = async (name: LimitName, who: string | number): Promise<void> => {
  if ((await getSettings())['rate-limits'] === 'on') await limiter(name).reward(keyOf(who), 1)
}
