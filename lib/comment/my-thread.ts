import { sql } from 'drizzle-orm'
import { context } from '@/core/context'
import { db } from '@/db'
import { lastVisit, recordVisit, type Thread } from '@/lib/reader'
import { commentLimits } from './input'
import type { CommentMine } from './queries'

/** What a thread is to its reader. */
export type MyThread = {
  /** Their votes and rights, by comment. */
  mine: Map<number, CommentMine>
  /** The end of their previous visit; null on the first, and for nobody. */
  since: Date | null
  /** True if a script must report this visit, because the browser loaded the page before it was opened. */
  reports: boolean
}

type Row = { since: number | null; id: number | null; vote: boolean; own: boolean; young: boolean }

/** Returns what a page of a thread is to this request's viewer, in one statement, and records the visit. */
export async function visitThread(thread: Thread, ids: readonly number[]): Promise<MyThread> {
  const { viewer, shared } = context()
  if (shared || !viewer) return { mine: new Map(), since: null, reports: false }
  const { rows } = await db().execute<Row>(sql`
    select ${lastVisit(viewer.id, thread)} as since, m.* from (values (1)) one
      left join (
        select c.id::float8 as id, v.user_id is not null as vote, c.author_id is not distinct from ${viewer.id}::bigint as own,
               c.created_at > now() - make_interval(mins => ${commentLimits.editMinutes}) as young
          from comments c left join comment_votes v on v.comment_id = c.id and v.user_id = ${viewer.id}
         where c.id = any(${sql.param([...ids])}::bigint[]) and (c.author_id = ${viewer.id} or v.user_id is not null)
      ) m on true`)
  const since = rows[0]?.since ?? null
  const mine = rows.flatMap(({ id, vote, own, young }) =>
    id === null ? [] : [[id, { vote, own, editable: own && young }] as const],
  )
  return {
    mine: new Map(mine),
    since: since === null ? null : new Date(since),
    reports: !recordVisit(viewer.id, thread),
  }
}
