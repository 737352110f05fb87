import { sql } from 'drizzle-orm'
import { cacheChannel } from '@/core/cache-tags'
import { type Connection, db } from '.'
import { deliver, type Invalidation, payloadOf } from './announced'

export { type Invalidation, onInvalidate, readPayload } from './announced'

/** Characters of tags in a notification; Postgres takes 8,000 bytes. */
const most = 6_000

async function announce(on: Connection, kind: Invalidation['kind'], tags: readonly string[]): Promise<void> {
  let next: string[] = []
  let length = 0
  const send = () =>
    on.execute(sql`select pg_notify(${cacheChannel}, ${payloadOf({ kind, tags: next })})`).then(() => {
      next = []
      length = 0
    })
  for (const tag of tags) {
    if (length + tag.length > most) await send()
    next.push(tag)
    length += tag.length + 3
  }
  if (next.length > 0) await send()
}

/**
 * Announces that cached pages with these tags are out of date, in every process of the site, once `tx` commits. They stay for
 * when the database is away.
 */
export const announceChange = (tx: Connection, ...tags: string[]): Promise<void> =>
  announce(tx, 'changed', tags)

/**
 * Announces that cached pages with these tags show something that is no longer to be seen. Every process deletes them once
 * `tx` commits.
 */
export const announceRemoval = (tx: Connection, ...tags: string[]): Promise<void> =>
  announce(tx, 'removed', tags)

/** Deletes cached pages with these tags in every process of the site, for commands without a transaction. */
export async function invalidateTags(...tags: string[]): Promise<void> {
  // First our own, also if the database has just gone.
  deliver({ kind: 'removed', tags })
  await announceRemoval(db(), ...tags)
}

/** The tags of the next notification, their length, and its promise; null while none is waiting. */
let next: { tags: Set<string>; length: number; sent: Promise<void> } | null = null
let sending: Promise<unknown> = Promise.resolve()

async function send(after: Promise<unknown>, tags: Set<string>): Promise<void> {
  await after.catch(() => {})
  next = null
  await announceChange(db(), ...tags)
}

/**
 * Announces an addition after its commit, such as a new comment. Commits that notify wait for each other (650 a second
 * instead of 2,500 on the machine of decision 0056), and additions are frequent. What comes while a notification is under
 * way goes with the next one. If the process dies before it, other processes show the addition when the page's life ends.
 * @returns a promise that resolves once the others have been notified
 */
export async function announceAdded(...tags: string[]): Promise<void> {
  deliver({ kind: 'changed', tags })
  await Promise.all(
    tags.map((tag) => {
      if (next === null || next.length > most) {
        const waiting = new Set<string>()
        next = { tags: waiting, length: 0, sent: send(sending, waiting) }
        sending = next.sent
      }
      next.tags.add(tag)
      next.length += tag.length + 3
      return next.sent
    }),
  )
}
