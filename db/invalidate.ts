import { sql } from 'drizzle-orm'
import { cacheChannel } from '@/core/cache-tags'
import { processWide } from '@/core/process-wide'
import { db } from '.'

/**
 * Tells every process of the site to drop what its page cache holds under these tags. Call after the commit.
 * The process that calls drops its own at once, so that who writes sees what they wrote.
 */
export async function invalidateTags(...tags: string[]): Promise<void> {
  listeners.forEach((listener) => {
    listener(tags)
  })
  await db().execute(sql`select pg_notify(${cacheChannel}, ${JSON.stringify(tags)})`)
}

type Listener = (tags: readonly string[]) => void

const listeners = processWide('drop', () => new Set<Listener>())

/** Registers the page cache of this process. */
export const onInvalidate = (listener: Listener): void => {
  listeners.add(listener)
}
