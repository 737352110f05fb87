import { setTimeout as sleep } from 'node:timers/promises'
import { databaseError } from '@/core/database-error'
import { db, type Transaction } from '.'

/** Maximum pause before the first retry, in milliseconds; it doubles with each retry. */
const pause = 10

/**
 * Retries a transaction that the database aborted because of a conflict with another one. The pauses are random, so
 * that the two do not conflict again.
 * @param times number of retries before the error is thrown
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

/**
 * Runs a transaction, again if a conflict with another one aborted it. What it does outside the database must bear being
 * done twice.
 */
export const transact = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> =>
  retrying(() => db().transaction(work))
