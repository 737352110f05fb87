import { setTimeout as sleep } from 'node:timers/promises'
import type { Invalidation } from '@/db/invalidate'
import { purgedKeys } from './cache/front-keys'

/** Milliseconds. */
export type PurgePace = {
  /** In which invalidations are collected. */
  collect: number
  /** After which a purge is repeated: for pages that were on their way, and for those of a node that has not heard of it. */
  again: readonly number[]
  /** Between two tries when a cache does not answer, and how long it is tried. */
  retry: number
  patience: number
  answer: number
}

// A node that has lost its connection without a word hears of a removal after 9 seconds (decision 0056). A cache keeps
// nothing for longer than 10 minutes.
const usual: PurgePace = {
  collect: 20,
  again: [2_000, 12_000],
  retry: 1_000,
  patience: 600_000,
  answer: 2_000,
}

/** Purges that a cache took, and tries that failed, for /metrics. */
export const purgeCounts = { taken: 0, failed: 0 }

/** Tells the caches in front what has changed, by `PURGE` with the keys of the pages (`Surrogate-Key`). */
export class FrontCache {
  private readonly ending = new AbortController()
  private waiting: Set<string> | null = null

  /** @param addresses of the caches, each of which is told */
  constructor(
    private readonly addresses: readonly string[],
    private readonly pace: PurgePace = usual,
  ) {}

  /** Purges what shows something that has changed. Every process does, so that a change is purged if one of them is there. */
  purge({ tags }: Pick<Invalidation, 'tags'>): void {
    if (this.addresses.length === 0 || this.ending.signal.aborted) return
    if (this.waiting) {
      for (const tag of tags) this.waiting.add(tag)
      return
    }
    const waiting = new Set(tags)
    this.waiting = waiting
    void this.pause(this.pace.collect).then(() => {
      this.waiting = null
      const keys = purgedKeys([...waiting])
      for (const address of this.addresses)
        for (const later of [0, ...this.pace.again])
          void this.pause(later).then(() => this.tell(address, keys))
    })
  }

  private pause(ms: number): Promise<unknown> {
    return sleep(ms, null, { ref: false, signal: this.ending.signal }).catch(() => {})
  }

  private async tell(address: string, keys: readonly string[]): Promise<void> {
    const end = performance.now() + this.pace.patience
    while (!this.ending.signal.aborted) {
      if (await this.send(address, keys)) {
        purgeCounts.taken += 1
        return
      }
      purgeCounts.failed += 1
      if (performance.now() > end) return
      await this.pause(this.pace.retry)
    }
  }

  private async send(address: string, keys: readonly string[]): Promise<boolean> {
    try {
      const answer = await fetch(address, {
        method: 'PURGE',
        headers: { 'Surrogate-Key': keys.join(' ') },
        signal: AbortSignal.timeout(this.pace.answer),
      })
      await answer.arrayBuffer()
      return answer.ok
    } catch {
      return false
    }
  }

  end(): void {
    this.ending.abort()
  }
}
