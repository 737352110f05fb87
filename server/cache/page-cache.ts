import { LRUCache } from 'lru-cache'
import { cacheTags } from '@/core/cache-tags'
import type { Life } from '@/core/pages'
import type { BufferedResponse } from '@/core/response'
import { CachedResponse, type Encoding } from './entry'

export type Filled = { answer: BufferedResponse; tags: ReadonlySet<string> }
export type Outcome = 'hit' | 'stale' | 'miss' | 'error'

/** Pages are kept this long, in milliseconds, for when the database is away. */
const longest = 86_400_000

/** A page that is being made, and what was dropped since it began, in milliseconds since 1970. */
type Flight = { began: number; fill: Promise<CachedResponse>; spoiled: 'changed' | 'removed' | null }

/**
 * Rendered pages, shared by all visitors. At most one refill of a key runs at a time. A page from which
 * something is removed during its refill is not kept.
 */
export class PageCache {
  private readonly entries: LRUCache<string, CachedResponse>
  private readonly byTag = new Map<string, Set<string>>()
  private readonly running = new Map<string, Flight>()
  readonly counts: Record<Outcome | 'drop', number> = { hit: 0, stale: 0, miss: 0, error: 0, drop: 0 }

  /** @param maxBytes 0 disables the cache: every request makes its own response */
  constructor(private readonly maxBytes: number) {
    this.entries = new LRUCache({
      maxSize: Math.max(1, maxBytes),
      maxEntrySize: Math.max(1, Math.floor(maxBytes / 8)),
      sizeCalculation: (entry) => entry.size,
      dispose: (entry, key) => {
        for (const tag of entry.tags) {
          const keys = this.byTag.get(tag)
          if (this.entries.peek(key)?.tags.has(tag)) continue
          keys?.delete(key)
          if (keys?.size === 0) this.byTag.delete(tag)
        }
      },
    })
  }

  /** Returns the entry of a key, from memory or from `fill`. */
  async get(key: string, life: Life, fill: () => Promise<Filled>): Promise<CachedResponse> {
    if (this.maxBytes === 0) {
      const { answer, tags } = await fill()
      return this.counted('miss', new CachedResponse(answer, tags))
    }
    const entry = this.entries.get(key)
    const age = entry && !entry.outdated ? Date.now() - entry.bornAt : Number.POSITIVE_INFINITY
    if (entry && age <= life.fresh) return this.counted('hit', entry)
    if (entry && age <= life.fresh + life.stale) {
      this.refill(key, life, fill).catch(() => {})
      return this.counted('stale', entry)
    }
    try {
      const made = await this.refill(key, life, fill)
      return (made.answer.status >= 500 && this.lastResort(key)) || this.counted('miss', made)
    } catch (error) {
      const kept = this.lastResort(key)
      if (kept) return kept
      throw error
    }
  }

  /** Returns what was kept under a key, for when it can't be made anew. It may have been removed meanwhile. */
  private lastResort(key: string): CachedResponse | null {
    const kept = this.entries.get(key)
    if (!kept || Date.now() - kept.bornAt > longest) return null
    return this.counted('error', kept.asLastResort)
  }

  /** Returns a fresh entry in a form that is already made, and counts a hit. Null without one. */
  fresh(
    key: string,
    life: Life,
    encodingFor: (type: string) => Encoding,
    landing = false,
  ): { entry: CachedResponse; encoding: Encoding; body: Buffer } | null {
    const kept = this.entries.get(key)
    if (!kept || kept.outdated || Date.now() - kept.bornAt > life.fresh) return null
    const entry = landing ? kept.landing : kept
    const encoding = encodingFor(String(entry.answer.headers['content-type'] ?? ''))
    const body = entry.madeForm(encoding)
    if (!body) return null
    this.counts.hit += 1
    return { entry, encoding, body }
  }

  /** Returns a kept entry of any age, or undefined. Never fills. */
  peek(key: string): CachedResponse | undefined {
    return this.entries.peek(key)
  }

  /**
   * Invalidates every entry that has one of the tags.
   * @param isRemoval deletes them; otherwise they are only out of date, and stay for when they can't be made anew
   */
  drop(tags: readonly string[], isRemoval = true): void {
    this.counts.drop += 1
    for (const flight of this.running.values())
      flight.spoiled = isRemoval || flight.spoiled === 'removed' ? 'removed' : 'changed'
    for (const tag of tags)
      for (const key of tag === cacheTags.all ? [...this.entries.keys()] : [...(this.byTag.get(tag) ?? [])]) {
        const entry = this.entries.peek(key)
        if (isRemoval) this.entries.delete(key)
        else if (entry) entry.outdated = true
      }
  }

  /** The number of entries that can be served if nothing can be made. */
  get kept(): number {
    return this.entries.size
  }

  get size(): { entries: number; bytes: number } {
    return { entries: this.entries.size, bytes: this.entries.calculatedSize }
  }

  private counted(outcome: Outcome, entry: CachedResponse): CachedResponse {
    this.counts[outcome] += 1
    return entry
  }

  private refill(key: string, { fresh }: Life, fill: () => Promise<Filled>): Promise<CachedResponse> {
    const flying = this.running.get(key)
    if (flying && !flying.spoiled) return flying.fill
    const flight: Flight = { began: Date.now(), spoiled: null, fill: Promise.resolve(null as never) }
    this.running.set(key, flight)
    flight.fill = fill()
      .then(({ answer, tags }) => {
        const entry = new CachedResponse(answer, tags)
        entry.frontSeconds = Math.max(1, Math.floor(fresh / 1_000))
        const before = this.entries.peek(key)
        if (before?.etag === entry.etag) entry.modifiedAt = before.modifiedAt
        // What changed meanwhile makes it out of date, but it is better than nothing. What was removed may be in it.
        entry.outdated = flight.spoiled !== null
        const isBest = !entry.outdated || !before || before.bornAt < flight.began
        if (flight.spoiled !== 'removed' && isBest && isKeepable(answer)) this.keep(key, entry)
        return entry
      })
      .finally(() => {
        if (this.running.get(key) === flight) this.running.delete(key)
      })
    return flight.fill
  }

  private keep(key: string, entry: CachedResponse): void {
    this.entries.set(key, entry)
    for (const tag of entry.tags) {
      const keys = this.byTag.get(tag) ?? new Set()
      keys.add(key)
      this.byTag.set(tag, keys)
    }
  }
}

/** True unless the response sets a cookie, is private or failed (404 and 410 are kept). */
const isKeepable = ({ status, headers }: BufferedResponse): boolean =>
  headers['set-cookie'] === undefined &&
  (status < 400 || status === 404 || status === 410) &&
  headers['cache-control'] !== 'private, no-store'
