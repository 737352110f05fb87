import { type SQL, sql } from 'drizzle-orm'
import { cacheTags } from '@/core/cache-tags'
import { context } from '@/core/context'
import { type Span, type StateWindow, spanOf } from '@/core/windows'
import { db } from '@/db'
import { listTags } from '@/lib/tag'
import { type Line, mostSelfInflicted, mostShared, oldestUnfixed } from './short-lists'
import { type StatRow, type Tally, tally } from './tally'

/** The figures of a tag in a window: bemoanings by their own day, fixes by the day of the fix. */
export type TagFigures = { name: string; label: string; bemoanings: number; fixes: number }

/** All figures of a window that the page shows. */
export type StateFigures = Omit<Tally, 'tags'> & {
  span: Span
  /** Most bemoaned first. */
  tags: TagFigures[]
  mostShared: Line[]
  mostSelfInflicted: Line[]
  oldestUnfixed: Line[]
}

/**
 * Returns the sums of a window: a bounded number of total rows, and the changes not yet folded. Both in one statement,
 * so that a concurrent fold cannot make a change count twice or not at all.
 */
async function statRows({ window, unit, from, to }: Span): Promise<StatRow[]> {
  const grains: SQL = window === 'all' ? sql`in ('month', 'all')` : sql`= ${unit}`
  const since = from === null ? sql`` : sql`and at between ${from}::date and ${to}::date`
  const { rows } = await db().execute<StatRow>(sql`
    select grain, at::text as at, measure, counts from stat_totals where grain ${grains} ${since}
    union all
    select null, at::text, measure, jsonb_object_agg(key, n) from (
      select day as at, measure, key, sum(n) as n from stat_deltas group by 1, 2, 3
    ) as waiting where true ${since} group by at, measure`)
  return rows
}

/** Returns the state of computer science in a window. @param now milliseconds since 1970 */
export async function readState(window: StateWindow, now = Date.now()): Promise<StateFigures> {
  const span = spanOf(window, now)
  const [rows, tags, shared, self, unfixed] = await Promise.all([
    statRows(span),
    listTags(),
    mostShared(span, now),
    mostSelfInflicted(span, now),
    oldestUnfixed(),
  ])
  const { tags: byId, ...sums } = tally(rows, span)
  const named = byId.flatMap(({ id, ...figures }) => {
    const tag = tags.find((one) => one.id === id)
    return tag ? [{ name: tag.name, label: tag.label, ...figures }] : []
  })
  // A removal must invalidate the page at once.
  for (const { id } of [...shared, ...self, ...unfixed]) context().tags.add(cacheTags.bemoaning(id))
  return {
    ...sums,
    span,
    tags: named.sort(
      (a, b) => b.bemoanings - a.bemoanings || b.fixes - a.fixes || (a.name < b.name ? -1 : 1),
    ),
    mostShared: shared,
    mostSelfInflicted: self,
    oldestUnfixed: unfixed,
  }
}

/** Returns the sums of a window only, for the card. */
export async function readTally(window: StateWindow, now = Date.now()): Promise<Tally & { span: Span }> {
  const span = spanOf(window, now)
  return { ...tally(await statRows(span), span), span }
}
