import { cacheChannel } from '@/core/cache-tags'
import { processWide } from '@/core/process-wide'

/** `changed`: what pages show is out of date. `removed`: something on them must not be shown again. */
export type Invalidation = { kind: 'changed' | 'removed'; tags: readonly string[] }

/** The first tag of a notification of the kind `changed`. Builds that do not know it take it for a tag that no page has. */
const changedMark = 'only-changed'

/** Returns the text of a notification. */
export const payloadOf = ({ kind, tags }: Invalidation): string =>
  JSON.stringify(kind === 'changed' ? [changedMark, ...tags] : tags)

/** Reads a notification; one without a mark, such as an older build's, counts as a removal. */
export function readPayload(payload: string): Invalidation {
  const tags = JSON.parse(payload) as string[]
  return tags[0] === changedMark ? { kind: 'changed', tags: tags.slice(1) } : { kind: 'removed', tags }
}

type Listener = (invalidation: Invalidation) => void
const listeners = processWide('drop', () => new Set<Listener>())

/** Registers the page cache of this process. */
export const onInvalidate = (listener: Listener): void => {
  listeners.add(listener)
}

/** Invalidates in this process. */
export const deliver = (invalidation: Invalidation): void => {
  for (const listener of listeners) listener(invalidation)
}

/** The statement that announces tags. */
export const announceText = 'select pg_notify($1, $2)'

/**
 * What a connection's transaction has announced. This process invalidates its own pages at the commit, before anybody
 * learns of it, so that users see what they wrote; the other processes are notified by Postgres.
 */
export class TransactionLog {
  private isOpen = false
  private announced: string[] = []

  /**
   * Records a successful statement.
   * @returns true if it may have changed the database: a commit, or a write outside a transaction. Functions that write are
   * called by a bare `select` only in places where no other statement follows
   */
  succeeded(text: string, values: unknown): boolean {
    const [, word = ''] = /^\s*([a-z]+)/i.exec(text) ?? []
    switch (word.toLowerCase()) {
      case 'begin':
        this.isOpen = true
        return false
      case 'commit':
        this.end(true)
        return true
      case 'rollback':
        if (!/^\s*rollback to/i.test(text)) this.end(false)
        return false
      case 'select':
        if (text === announceText && Array.isArray(values) && values[0] === cacheChannel)
          this.announced.push(String(values[1]))
        if (!this.isOpen) this.end(true)
        return false
      case 'set':
      case 'savepoint':
      case 'release':
        return false
      default:
        return !this.isOpen
    }
  }

  /** Records a failed statement. A failed commit may have been one. */
  failed(text: string): void {
    if (/^\s*commit\b/i.test(text)) this.end(true)
  }

  private end(isDone: boolean): void {
    const { announced } = this
    this.announced = []
    this.isOpen = false
    if (isDone) for (const payload of announced) deliver(readPayload(payload))
  }
}
