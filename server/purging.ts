import { purge } from '@/db/purge'

const minutes = 5

/**
 * Deletes every few minutes what is out of date; that it failed is said in the log and nowhere else.
 * @param work what to do, and how often: for tests
 * @returns a function that ends it, once what runs is done
 */
export function keepPurging(
  work: () => Promise<unknown> = purge,
  every = minutes * 60_000,
): () => Promise<void> {
  let running: Promise<unknown> | null = null
  const timer = setInterval(() => {
    running ??= work()
      .catch((error: unknown) => console.error('what is out of date was not deleted', error))
      .finally(() => {
        running = null
      })
  }, every)
  timer.unref()
  return async () => {
    clearInterval(timer)
    await running
  }
}
