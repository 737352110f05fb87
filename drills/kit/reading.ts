import { setTimeout as sleep } from 'node:timers/promises'
import { ask } from './load'
import type { DrillSite } from './site'

/** Results that no build may give: a server error, no response, or an unrecognised session. */
const isFault = (status: string): boolean =>
  status === 'none' || status === 'signed out' || Number(status) >= 500

/** Counts the faults. @param statuses how many responses of each status */
export const faults = (statuses: ReadonlyMap<string, number>): number =>
  [...statuses].reduce((sum, [status, n]) => sum + (isFault(status) ? n : 0), 0)

/** A reader who opens all pages in turn, one round signed out and one signed in, and notes the statuses. */
export class Reading {
  readonly statuses = new Map<string, number>()
  /** The pages at fault, and how often. */
  readonly failed = new Map<string, number>()
  pages = 0
  private ended = false
  private reading: Promise<void> = Promise.resolve()

  /** @param session the session of every other round */
  static start(site: DrillSite, pages: readonly string[], session: string): Reading {
    const reading = new Reading()
    reading.reading = reading.read(site, pages, session)
    return reading
  }

  private async read(site: DrillSite, pages: readonly string[], session: string): Promise<void> {
    for (let i = 0; !this.ended; i += 1) {
      const path = pages[i % pages.length] ?? '/'
      const signedIn = Math.floor(i / pages.length) % 2 === 1
      const headers = { Accept: 'text/html', ...(signedIn ? { Cookie: `session=${session}` } : {}) }
      const reply = await ask(site, 'GET', path, { headers })
      const status = signedIn && reply?.status === 401 ? 'signed out' : String(reply?.status ?? 'none')
      this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1)
      if (reply?.status === 200) this.pages += 1
      const what = `${status} ${path}`
      if (isFault(status)) this.failed.set(what, (this.failed.get(what) ?? 0) + 1)
      await sleep(20)
    }
  }

  async end(): Promise<this> {
    this.ended = true
    await this.reading
    return this
  }
}
