import { type SQL, sql } from 'drizzle-orm'
import { context } from '@/core/context'
import { Statement } from '@/db/statement'
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

const [me, thread] = [sql`${sql.placeholder('me')}::bigint`, sql.placeholder('thread')]

/** The last visit in every row, and beside it their own comments and those they voted on; one row without these if there are none. */
const select = (name: string, since: SQL) =>
  new Statement(
    name,
    sql`
      select ${since} as since, m.* from (values (1)) one
        left join (
          select c.id, v.user_id is not null as vote, c.author_id is not distinct from ${me} as own,
                 c.created_at > now() - make_interval(mins => ${sql.raw(String(commentLimits.editMinutes))}) as young
            from comments c left join comment_votes v on v.comment_id = c.id and v.user_id = ${me}
           where c.id = any(${sql.placeholder('ids')}::bigint[]) and (c.author_id = ${me} or v.user_id is not null)
        ) m on true`,
  )

const mineOf = {
  number: select('my thread', lastVisit(me, 'bemoaning_id', sql`${thread}::bigint`)),
  string: select('my thread of a post', lastVisit(me, 'post_slug', sql`${thread}::text`)),
}

/** Returns what a page of a thread is to this request's viewer, in one statement, and records the visit. */
export async function visitThread(on: Thread, ids: readonly number[]): Promise<MyThread> {
  const { viewer, shared } = context()
  if (shared || !viewer) return { mine: new Map(), since: null, reports: false }
  const selectMine = typeof on === 'number' ? mineOf.number : mineOf.string
  const rows = await selectMine.rows({ me: viewer.id, thread: on, ids })
  const since = rows[0]?.[0] ?? null
  const mine = rows.flatMap(([, id, vote, own, young]) =>
    id == null
      ? []
      : [
          [
            Number(id),
            { vote: vote === 't', own: own === 't', editable: own === 't' && young === 't' },
          ] as const,
        ],
  )
  return {
    mine: new Map(mine),
    since: since === null ? null : new Date(Number(since)),
    reports: !recordVisit(viewer.id, on),
  }
}
