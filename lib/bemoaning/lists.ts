import { and, eq, type SQL, sql } from 'drizzle-orm'
import { bemoanings, bemoaningTags, db, ranks, saved, users } from '@/db'
import { context } from '../context'
import { decodeCursor, encodeCursor, type Position } from '../cursor'
import { isFiltering, unmutedOf } from '../mute/window'
import { fail, ok, type Result } from '../result'
import type { Window } from '../words'
import type { Card, Page } from './card'
import type { Feed, Order } from './feeds'
import { followedIds } from './followed'
import { beyond, subquery } from './keyset'
import { cardColumns, isPublished, toCard } from './select'
import { isUnseen } from './unseen'

/** Which list, and which page of it. */
export type ListQuery = {
  feed: Pick<Feed, 'name' | 'order' | 'window'>
  tag?: { id: number; name: string }
  author?: { id: number; handle: string }
  /** Only what this user saved. */
  savedBy?: number
  /** Only what carries a tag that this user follows, newest first. */
  followedBy?: number
  /** Only what carries a tag that this user follows, in the feed's order. */
  tagsOf?: number
  /** Without what this user has seen. */
  unseenBy?: number
  after?: string
  /** Items a page, 1 to 100. */
  limit?: number
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

/** Ids and keys of what everybody may see, as a subquery that an index answers in order. */
function pageOfIds(query: ListQuery, after: Position | null, limit: number): SQL {
  const { feed, tag, author, savedBy, followedBy, unseenBy, tagsOf } = query
  if (followedBy !== undefined) return followedIds(unseenBy, after, limit)
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
      sql`(select true from ${bemoaningTags} join tag_choices f on f.tag_id = ${bemoaningTags.tagId} where ${bemoaningTags.bemoaningId} = ${ranks.id} and f.user_id = ${tagsOf} and f.choice = 'follow' limit 1)`,
    )
  if (feed.order === 'top') return topIds(feed.window ?? 'week', filters, after, limit)
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

/** What one person wrote or saved, newest number first: driven by the index on the person. */
function ownIds({ author, savedBy }: ListQuery, after: Position | null, limit: number): SQL {
  const [table, id, whose] = author
    ? [bemoanings, bemoanings.id, sql`${bemoanings.authorId} = ${author.id} and not ${bemoanings.anonymous}`]
    : [saved, saved.bemoaningId, sql`${saved.userId} = ${savedBy}`]
  const where = and(whose, isPublished, after ? sql`${id} < ${after.id}::bigint` : undefined)
  return sql`(select ${id} as id, ${id} as key from ${table} join ${ranks} on ${ranks.id} = ${id} where ${where} order by ${id} desc limit ${limit})`
}

/** A window begins with a day, that of one day with three hours: so a part of a week is never a sliver of it. */
const grains: Record<Exclude<Window, 'all'>, number> = {
  day: 10_800,
  week: 86_400,
  month: 86_400,
  year: 86_400,
}

/** A time as few pieces that each have an index: single weeks, and four weeks at once where all four are inside. */
function partsOf(since: number, now: number): { weeks: 1 | 4; number: number }[] {
  const parts: { weeks: 1 | 4; number: number }[] = []
  const last = Math.floor(now / week)
  for (let number = Math.floor(since / week); number <= last; ) {
    const weeks = number % 4 === 0 && number * week >= since ? 4 : 1
    parts.push({ weeks, number: number / weeks })
    number += weeks
  }
  return parts
}

/** The parts of a window are walked each from its best and merged, no further in any of them than the page reaches. */
function topIds(window: Window, filters: (SQL | undefined)[], after: Position | null, limit: number): SQL {
  const column = sql`${ranks.points}`
  const select = (...more: (SQL | undefined)[]) =>
    subquery(
      sql`select ${ranks.id} as id, ${column} as key from ${ranks} where ${and(...filters, ...more, beyond(column, ranks.id, true, after))}`,
      column,
      sql`${ranks.id}`,
      true,
      limit,
    )
  if (window === 'all') return select()
  const now = Date.now() / 1000
  const grain = grains[window]
  const since = Math.floor((now - days[window] * 86_400) / grain) * grain
  const inside = sql`${ranks.epoch} >= ${since}::float8`
  const parts = partsOf(since, now).map(({ weeks, number }) => {
    const part = weeks === 1 ? sql`${ranks.week} = ${number}::int` : sql`(${ranks.week} / 4) = ${number}::int`
    return select(part, inside)
  })
  return sql`(select t.id, t.key from (${sql.join(parts, sql` union all `)}) as t order by t.key desc, t.id desc limit ${limit})`
}

/** What makes two lists different, for cursors. */
const listName = ({ feed, tag, author, savedBy, followedBy, tagsOf }: ListQuery): string =>
  [
    feed.name,
    feed.window ?? '',
    tag?.name ?? '',
    author?.handle ?? '',
    savedBy ?? '',
    ...[followedBy, tagsOf].filter((id) => id !== undefined),
  ].join('|')

/** How many are looked at for a page from which what is muted is left out, beyond the page itself. */
const lookedBeyond = 40

/** Whether a list is of nothing but what the viewer has muted: nobody needs to look. */
function isAllMuted({ tag, author }: ListQuery): boolean {
  const { viewer } = context()
  if (!viewer) return false
  const { tags, users: people } = viewer.mutes
  return (tag !== undefined && tags.includes(tag.id)) || (author !== undefined && people.includes(author.id))
}

/** Where a page that came out short goes on: after the last one that was looked at, if there may be more. */
async function lastLooked(
  query: ListQuery,
  after: Position | null,
  looked: number,
  way: SQL,
): Promise<Position | undefined> {
  const { rows } = await db().execute<Position>(
    sql`select c.id, c.key from ${pageOfIds(query, after, looked)} as c order by c.key ${way}, c.id ${way} offset ${looked - 1} limit 1`,
  )
  return rows[0]
}

/**
 * One page of a list, in one statement however long the list is.
 * @returns the cards and the cursor of the next page, or `bad-request` for a cursor that is not this list's
 */
export async function listBemoanings(query: ListQuery): Promise<Result<Page<Card>>> {
  const { limit = 25 } = query
  const name = listName(query)
  const after = query.after === undefined ? null : decodeCursor(name, query.after)
  if (query.after !== undefined && !after)
    return fail('bad-request', 'This cursor does not belong to this list. Start from its first page.')
  if (isAllMuted(query)) return ok({ items: [], next: null })
  const rising = query.feed.order === 'unfixed'
  const way = sql.raw(rising ? 'asc' : 'desc')
  const looked = isFiltering() ? limit + lookedBeyond : null
  const page = looked
    ? unmutedOf(pageOfIds(query, after, looked), !rising, limit + 1)
    : pageOfIds(query, after, limit + 1)
  const rows = await db()
    .select({ ...cardColumns, key: sql<number>`page.key`.mapWith(Number) })
    .from(sql`${page} as page`)
    .innerJoin(ranks, sql`${ranks.id} = page.id`)
    .innerJoin(bemoanings, eq(bemoanings.id, ranks.id))
    .leftJoin(users, eq(users.id, bemoanings.authorId))
    .orderBy(sql`page.key ${way}, page.id ${way}`)
  const last =
    rows.length > limit ? rows[limit - 1] : looked ? await lastLooked(query, after, looked, way) : undefined
  return ok({
    items: rows.slice(0, limit).map(({ key: _, ...row }) => toCard(row)),
    next: last ? encodeCursor(name, { key: last.key, id: last.id }) : null,
  })
}
