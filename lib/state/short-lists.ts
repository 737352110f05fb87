import { eq, type SQL, sql } from 'drizzle-orm'
import type { State } from '@/core/vocabulary'
import type { Span } from '@/core/windows'
import { bemoanings, db, ranks } from '@/db'
import { isPublished, shownVotes } from '@/lib/bemoaning'
import { isFiltering, unmutedOf } from '@/lib/reader'

/** A bemoaning as a row of a short list: its text and its votes. */
export type Line = {
  id: number
  body: string
  createdAt: Date
  state: State
  votes: { bemoan: number; self_inflicted: number }
}

const most = 5
const week = 604_800

const columns = {
  id: ranks.id,
  body: bemoanings.body,
  epoch: ranks.epoch,
  state: ranks.state,
  bemoan: shownVotes.bemoan,
  selfInflicted: shownVotes.selfInflicted,
}

/** Rows read for a list when muted ones are filtered out. */
const looked = 100

/**
 * Returns the first of some ids with their texts, ordered by key.
 * @param candidates a subquery of at most `limit` of them
 */
async function lines(candidates: (limit: number) => SQL, descending = true): Promise<Line[]> {
  const way = sql.raw(descending ? 'desc' : 'asc')
  const page = isFiltering() ? unmutedOf(candidates(looked), descending, most) : candidates(most)
  const rows = await db()
    .select(columns)
    .from(sql`${page} as page`)
    .innerJoin(ranks, sql`${ranks.id} = page.id`)
    .innerJoin(bemoanings, eq(bemoanings.id, ranks.id))
    .orderBy(sql`page.key ${way}, page.id ${way}`)
  return rows.map(({ epoch, bemoan, selfInflicted, ...row }) => ({
    ...row,
    createdAt: new Date(epoch * 1000),
    votes: { bemoan, self_inflicted: selfInflicted },
  }))
}

/** Selects the best by a column; of a window, the best of each week, so that an index on (week, column) suffices. */
function best(column: SQL, filter: SQL, { from }: Span, now: number, limit: number): SQL {
  const of = (more: SQL) =>
    sql`(
      select ${ranks.id} as id, ${column} as key
      from ${ranks}
      where ${isPublished}
        and ${filter} ${more}
      order by ${column} desc, ${ranks.id} desc
      limit ${limit}
    )`
  if (from === null) return of(sql``)
  const since = Date.parse(from) / 1000
  const inWeek = of(sql`and ${ranks.week} = w.week and ${ranks.epoch} >= ${since}::float8`)
  return sql`(select t.id, t.key from generate_series(${Math.floor(since / week)}::int, ${Math.floor(now / 1000 / week)}::int) as w(week)
    cross join lateral ${inWeek} as t order by t.key desc, t.id desc limit ${limit})`
}

/** Returns what most people shared, in the order of /top. @param now milliseconds since 1970 */
export const mostShared = (span: Span, now: number): Promise<Line[]> =>
  lines((limit) => best(sql`${ranks.points}`, sql`${ranks.points} > 0`, span, now, limit))

/** Returns what more call self-inflicted than share, most self-inflicted first, in the order of /self-inflicted. */
export const mostSelfInflicted = (span: Span, now: number): Promise<Line[]> =>
  lines((limit) => best(sql`${ranks.selfInflicted}`, sql`self_inflicted > bemoan`, span, now, limit))

/** Returns the oldest unfixed bemoanings, in any window. */
export const oldestUnfixed = (): Promise<Line[]> =>
  lines(
    (limit) =>
      sql`(
        select ${ranks.id} as id, ${ranks.epoch} as key
        from ${ranks}
        where ${isPublished}
          and ${ranks.state} <> 'fixed'
        order by ${ranks.epoch}, ${ranks.id}
        limit ${limit}
      )`,
    false,
  )
