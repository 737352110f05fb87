import { type SQL, sql } from 'drizzle-orm'
import { context } from '@/core/context'
import { decodeCursor, encodeCursor, type Position } from '@/core/cursor'
import type { Feed } from '@/core/feeds'
import { keptRead } from '@/core/kept-reads'
import { fail, ok, type Result } from '@/core/result'
import type { Connection } from '@/db'
import { fromReplica } from '@/db/replica'
import { isFiltering, unmutedOf } from '@/lib/reader'
import type { Card, Page } from './card'
import { isUsual, selectPage, usualLimit, usualPage } from './page'
import { pageOfIds } from './page-of-ids'

/** A list, and the page to read. */
export type ListQuery = {
  feed: Pick<Feed, 'name' | 'order' | 'window'>
  tag?: { id: number; name: string }
  author?: { id: number; handle: string }
  /** Only bemoanings that this user saved. */
  savedBy?: number
  /** Only bemoanings with a tag, or by a person, that this user follows, newest first. */
  followedBy?: number
  /** The same in the feed's order. */
  tagsOf?: number
  /** Without bemoanings that this user has seen. */
  unseenBy?: number
  after?: string
  /** Items per page, 1 to 100. */
  limit?: number
}

/** Identifies a list, for cursors. */
const listName = ({ feed, tag, author, savedBy, followedBy, tagsOf }: ListQuery): string =>
  [
    feed.name,
    feed.window ?? '',
    tag?.name ?? '',
    author?.handle ?? '',
    savedBy ?? '',
    ...[followedBy, tagsOf].filter((id) => id !== undefined),
  ].join('|')

/** Rows read beyond the page itself when muted ones are filtered out. */
const lookedBeyond = 40

/** True if the viewer has muted the whole list, so that no query is needed. */
function isAllMuted({ tag, author }: ListQuery): boolean {
  const { viewer } = context()
  if (!viewer) return false
  const { tags, users: people } = viewer.mutes
  return (tag !== undefined && tags.includes(tag.id)) || (author !== undefined && people.includes(author.id))
}

/** Returns where to continue after a short page: the last row that was read, if there may be more. */
async function lastLooked(
  on: Connection,
  query: ListQuery,
  after: Position | null,
  looked: number,
  way: SQL,
): Promise<Position | null> {
  const { rows } = await on.execute<Position>(
    sql`
      select c.id, c.key
      from ${pageOfIds(query, after, looked)} as c
      order by c.key ${way}, c.id ${way}
      offset ${looked - 1}
      limit 1`,
  )
  return rows[0] ?? null
}

type Reach = { after: Position | null; limit: number; looked: number | null; way: SQL; rising: boolean }

/** Reads a page for one reader alone: without what they muted, or of a list of their own. */
async function selfMade(on: Connection, query: ListQuery, { after, limit, looked, way, rising }: Reach) {
  if (looked === null)
    return { found: await selectPage(pageOfIds(query, after, limit + 1), way, on), beyond: null }
  const found = await selectPage(unmutedOf(pageOfIds(query, after, looked), !rising, limit + 1), way, on)
  return { found, beyond: found.length > limit ? null : await lastLooked(on, query, after, looked, way) }
}

/**
 * Reads one page of a list, in one statement however long the list is.
 * @returns the cards and the cursor of the next page, or `bad-request` for another list's cursor
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
  const { found, beyond } =
    looked === null && isUsual(query, limit)
      ? {
          found: await keptRead(`list ${name} ${query.after ?? ''}`, () => usualPage(query, after, way)),
          beyond: null,
        }
      : await fromReplica((on) => selfMade(on, query, { after, limit, looked, way, rising }))
  const lastFound = found.length > limit ? found[limit - 1] : undefined
  const last = lastFound ? { key: lastFound.key, id: lastFound.card.id } : beyond
  return ok({
    items: found.slice(0, limit).map(({ card }) => card),
    next: last ? encodeCursor(name, { key: last.key, id: last.id }) : null,
  })
}
