import { setTimeout as sleep } from 'node:timers/promises'
import { ask } from './_load'
import type { DrillSite } from './_site'

/** How many answers of each status there were. */
export type Statuses = ReadonlyMap<string, number>

/** Those that say that the site is at fault, and requests that got none. */
export const faults = (statuses: Statuses): number =>
  [...statuses].reduce((sum, [status, n]) => sum + (status === 'none' || Number(status) >= 500 ? n : 0), 0)

/** Somebody who opens all pages in turn, once as nobody and once signed in, and notes what comes. */
export class Reading {
  readonly statuses = new Map<string, number>()
  /** Which pages failed, and how often. */
  readonly failed = new Map<string, number>()
  pages = 0
  private ended = false
  private reading: Promise<void> = Promise.resolve()

  /** @param session whose every other round it is */
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
      const status = String(reply?.status ?? 'none')
      this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1)
      if (reply && reply.status < 400) this.pages += 1
      else this.failed.set(`${status} ${path}`, (this.failed.get(`${status} ${path}`) ?? 0) + 1)
      await sleep(20)
    }
  }

  async end(): Promise<this> {
    this.ended = true
    await this.reading
    return this
  }
}
