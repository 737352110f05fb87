import { setTimeout as sleep } from 'node:timers/promises'
import { databaseError } from '@/core/database-error'

/** Milliseconds at most before the first repetition; each next one may wait twice as long. */
const pause = 10

/**
 * Repeats a transaction that the database gave up because it stood in the way of another one. The two wait for different
 * times, or they would meet again.
 * @param times how often it is repeated before its error is thrown
 */
export async function retrying<T>(work: () => Promise<T>, times = 5): Promise<T> {
  for (let repeated = 0; ; repeated += 1) {
    try {
      return await work()
    } catch (error) {
      if (repeated === times || databaseError(error)?.kind !== 'retry') throw error
      await sleep(Math.random() * pause * 2 ** repeated)
    }
  }
}
