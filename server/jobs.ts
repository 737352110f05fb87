import { isAway, readOnlyWhy } from '@/core/database-error'
import { nightly, once } from '@/db/due'
import { purge } from '@/db/purge'
import { renderAgain } from '@/lib/comment'
import { deliverDue, purgeOutbox } from '@/lib/delivery'
import { tellOutside, writeDigests } from '@/lib/notice'
import { foldSearch, learnWords, reindexSearch } from '@/lib/search'
import { foldStats } from '@/lib/state'
import { foldTags } from '@/lib/tag'
import { checkVotes, foldVotes, settleVisitors } from '@/lib/vote'

/** A periodic job beside the requests. Each job is safe to run in several processes at once. */
export type Job = {
  /** For /metrics. */
  name: string
  work: () => Promise<unknown>
  /** Milliseconds. */
  every: number
  /** The log message after a failure. The next run catches up. */
  failed: string
}

const jobs: readonly Job[] = [
  { name: 'purge', work: purge, every: 300_000, failed: 'what is out of date was not deleted' },
  { name: 'outbox', work: () => purgeOutbox(), every: 600_000, failed: 'old emails were not deleted' },
  { name: 'figures', work: foldStats, every: 15_000, failed: 'the figures were not folded' },
  {
    name: 'rings',
    work: async () => {
      await once('visitors weigh nothing', settleVisitors)
      await nightly('rings', checkVotes)
    },
    every: 600_000,
    failed: 'the votes of the last days were not checked',
  },
  { name: 'votes', work: foldVotes, every: 1_000, failed: 'appended votes were not counted' },
  { name: 'tags', work: foldTags, every: 1_000, failed: 'the bemoanings of tags were not counted' },
  { name: 'notices', work: tellOutside, every: 1_000, failed: 'new notices were not told outside' },
  { name: 'deliveries', work: deliverDue, every: 1_000, failed: 'emails and pushes were not sent' },
  { name: 'digests', work: writeDigests, every: 60_000, failed: 'the digests were not written' },
  { name: 'render', work: renderAgain, every: 1_000, failed: 'stored texts were not rendered anew' },
  { name: 'search', work: () => foldSearch(), every: 1_000, failed: 'new texts were not indexed for search' },
  { name: 'reindex', work: reindexSearch, every: 1_000, failed: 'texts were not indexed anew for search' },
  { name: 'words', work: () => learnWords(), every: 15_000, failed: 'new words were not learnt' },
]

const succeeded = new Map<string, number>()

/** The seconds since each job last succeeded in this process, by name; those that never did count from its start. */
export const jobAges = (): [name: string, seconds: number][] =>
  [...succeeded].map(([name, at]) => [name, (performance.now() - at) / 1_000])

/** Repeats a job, one run at a time. @returns a function that ends it after the current run */
export function repeat({ name, work, every, failed }: Job): () => Promise<void> {
  let running: Promise<unknown> | null = null
  let away = false
  succeeded.set(name, performance.now())
  const timer = setInterval(() => {
    running ??= work()
      .then(() => {
        away = false
        succeeded.set(name, performance.now())
      })
      .catch((error: unknown) => {
        // While the database is away, one message is enough.
        if (!away) console.error(failed, error)
        away = isAway(error) || readOnlyWhy(error) !== null
      })
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

/** Starts all jobs. @returns a function that ends them */
export function startJobs(all: readonly Job[] = jobs): () => Promise<void> {
  const ends = all.map(repeat)
  return async () => {
    await Promise.all(ends.map((end) => end()))
  }
}
