import { type SQL, sql } from 'drizzle-orm'
import { LRUCache } from 'lru-cache'
import { afterResponse } from '@/core/after-response'
import { context, emptyContext, type Viewer, withContext } from '@/core/context'
import { demand } from '@/core/credential'
import { db } from '@/db'
import { unlessReadOnly } from '@/lib/user'

/** A thread of comments: a bemoaning's by its id, or a post's by its slug. */
export type Thread = number | string

/** Minutes without reading a thread after which the next reading is another visit. */
const pause = 30

/** The end of the previous visit, seen from now. */
const before = sql`case when v.read_at < now() - make_interval(mins => ${pause}) then v.read_at else v.since end`

/** Records that a user reads a thread now. */
async function note(userId: number, thread: Thread): Promise<void> {
  const [bemoaningId, slug] = typeof thread === 'number' ? [thread, null] : [null, thread]
  const key = sql.identifier(slug === null ? 'bemoaning_id' : 'post_slug')
  await db().execute(sql`
    insert into thread_visits as v (user_id, bemoaning_id, post_slug)
    select ${userId}::bigint, ${bemoaningId}::bigint, ${slug}::text
     where ${bemoaningId}::bigint is null or exists (select 1 from bemoanings where id = ${bemoaningId}::bigint)
    on conflict (user_id, ${key}) do update set since = ${before}, read_at = now()
     where v.read_at < now() - interval '1 minute'`)
}

/** Records a visit that a script reports, of a page that the browser had loaded before it was opened. */
export async function noteVisit(viewer: Viewer, thread: Thread): Promise<void> {
  demand(viewer, 'write')
  await note(viewer.id, thread)
}

/**
 * Selects when a user last visited a thread, in milliseconds: null on the first visit, otherwise the end of the previous one.
 * @param thread the value of the column
 */
export const lastVisit = (user: SQL, column: 'bemoaning_id' | 'post_slug', thread: SQL): SQL =>
  sql`(select extract(epoch from ${before})::float8 * 1000 from thread_visits v where v.user_id = ${user} and v.${sql.identifier(column)} = ${thread})`

/** The visits recorded by this process in the last minute: recording them again would change nothing. */
const noted = new LRUCache<string, true>({ max: 5_000, ttl: 60_000 })

/**
 * Records this request's visit to a thread, after its response.
 * @returns false if the browser loads the page before it is opened, so that a script must report the visit
 */
export function recordVisit(userId: number, thread: Thread): boolean {
  if (context().prefetched) return false
  const visit = `${userId} ${thread}`
  if (noted.has(visit)) return true
  noted.set(visit, true)
  // In a context of its own: the page may still be in the making, and this is none of its statements.
  const work = () => withContext(emptyContext(), () => unlessReadOnly(() => note(userId, thread)))
  afterResponse(work, 'a visit to a thread was not recorded')
  return true
}
