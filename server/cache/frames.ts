import { LRUCache } from 'lru-cache'

/** The most frames that are kept. */
const most = 1_000
/** The longest that a frame is kept, in milliseconds: what its head shows has tags, but not everything has. */
const longest = 600_000

/** A frame that is being made, and the tags that were dropped meanwhile. */
type Flight<T> = { made: Promise<T>; dropped: Set<string> }

/**
 * The frames of reading pages: what Next makes of an address and a look, once for all readers. One whose tags are dropped while
 * it is made is not kept.
 */
export class Frames<Kept extends { tags: ReadonlySet<string> }, T> {
  private readonly kept = new LRUCache<string, Kept>({
    max: most,
    ttl: longest,
    dispose: ({ tags }, key) => {
      for (const tag of tags) {
        const keys = this.byTag.get(tag)
        keys?.delete(key)
        if (keys?.size === 0) this.byTag.delete(tag)
      }
    },
  })
  private readonly byTag = new Map<string, Set<string>>()
  private readonly running = new Map<string, Flight<T>>()

  get(key: string): Kept | undefined {
    return this.kept.get(key)
  }

  /**
   * Makes what belongs to a key, once for all who ask for it meanwhile.
   * @param frameIn the frame in it to keep, if it fits others
   */
  make(key: string, make: () => Promise<T>, frameIn: (made: T) => Kept | null): Promise<T> {
    const running = this.running.get(key)
    // What was dropped meanwhile may be gone from the page.
    if (running && running.dropped.size === 0) return running.made
    const dropped = new Set<string>()
    const made = make()
      .then((found) => {
        const frame = frameIn(found)
        const isDropped = dropped.has('all') || [...(frame?.tags ?? [])].some((tag) => dropped.has(tag))
        if (frame && !isDropped) this.keep(key, frame)
        return found
      })
      .finally(() => {
        if (this.running.get(key)?.dropped === dropped) this.running.delete(key)
      })
    this.running.set(key, { made, dropped })
    return made
  }

  delete(key: string): void {
    this.kept.delete(key)
  }

  /** Deletes every frame that has one of the tags. */
  drop(tags: readonly string[]): void {
    for (const { dropped } of this.running.values()) for (const tag of tags) dropped.add(tag)
    if (tags.includes('all')) this.kept.clear()
    for (const tag of tags) for (const key of [...(this.byTag.get(tag) ?? [])]) this.kept.delete(key)
  }

  private keep(key: string, frame: Kept): void {
    // First, so that the tags of the one before are gone.
    this.kept.delete(key)
    this.kept.set(key, frame)
    for (const tag of frame.tags) this.byTag.set(tag, (this.byTag.get(tag) ?? new Set()).add(key))
  }

  get size(): number {
    return this.kept.size
  }
}
