import { databaseError } from '@/core/database-error'

/** Repeats a transaction that the database gave up because it stood in the way of another one. */
export async function retrying<T>(work: () => Promise<T>, times = 3): Promise<T> {
  for (let left = times; ; left -= 1) {
    try {
      return await work()
    } catch (error) {
      if (left === 0 || databaseError(error)?.kind !== 'retry') throw error
    }
  }
}
