import { type SQL, sql } from 'drizzle-orm'
import { context } from '@/core/context'
import { decodeCursor, encodeCursor, type Position } from '@/core/cursor'
import type { Feed } from '@/core/feeds'
import { fail, ok, type Result } from '@/core/result'
import { db } from '@/db'
import { isFiltering, unmutedOf } from '@/lib/reader'
import type { Card, Page } from './card'
import { isUsual, selectPage, usualLimit, usualPage } from './page'
import { pageOfIds } from './page-of-ids'

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
  const { limit = usualLimit } = query
  const name = listName(query)
  const after = query.after === undefined ? null : decodeCursor(name, query.after)
  if (query.after !== undefined && !after)
    return fail('bad-request', 'This cursor does not belong to this list. Start from its first page.')
  if (isAllMuted(query)) return ok({ items: [], next: null })
  const rising = query.feed.order === 'unfixed'
  const way = sql.raw(rising ? 'asc' : 'desc')
  const looked = isFiltering() ? limit + lookedBeyond : null
  const found = looked
    ? await selectPage(unmutedOf(pageOfIds(query, after, looked), !rising, limit + 1), way)
    : isUsual(query, limit)
      ? await usualPage(query, after, way)
      : await selectPage(pageOfIds(query, after, limit + 1), way)
  const lastFound = found.length > limit ? found[limit - 1] : undefined
  const last = lastFound
    ? { key: lastFound.key, id: lastFound.card.id }
    : looked
      ? await lastLooked(query, after, looked, way)
      : undefined
  return ok({
    items: found.slice(0, limit).map(({ card }) => card),
    next: last ? encodeCursor(name, { key: last.key, id: last.id }) : null,
  })
}
