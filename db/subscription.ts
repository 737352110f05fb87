import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { connectionName } from '@/core/node-name'

/** Milliseconds: between two heartbeats, for one to return, for a connection to be made, before the next one is tried. */
export type Pace = { beat: number; answer: number; connect: number; pause: number }

const usual: Pace = { beat: 5_000, answer: 2_000, connect: 3_000, pause: 1_000 }

export type SubscriptionOptions = {
  /** Leads to Postgres itself: a pooler would not pass notifications on. */
  url: string
  channel: string
  hear: (payload: string) => void
  /** Called when notifications may be missed from now on (true), and when they arrive again (false). */
  deaf: (isDeaf: boolean) => void
  pace?: Pace
}

/**
 * Listens on a channel, through one connection that is made anew whenever it is lost. A connection may be lost without a
 * word, for example when a firewall forgets it. So it sends itself a notification every 5 seconds; one that does not
 * return within 2 seconds ends it.
 */
export class Subscription {
  private readonly pace: Pace
  private readonly ending = new AbortController()
  private readonly done: Promise<void>
  private hears = false
  private told: boolean | null = null
  /** Connections made so far. */
  connections = 0

  constructor(private readonly options: SubscriptionOptions) {
    this.pace = options.pace ?? usual
    this.done = this.run()
  }

  /** True while notifications may be missed. */
  get isDeaf(): boolean {
    return !this.hears
  }

  async end(): Promise<void> {
    this.ending.abort()
    await this.done
  }

  private tell(isDeaf: boolean): void {
    if (this.told !== isDeaf) this.options.deaf(isDeaf)
    this.told = isDeaf
  }

  // One loop, so there is never more than one connection and one pause.
  private async run(): Promise<void> {
    const { signal } = this.ending
    while (!signal.aborted) {
      await this.listen().catch(() => {})
      this.hears = false
      if (!signal.aborted) this.tell(true)
      await sleep(this.pace.pause, null, { ref: false, signal }).catch(() => {})
    }
  }

  /** Listens until the connection is lost. */
  private async listen(): Promise<void> {
    const { url, channel, hear } = this.options
    const { signal } = this.ending
    const own = `ibtsocs_beat_${randomBytes(8).toString('hex')}`
    const client = new pg.Client({
      connectionString: url,
      application_name: connectionName('ibtsocs-listen'),
      keepAlive: true,
      keepAliveInitialDelayMillis: 5_000,
    })
    let returned = 0
    client.on('notification', ({ channel: from, payload = '' }) => {
      if (from === channel) hear(payload)
      else if (from === own) returned += 1
    })
    let unlisten = () => {}
    const lost = new Promise<never>((_, reject) => {
      const fail = () => reject(new Error('The connection is lost.'))
      unlisten = () => signal.removeEventListener('abort', fail)
      client.on('error', fail)
      client.on('end', fail)
      signal.addEventListener('abort', fail, { once: true })
    })
    lost.catch(() => {})
    /** Waits for an answer, but not for ever. */
    const within = async <T>(limit: number, work: Promise<T>): Promise<T> => {
      const late = new AbortController()
      const slow = sleep(limit, null, { ref: false, signal: late.signal }).then(() => {
        throw new Error('The database doesn’t answer.')
      })
      work.catch(() => {})
      slow.catch(() => {})
      return Promise.race([work, slow, lost]).finally(() => late.abort())
    }
    try {
      await within(this.pace.connect, client.connect())
      // A heartbeat is a commit, and must not wait for a disk or a standby.
      const begin = `set synchronous_commit = off; listen ${channel}; listen ${own}`
      await within(this.pace.answer, client.query(begin))
      for (let sent = 1; ; sent += 1) {
        await within(this.pace.answer, client.query('select pg_notify($1, $2)', [own, '']))
        if (returned < sent) throw new Error('Notifications don’t arrive.')
        if (!this.hears) {
          this.hears = true
          this.connections += 1
          this.tell(false)
        }
        await Promise.race([sleep(this.pace.beat, null, { ref: false, signal }), lost])
      }
    } finally {
      unlisten()
      // Saying goodbye would wait for an answer.
      client.connection.stream.destroy()
    }
  }
}
