import { type LogPosition, later, reaches, readPosition } from './log-position'

/**
 * What every reading from a replica must contain, whoever reads: all removals that this process knows of, and everything
 * that is older than a few seconds.
 */
export class Freshness {
  private floor: LogPosition | null = null
  private previous: LogPosition | null = null
  private removals = 0
  private covered = 0
  private isDeaf = true

  /** @param ask returns where the primary writes now; rejects if it can't be asked */
  constructor(private readonly ask: () => Promise<LogPosition | null>) {}

  /** Notes a removal. Until the primary has been asked, no replica is known to contain it. */
  noteRemoval(): void {
    this.removals += 1
  }
  /** Notes whether removals by other processes may be missed. */
  noteDeafness(isDeaf: boolean): void {
    if (this.isDeaf && !isDeaf) this.removals += 1
    this.isDeaf = isDeaf
  }

  /** True if some removals are not covered yet. */
  get isBehind(): boolean {
    return this.covered < this.removals
  }

  /**
   * Asks the primary. A removal noted before that was committed before, so the answer covers it.
   * @param isRegular true for the call that comes every few seconds: what was written before the previous one must be seen
   */
  async learn(isRegular: boolean): Promise<void> {
    const { removals } = this
    const now = await this.ask()
    if (!now) return
    if (removals > this.covered || this.floor === null) this.floor = later(this.floor, now)
    this.covered = Math.max(this.covered, removals)
    if (!isRegular) return
    if (this.previous) this.floor = later(this.floor, this.previous)
    this.previous = now
  }

  /**
   * Returns what a replica must have replayed for a reader.
   * @param readAfter the position in the reader's cookie, empty without one; null: this must not be read from a replica
   * @returns null if it must be read from the primary
   */
  needed(readAfter: string | null): LogPosition | null {
    if (readAfter === null || this.isDeaf || this.isBehind || !this.floor) return null
    if (readAfter === '') return this.floor
    const own = readPosition(readAfter)
    return own && later(this.floor, own)
  }
}

/** True if a replica may be read: it follows the primary, and has replayed what is needed. */
export const isFresh = (replica: LogPosition | null, needed: LogPosition): boolean =>
  replica !== null && reaches(replica, needed)
