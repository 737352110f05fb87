import { sql } from 'drizzle-orm'
import { cacheChannel } from '@/core/cache-tags'
import { processWide } from '@/core/process-wide'
import { db } from '.'

/** Characters of tags in a notification; Postgres takes 8000 bytes. */
const most = 6_000

/** The tags of the next notification, their length, and its promise; null while none is waiting. */
let next: { tags: Set<string>; length: number; sent: Promise<void> } | null = null
let sending: Promise<unknown> = Promise.resolve()

async function send(after: Promise<unknown>, tags: Set<string>): Promise<void> {
  await after.catch(() => {})
  next = null
  await db().execute(sql`select pg_notify(${cacheChannel}, ${JSON.stringify([...tags])})`)
}

/**
 * Notifies the other processes. What comes while a notification is under way goes with the next one, so that many who
 * write at once cost few statements.
 */
function tellOthers(tag: string): Promise<void> {
  if (next === null || next.length > most) {
    const tags = new Set<string>()
    next = { tags, length: 0, sent: send(sending, tags) }
    sending = next.sent
  }
  next.tags.add(tag)
  next.length += tag.length + 3
  return next.sent
}

/**
 * Invalidates cached pages with these tags in every process of the site. Call after the commit. The calling process
 * invalidates its own at once, so that users see what they wrote. Resolves when the others have been notified.
 */
export async function invalidateTags(...tags: string[]): Promise<void> {
  listeners.forEach((listener) => {
    listener(tags)
  })
  await Promise.all(tags.map(tellOthers))
}

type Listener = (tags: readonly string[]) => void

const listeners = processWide('drop', () => new Set<Listener>())

/** Registers the page cache of this process. */
export const onInvalidate = (listener: Listener): void => {
  listeners.add(listener)
}
