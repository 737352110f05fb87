import { sql } from 'drizzle-orm'
import { cacheChannel } from '@/core/cache-tags'
import { processWide } from '@/core/process-wide'
import { db } from '.'

/**
 * Invalidates cached pages with these tags in every process of the site. Call after the commit. The calling process
 * invalidates its own at once, so that users see what they wrote.
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
