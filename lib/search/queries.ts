import { sql } from 'drizzle-orm'
import { decodeCursor, encodeCursor, type Position } from '@/core/cursor'
import { keptRead } from '@/core/kept-reads'
import { fail, ok, type Result } from '@/core/result'
import { db } from '@/db'
import type { Card, Page } from '@/lib/bemoaning'
import { findBemoanings } from '@/lib/bemoaning'
import { isFiltering } from '@/lib/reader'
import { excerpt, highlight, type Piece } from '@/text/highlight'
import { type Asked, parseQuery } from '@/text/search-query'
import { type KeysetPosition, type Look, match, windowOf } from './match'
import { numberIn } from './named'
import { wordsInSql } from './query'
import { spell } from './spelling'

/** Maximum length of a query. */
export const longestQuery = 300

/** The matches in a card: its text with the hits marked, and a comment that matches if its own text does not. */
export type Match = { text: Piece[]; comment: { id: number; author: string | null; text: Piece[] } | null }

export type Found = Page<Card> & {
  /** By the card's id. */
  matches: ReadonlyMap<number, Match>
  /** Why the query cannot be searched for, in words. */
  hint: string | null
  /** The query with its spelling corrected. */
  meant: string | null
  /** True if the query has no results and these are of `meant`. */
  corrected: boolean
}

/** Greater than every id. */
const beginning = 2 ** 43
/** Characters of a comment that are shown, about. */
const longestExcerpt = 200

const fromCursor = ({ id }: Position): KeysetPosition => ({
  top: Math.floor(id / 1024),
  first: (id & 512) !== 0,
  skip: id & 511,
})
const toCursor = ({ top, skip, first }: KeysetPosition): Position => ({
  key: 0,
  id: top * 1024 + (first ? 512 : 0) + skip,
})

/** Maximum number of windows skipped because all in them is muted. */
const mostPassed = 5

/** Returns the first page from a place on that is not empty. */
async function matchOn(look: Look, from: KeysetPosition) {
  let place = from
  let found = await match(look, place)
  for (let passed = 0; found.rows.length === 0 && passed < mostPassed; passed += 1) {
    if (found.hits < windowOf(look)) break
    place = { top: found.oldest, skip: 0, first: false }
    found = await match(look, place)
  }
  return { ...found, place }
}

/** Returns the start of the next page; null after the last. */
function nextPlace(
  look: Look,
  { rows, place, hits, newest, oldest }: Awaited<ReturnType<typeof matchOn>>,
): KeysetPosition | null {
  // New bemoanings must not shift the pages of a search.
  const top = place.top === beginning && hits > 0 ? newest + 1 : place.top
  if (rows.length > look.limit) return { ...place, top, skip: place.skip + look.limit }
  return hits < windowOf(look) ? null : { top: oldest, skip: 0, first: false }
}

/** True if a query has neither words nor operators nor dates. */
const isEmpty = ({ all, without, filters, since, until }: Asked): boolean =>
  all.length + without.length + filters.length === 0 && since === 0 && until === 1e12

/** Returns why a query looks for nothing, in words; null if it looks for something. */
async function nothingToLookFor(asked: Asked): Promise<string | null> {
  if (asked.filters.length > 0 || asked.all.length === 0) return null
  const { rows } = await db().execute<{ words: number }>(sql`select numnode(${wordsInSql(asked)}) as words`)
  return rows[0]?.words === 0 ? 'All these words are too common to search for. Add a rarer one.' : null
}

/** Fewer results than this may mean a spelling mistake. */
const few = 3

/**
 * Returns the published bemoanings that match a query, best first: by their text, then by votes and age. Comments are
 * searched too.
 * @param q words, "phrases", or, -not, and operators: see `parseQuery`
 * @param after cursor of a page of this search in this order
 * @param limit items per page, 1 to 100
 * @param order `new` for the newest matches first, as feeds need them
 */
export function searchBemoanings(q: string, options: Options = {}): Promise<Result<Found>> {
  const read = () => search(q, options)
  return isFiltering() ? read() : keptRead(`search ${JSON.stringify([q, options])}`, read)
}

type Options = { after?: string | undefined; limit?: number; order?: Look['order'] }

async function search(q: string, { after, limit = 25, order = 'best' }: Options): Promise<Result<Found>> {
  const name = order === 'best' ? `search|${q}` : `search|${order}|${q}`
  const position = after === undefined ? null : decodeCursor(name, after)
  if (after !== undefined && !position)
    return fail('bad-request', 'This cursor does not belong to this search. Start from its first page.')
  const place = position ? fromCursor(position) : { top: beginning, skip: 0, first: true }
  const none = { items: [], next: null, matches: new Map(), hint: null, meant: null, corrected: false }
  const lookFor = (text: string): Look => ({ ...parseQuery(text), order, limit })
  const asked = lookFor(q)
  if (asked.problem) return ok({ ...none, hint: asked.problem })
  if (!q.trim()) return ok(none)
  if (isEmpty(asked)) return ok({ ...none, hint: 'Type a word to search for.' })
  let found = await matchOn(asked, place)
  const meant = !position && found.rows.length < few ? await spell(q, asked.plain) : null
  const corrected = found.rows.length === 0 && meant !== null
  if (corrected) found = await matchOn(lookFor(meant), place)
  const { rows } = found
  const exact = position ? null : numberIn(q)
  const named = exact === null ? [] : await findBemoanings([exact])
  if (rows.length === 0 && named.length === 0) return ok({ ...none, hint: await nothingToLookFor(asked) })
  const shown = rows.slice(0, limit)
  const others = shown.flatMap(({ id }) => (id === exact ? [] : [id]))
  const next = corrected ? null : nextPlace(asked, found)
  return ok({
    items: [...named, ...(await findBemoanings(named.length > 0 ? others : shown.map(({ id }) => id)))],
    next: next ? encodeCursor(name, toCursor(next)) : null,
    matches: new Map(
      shown.map((row) => [
        row.id,
        {
          text: highlight(row.body, row.marked_body),
          comment:
            row.comment_id === null
              ? null
              : {
                  id: row.comment_id,
                  author: row.comment_author,
                  text: excerpt(row.comment ?? '', row.marked_comment ?? '', longestExcerpt),
                },
        },
      ]),
    ),
    hint: null,
    meant,
    corrected,
  })
}
