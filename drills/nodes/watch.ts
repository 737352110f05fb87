import { setTimeout as sleep } from 'node:timers/promises'
import { Ledger } from '../kit/ledger'
import { ask, Load, type Person, unheard } from '../kit/load'
import type { DrillSite } from '../kit/site'

/** Milliseconds between two writes of a person: two cores serve all machines of the rig. */
const pause = 300

/** Pages that every node has made once. */
export const keptPages = ['/', '/new', '/about']

/** Asks for pages, not for texts. */
export const asBrowser = { headers: { Accept: 'text/html', 'User-Agent': 'Mozilla/5.0' } }

type Event = { at: number; fine: boolean; what: string }

/** An account that also knows when each response came. */
export class TimedLedger extends Ledger {
  readonly events: Event[] = []

  override noteStatus(what: string): void {
    super.noteStatus(what)
    this.events.push({ at: performance.now(), fine: what.startsWith('2'), what })
  }
}

/** What people noticed of a fault. Times are milliseconds after it. */
export type Noticed = {
  /** The longest time without an acknowledged write, and when it ended. */
  gap: number
  backAfter: number
  errors: number
  lastErrorAfter: number
  /** What the errors were, and how often. */
  kinds: ReadonlyMap<string, number>
  readsFailed: number
  reads: number
}

/** Six people who write, and one who reads pages that everybody has read, all along. */
export class Watch {
  private readonly reads: Event[] = []
  private ended = false
  private reading: Promise<void> = Promise.resolve()
  private constructor(
    private readonly load: Load,
    readonly ledger: TimedLedger,
  ) {}

  static start(site: DrillSite, shared: readonly number[], people: readonly Person[]): Watch {
    const ledger = new TimedLedger()
    const watch = new Watch(Load.of(site, shared, people, { ledger, pause }), ledger)
    watch.reading = watch.read(site)
    return watch
  }

  /** One of those who write. */
  get writer(): Person {
    const [first] = this.load.people
    if (!first) throw new Error('nobody writes')
    return first
  }

  private async read(site: DrillSite): Promise<void> {
    for (let n = 0; !this.ended; n += 1) {
      const path = keptPages[n % keptPages.length] ?? '/'
      const reply = await ask(site, 'GET', path, asBrowser)
      const what = reply ? `${reply.status} of the ${reply.by}` : `none ${[...unheard.keys()]}`
      this.reads.push({ at: performance.now(), fine: reply?.status === 200, what })
      await sleep(100)
    }
  }

  /** Waits until everybody has written again, without an error for two seconds. */
  async calm(seconds = 60): Promise<void> {
    const end = performance.now() + seconds * 1_000
    while (performance.now() < end) {
      await sleep(250)
      const since = performance.now() - 2_000
      const last = this.ledger.events.filter(({ at }) => at > since)
      if (last.length > 10 && last.every(({ fine }) => fine)) return
    }
    throw new Error(`writes did not become calm within ${seconds} s`)
  }

  /** What people have noticed since a moment (`performance.now()`). */
  since(began: number): Noticed {
    const events = this.ledger.events.filter(({ at }) => at >= began)
    let [gap, backAfter, before] = [0, 0, began]
    for (const { at, fine } of events) {
      if (!fine) continue
      if (at - before > gap) [gap, backAfter] = [at - before, at - began]
      before = at
    }
    const bad = events.filter(({ fine }) => !fine)
    const kinds = new Map<string, number>()
    for (const { what } of bad) kinds.set(what, (kinds.get(what) ?? 0) + 1)
    const reads = this.reads.filter(({ at }) => at >= began)
    for (const { fine, what } of reads)
      if (!fine) kinds.set(`read ${what}`, (kinds.get(`read ${what}`) ?? 0) + 1)
    return {
      ...{ gap, backAfter, errors: bad.length, lastErrorAfter: (bad.at(-1)?.at ?? began) - began, kinds },
      ...{ reads: reads.length, readsFailed: reads.filter(({ fine }) => !fine).length },
    }
  }

  async end(): Promise<TimedLedger> {
    this.ended = true
    await this.reading
    await this.load.end()
    return this.ledger
  }
}
