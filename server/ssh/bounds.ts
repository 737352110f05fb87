import { wideFactor } from '@/core/limits'
import { widerOf } from '@/core/network'

/** What a client may take up. */
export const bounds = {
  /** Connections in all, and from one network. */
  connections: 400,
  byNetwork: 20,
  /** Connections that begin in a minute: a handshake costs as much CPU as many pages. */
  begun: 4_000,
  begunByNetwork: 300,
  /** Milliseconds until it must have said who it is. */
  handshake: 20_000,
  /** Milliseconds without a command or a key; no command takes as long. */
  idle: 600_000,
  /** Sessions on one connection, such as those of ControlMaster. */
  sessions: 10,
} as const

const minute = 60_000

/** Counts connections by network: those that are open, and those that began in this minute. */
export class Places {
  private readonly taken = new Map<string, number>()
  private all = 0
  private readonly begun = new Map<string, number>()
  private begunAll = 0
  private since = Number.NEGATIVE_INFINITY

  /**
   * Takes a place. What is refused costs no place, and no handshake.
   * @param now in milliseconds
   * @returns false if the network, the /48 around it, or everybody has as many as may be
   */
  take(network: string, now = performance.now()): boolean {
    if (now - this.since >= minute) {
      this.begun.clear()
      this.begunAll = 0
      this.since = now
    }
    const wider = widerOf(network)
    const [own, began] = [this.taken.get(network) ?? 0, this.begun.get(network) ?? 0]
    const around = wider === null ? 0 : (this.begun.get(wider) ?? 0)
    if (this.all >= bounds.connections || own >= bounds.byNetwork) return false
    if (this.begunAll >= bounds.begun || began >= bounds.begunByNetwork) return false
    if (around >= bounds.begunByNetwork * wideFactor) return false
    this.all += 1
    this.begunAll += 1
    this.taken.set(network, own + 1)
    this.begun.set(network, began + 1)
    if (wider !== null) this.begun.set(wider, around + 1)
    return true
  }

  /** Gives a place back. */
  leave(network: string): void {
    const own = (this.taken.get(network) ?? 1) - 1
    this.all -= 1
    if (own > 0) this.taken.set(network, own)
    else this.taken.delete(network)
  }
}
