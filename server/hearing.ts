import { setTimeout as sleep } from 'node:timers/promises'
import { cacheTags } from '@/core/cache-tags'
import { pool } from '@/db'
import { type Invalidation, readPayload } from '@/db/invalidate'
import { noteDeafness } from '@/db/replica'
import { Subscription, type SubscriptionOptions } from '@/db/subscription'
import type { Site } from './site'

/** Milliseconds that a page may live while other processes cannot tell us what has changed. */
const deafLife = 2_000

/** How this process hears of invalidations, for /metrics; null before it listens. */
let subscription: Subscription | null = null

/** Whether notifications may be missed, and how many connections were made to hear them. */
export const hearing = (): { deaf: boolean; connections: number } => ({
  deaf: subscription?.isDeaf ?? true,
  connections: subscription?.connections ?? 0,
})

/**
 * Hears invalidations of other processes. While they may be missed, everything in memory is out of date every 2 seconds;
 * pages stay only for when the database is away. Once they arrive again, all pages are deleted, since what was removed
 * meanwhile is not known.
 * @param forward gets what others have changed
 * @returns a function that ends it
 */
export function hearInvalidations(
  site: Site,
  options: Pick<SubscriptionOptions, 'url' | 'channel' | 'pace'>,
  forward: (invalidation: Invalidation) => void = () => {},
): () => Promise<void> {
  const expire = () => site.drop({ kind: 'changed', tags: [cacheTags.all] })
  let isEnded = false
  // What was removed meanwhile is not known. But the connection that listens may be back before those that make pages are:
  // until one of them works, pages that are out of date are better than none.
  const forget = async () => {
    while (!isEnded && !subscription?.isDeaf) {
      const answers = await pool()
        .query('select 1')
        .then(
          () => true,
          () => false,
        )
      if (answers) return site.drop({ kind: 'removed', tags: [cacheTags.all] })
      await sleep(100, null, { ref: false })
    }
  }
  // Until the first connection, too.
  let timer: NodeJS.Timeout | null = setInterval(expire, deafLife).unref()
  let wasDeaf = false
  subscription = new Subscription({
    ...options,
    hear: (payload) => {
      const invalidation = readPayload(payload)
      site.drop(invalidation)
      forward(invalidation)
    },
    deaf: (isDeaf) => {
      noteDeafness(isDeaf)
      if (timer) clearInterval(timer)
      timer = isDeaf ? setInterval(expire, deafLife).unref() : null
      if (isDeaf) {
        console.error('We may miss what other processes change; pages live for 2 seconds')
        expire()
      } else {
        expire()
        if (wasDeaf) {
          console.error('We hear again what other processes change')
          void forget()
        }
      }
      wasDeaf = isDeaf
    },
  })
  return async () => {
    isEnded = true
    if (timer) clearInterval(timer)
    await subscription?.end()
  }
}
