/** What a client may take up. */
export const bounds = {
  /** Connections in all, and from one network. */
  connections: 400,
  byNetwork: 20,
  /** Milliseconds until it must have said who it is. */
  handshake: 20_000,
  /** Milliseconds without a command or a key; no command takes as long. */
  idle: 600_000,
  /** Sessions on one connection, such as those of ControlMaster. */
  sessions: 10,
} as const

/** Counts connections by network. */
export class Places {
  private readonly taken = new Map<string, number>()
  private all = 0

  /** Takes a place. @returns false if the network, or everybody, has as many as may be */
  take(network: string): boolean {
    const own = this.taken.get(network) ?? 0
    if (this.all >= bounds.connections || own >= bounds.byNetwork) return false
    this.all += 1
    this.taken.set(network, own + 1)
    return true
  }

  /** Gives a place back. */
  leave(network: string): void {
    const own = (this.taken.get(network) ?? 1) - 1
    this.all -= 1
    if (own > 0) this.taken.set(network, own)
    else this.taken.delete(network)
  }

  get open(): number {
    return this.all
  }
}
