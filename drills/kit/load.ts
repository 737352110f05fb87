import { clearTimeout, setTimeout } from 'node:timers'
import { setTimeout as sleep } from 'node:timers/promises'
import { closePool } from '@/db'
import { issueToken } from '@/lib/user'
import { aBemoaning, aUser } from '@/tests/makers'
import { Ledger } from './ledger'
import type { DrillSite } from './site'

/** A person who writes: their API token, and the voter of their votes. */
export type Person = { token: string; voterId: number }
/** `by`: who answered, if a balancer is in front. */
type Reply = { status: number; by: 'site' | 'balancer'; json: Record<string, unknown> | null }

const letters = 'abcdfghjkpqtxyz'
const word = () =>
  Array.from({ length: 6 }, () => letters[Math.floor(Math.random() * letters.length)]).join('')
/** Returns a unique text; similar texts would count as duplicates. */
const text = () => `It broke again, and again: ${Array.from({ length: 6 }, word).join(' ')}.`
const pick = <T>(all: readonly T[]): T => all[Math.floor(Math.random() * all.length)] as T

/** The reasons why no response came, and how often each. */
export const unheard = new Map<string, number>()

/** Sends one request. @returns null when no response came */
export async function ask(
  site: DrillSite,
  method: string,
  path: string,
  { token, json, headers = {} }: { token?: string; json?: unknown; headers?: Record<string, string> } = {},
): Promise<Reply | null> {
  // A timeout from AbortSignal itself may be garbage collected before it fires.
  const abort = new AbortController()
  const timer = setTimeout(() => abort.abort(), 30_000)
  try {
    const answer = await fetch(site.origin + path, {
      method,
      signal: abort.signal,
      headers: {
        ...(token ? { Authorization: `Bearer ${token}` } : {}),
        ...(json === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    })
    const said = await answer.text()
    const by = answer.headers.has('x-request-id') ? 'site' : 'balancer'
    return { status: answer.status, by, json: said.startsWith('{') ? JSON.parse(said) : null }
  } catch (error) {
    const code = (error as { cause?: { code?: string } }).cause?.code ?? (error as Error).name
    unheard.set(code, (unheard.get(code) ?? 0) + 1)
    return null
  } finally {
    clearTimeout(timer)
  }
}

/** People who bemoan, comment and vote as fast as the site responds, and retry when no response comes. */
export class Load {
  /** Milliseconds that successful writes took. */
  readonly times: number[] = []
  private ended = false
  private readonly working: Promise<void>[] = []
  private constructor(
    private readonly site: DrillSite,
    readonly shared: readonly number[],
    readonly people: readonly Person[],
    readonly ledger: Ledger,
    private readonly pause: number,
  ) {}

  /** @param people how many work concurrently */
  static async start(site: DrillSite, people = 8, { idle = false } = {}): Promise<Load> {
    const author = await aUser()
    const shared: number[] = []
    for (let i = 0; i < 6; i += 1) shared.push(await aBemoaning(author, text()))
    const made: Person[] = []
    for (let i = 0; i < people; i += 1) {
      const user = await aUser()
      made.push({ voterId: user.voterId, token: await issueToken(user.id, 'drill') })
    }
    await closePool()
    return Load.of(site, shared, made, { idle })
  }

  /**
   * The same with existing people, who vote and comment on existing bemoanings.
   * @param ledger an account to continue, where these people have written before
   * @param pause milliseconds between two writes of a person
   */
  static of(
    site: DrillSite,
    shared: readonly number[],
    people: readonly Person[],
    { idle = false, ledger = new Ledger(), pause = 0 } = {},
  ): Load {
    const load = new Load(site, shared, people, ledger, pause)
    if (!idle) for (const person of people) load.working.push(load.work(person))
    return load
  }

  /** Lets everyone finish their current work. */
  async end(): Promise<Ledger> {
    this.ended = true
    await Promise.all(this.working)
    return this.ledger
  }

  private async work(person: Person): Promise<void> {
    while (!this.ended) {
      await pick([this.vote, this.vote, this.vote, this.comment, this.bemoan]).call(this, person)
      if (this.pause > 0) await sleep(this.pause)
    }
  }

  /** Retries until the site accepts, or until the end. */
  private async until(send: () => Promise<Reply | null>, fine: (reply: Reply) => boolean): Promise<void> {
    while (true) {
      const began = performance.now()
      const reply = await send()
      this.ledger.noteStatus(
        reply
          ? `${reply.status}${reply.status < 500 || reply.by === 'site' ? '' : ' of the balancer'}`
          : 'none',
      )
      if (reply && fine(reply)) {
        this.times.push(performance.now() - began)
        return
      }
      if (reply && reply.status < 500 && reply.status !== 429)
        throw new Error(`refused: ${reply.status} ${JSON.stringify(reply.json)}`)
      this.ledger.unanswered += 1
      if (this.ended) return
      await sleep(100)
    }
  }

  async bemoan({ token }: Person): Promise<void> {
    const body = text()
    const headers = { 'Idempotency-Key': word() + word() + word() }
    this.ledger.tryText('bemoanings', body)
    await this.until(
      () => ask(this.site, 'POST', '/api/v1/bemoanings', { token, headers, json: { body, tags: ['ci'] } }),
      ({ status, json }) => {
        if (status === 201) this.ledger.keepText('bemoanings', body, Number(json?.id))
        return status === 201
      },
    )
  }

  async comment({ token }: Person): Promise<void> {
    const [body, on] = [text(), pick(this.shared)]
    this.ledger.tryText('comments', body, on)
    await this.until(
      () => ask(this.site, 'POST', `/api/v1/bemoanings/${on}/comments`, { token, json: { body } }),
      ({ status, json }) => {
        if (status === 201) this.ledger.keepText('comments', body, Number(json?.id))
        return status === 201
      },
    )
  }

  /** @param nth which of the shared bemoanings; by default a random one */
  async vote({ token, voterId }: Person, nth?: number): Promise<void> {
    const on = nth === undefined ? pick(this.shared) : (this.shared[nth % this.shared.length] ?? 0)
    const kind = pick(['bemoan', 'self_inflicted', null])
    this.ledger.tryVote(on, voterId, kind)
    const path = `/api/v1/bemoanings/${on}/vote`
    await this.until(
      () =>
        kind
          ? ask(this.site, 'PUT', path, { token, json: { kind } })
          : ask(this.site, 'DELETE', path, { token }),
      ({ status, json }) => {
        if (status === 200 && json?.mine === kind) this.ledger.keepVote(on, voterId, kind)
        return status === 200
      },
    )
  }
}
