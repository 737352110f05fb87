import { and, eq, type Placeholder, type SQL, sql } from 'drizzle-orm'
import type { Feed, Order } from '@/core/feeds'
import type { Window } from '@/core/vocabulary'
import { bemoanings, bemoaningTags, ranks, saved } from '@/db'
import { beyond, type KeysetPosition, subquery } from '@/db/keyset'
import { isUnseen } from '@/lib/reader'
import { followedIds } from './followed'
import { isPublished } from './select'

/** The contents and order of a list. Values that differ between lists of one kind may be placeholders. */
export type Shape = {
  feed: Pick<Feed, 'order' | 'window'>
  tag?: { id: number | Placeholder }
  author?: { id: number | Placeholder }
  savedBy?: number
  followedBy?: number
  tagsOf?: number
  unseenBy?: number
  /** The window of a top list, if it is not the current one. */
  span?: Span | null
}

const days: Record<Exclude<Window, 'all'>, number> = { day: 1, week: 7, month: 30, year: 365 }
const week = 604_800

type Key = { column: SQL; descending: boolean; where?: SQL }

const keys: Record<Exclude<Order, 'top'>, Key> = {
  hot: { column: sql`${ranks.hotness}`, descending: true },
  new: { column: sql`${ranks.epoch}`, descending: true },
  controversial: { column: sql`${ranks.controversy}`, descending: true, where: sql`controversy > 1` },
  self: { column: sql`${ranks.selfInflicted}`, descending: true, where: sql`self_inflicted > bemoan` },
  unfixed: { column: sql`${ranks.epoch}`, descending: false, where: sql`${ranks.state} <> 'fixed'` },
  fixed: { column: sql`${ranks.fixedEpoch}`, descending: true, where: sql`${ranks.state} = 'fixed'` },
}

/** Selects ids and keys of published bemoanings, as a subquery that an index returns in order. */
export function pageOfIds(query: Shape, after: KeysetPosition | null, limit: number | SQL): SQL {
  const { feed, tag, author, savedBy, followedBy, unseenBy, tagsOf } = query
  if (followedBy !== undefined) return followedIds(unseenBy, after, Number(limit))
  if (feed.order === 'new' && (author || savedBy) && !tag) return ownIds(query, after, limit)
  const filters: (SQL | undefined)[] = [isPublished, isUnseen(ranks.id, unseenBy)]
  if (author)
    filters.push(
      sql`${ranks.id} in (select id from bemoanings where author_id = ${author.id} and not anonymous)`,
    )
  if (savedBy)
    filters.push(
      sql`${ranks.id} in (select ${saved.bemoaningId} from ${saved} where ${saved.userId} = ${savedBy})`,
    )
  if (tag && (feed.order === 'hot' || feed.order === 'new') && !author && !savedBy) {
    const column = sql`${feed.order === 'hot' ? bemoaningTags.hotness : bemoaningTags.epoch}`
    const where = and(
      eq(bemoaningTags.tagId, tag.id),
      sql`${bemoaningTags.published}`,
      isUnseen(bemoaningTags.bemoaningId, unseenBy),
      beyond(column, bemoaningTags.bemoaningId, true, after),
    )
    return subquery(
      sql`select ${bemoaningTags.bemoaningId} as id, ${column} as key from ${bemoaningTags} where ${where}`,
      column,
      sql`${bemoaningTags.bemoaningId}`,
      true,
      limit,
    )
  }
  if (tag)
    filters.push(
      sql`exists (select 1 from ${bemoaningTags} where ${bemoaningTags.bemoaningId} = ${ranks.id} and ${bemoaningTags.tagId} = ${tag.id})`,
    )
  if (tagsOf !== undefined)
    filters.push(
      sql`(
        not ${ranks.anonymous} and ${ranks.authorId} in (select f.followed_id from user_follows f where f.user_id = ${tagsOf})
        or (
        select true
        from ${bemoaningTags}
        join tag_choices f on f.tag_id = ${bemoaningTags.tagId}
        where ${bemoaningTags.bemoaningId} = ${ranks.id}
          and f.user_id = ${tagsOf}
          and f.choice = 'follow'
        limit 1
      ))`,
    )
  if (feed.order === 'top') return topIds(query.span ?? spanOf(feed.window ?? 'week'), filters, after, limit)
  const { column, descending, where } = keys[feed.order]
  const all = and(...filters, where, beyond(column, ranks.id, descending, after))
  return subquery(
    sql`select ${ranks.id} as id, ${column} as key from ${ranks} where ${all}`,
    column,
    sql`${ranks.id}`,
    descending,
    limit,
  )
}

/** Selects one person's own or saved bemoanings, newest id first, by the index on the person. */
function ownIds({ author, savedBy }: Shape, after: KeysetPosition | null, limit: number | SQL): SQL {
  const [table, id, whose] = author
    ? [bemoanings, bemoanings.id, sql`${bemoanings.authorId} = ${author.id} and not ${bemoanings.anonymous}`]
    : [saved, saved.bemoaningId, sql`${saved.userId} = ${savedBy}`]
  const where = and(whose, isPublished, after ? sql`${id} < ${after.id}::bigint` : undefined)
  return sql`(
    select ${id} as id, ${id} as key
    from ${table}
    join ${ranks} on ${ranks.id} = ${id}
    where ${where}
    order by ${id} desc
    limit ${limit}
  )`
}

/** Seconds that a window's start is rounded down to, so that it never covers only a sliver of a week. */
const grains: Record<Exclude<Window, 'all'>, number> = {
  day: 10_800,
  week: 86_400,
  month: 86_400,
  year: 86_400,
}

/** A span of time that has an index: a week, or four weeks. */
type Part = { weeks: 1 | 4; number: number | Placeholder }
/** A window of time: its start, and its parts. */
export type Span = { since: number | Placeholder; parts: readonly Part[] }

/** Returns a window as of now, in as few parts as possible; null is all time. */
export function spanOf(window: Window, now = Date.now() / 1000): Span | null {
  if (window === 'all') return null
  const grain = grains[window]
  const since = Math.floor((now - days[window] * 86_400) / grain) * grain
  const parts: Part[] = []
  const last = Math.floor(now / week)
  for (let number = Math.floor(since / week); number <= last; ) {
    const weeks = number % 4 === 0 && number * week >= since ? 4 : 1
    parts.push({ weeks, number: number / weeks })
    number += weeks
  }
  return { since, parts }
}

/** Reads each part of a window from its best and merges them, in each part no further than the page reaches. */
function topIds(
  span: Span | null,
  filters: (SQL | undefined)[],
  after: KeysetPosition | null,
  limit: number | SQL,
): SQL {
  const column = sql`${ranks.points}`
  const select = (...more: (SQL | undefined)[]) =>
    subquery(
      sql`
        select ${ranks.id} as id, ${column} as key
        from ${ranks}
        where ${and(...filters, ...more, beyond(column, ranks.id, true, after))}`,
      column,
      sql`${ranks.id}`,
      true,
      limit,
    )
  if (!span) return select()
  const inside = sql`${ranks.epoch} >= ${span.since}::float8`
  const parts = span.parts.map(({ weeks, number }) => {
    const part = weeks === 1 ? sql`${ranks.week} = ${number}::int` : sql`(${ranks.week} / 4) = ${number}::int`
    return select(part, inside)
  })
  return sql`(
    select t.id, t.key
    from (${sql.join(parts, sql` union all `)}) as t
    order by t.key desc, t.id desc
    limit ${limit}
  )`
}
