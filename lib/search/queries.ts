import { sql } from 'drizzle-orm'
import { decodeCursor, encodeCursor, type Position } from '@/core/cursor'
import { fail, ok, type Result } from '@/core/result'
import { db } from '@/db'
import type { Card, Page } from '@/lib/bemoaning'
import { findBemoanings } from '@/lib/bemoaning'
import { isUnmuted, isUnmutedComment } from '@/lib/reader'
import { closes, highlight, opens, type Piece } from '@/text/highlight'
import { type Asked, parseQuery } from '@/text/search-query'
import { saidWeight } from './why'

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

/**
 * Returns the number of matches in a window. Windows are read newest first, and each is ranked as a whole. Phrases get
 * a smaller one, as each text must be read to check the order of words.
 */
const windowOf = ({ words }: Asked): number => (words.includes('"') ? 40 : 100)
/** Matches of a window that votes and age rank together: between chunks the text's rank decides. */
const chunk = 30
const mostComments = 15
/** Greater than every id. */
const beginning = 2 ** 43

/** The start of a page: the upper end of its window, the offset in it, and whether it is the first window. */
type KeysetPosition = { top: number; skip: number; first: boolean }

const fromCursor = ({ id }: Position): KeysetPosition => ({
  top: Math.floor(id / 1024),
  first: (id & 512) !== 0,
  skip: id & 511,
})
const toCursor = ({ top, skip, first }: KeysetPosition): Position => ({
  key: 0,
  id: top * 1024 + (first ? 512 : 0) + skip,
})

type Window = { hits: number; newest: number; oldest: number }
type Row = {
  id: number
  comment_id: number | null
  body: string
  comment: string | null
  comment_author: string | null
}

/** A query, in which order its matches come, and how many make a page. */
type Look = Asked & { order: 'best' | 'new'; limit: number }

const marks = `StartSel=${opens}, StopSel=${closes}`

/** Returns one page of matches, with their texts marked, and its window, in one statement. */
async function match(
  { order, limit, ...asked }: Look,
  { top, skip, first }: KeysetPosition,
): Promise<Window & { rows: Row[] }> {
  const rank = order === 'new' ? sql`epoch desc, id desc` : sql`score desc, epoch desc, id desc`
  const without = asked.without.join(' or ')
  const from = Math.floor(skip / chunk) * chunk
  const to = Math.ceil((skip + limit + 1) / chunk) * chunk
  const { rows } = await db().execute<(Row | { id: null }) & Window>(sql`
    with typed as (
      select websearch_to_tsquery('ibtsocs', search_text(${asked.words})) as words,
             websearch_to_tsquery('ibtsocs', search_text(${without})) as without,
             ${asked.filters.join(' & ')}::tsquery as operators
    ),
    asked as materialized (
      select words,
             case when numnode(without) = 0 then operators
                  when numnode(operators) = 0 then !!without
                  else operators && !!without end as filters
        from typed
    ),
    hits as materialized (
      select h.id, h.epoch, h.score, null::bigint as comment_id
        from asked a,
             search_newest(
               'search_bemoanings', 'id', a.words, a.filters,
               (select least(${top}::bigint, max(id) + 1) from search_bemoanings),
               ${asked.since}::float8, ${asked.until}::float8, ${windowOf(asked)}) h
    ),
    said as materialized (
      select distinct on (s.id) s.id, s.epoch, h.score * ${saidWeight} as score, h.id as comment_id
        from asked a,
             search_newest(
               'search_comments', 'bemoaning_id', case when ${first} then a.words else '' end, '',
               (select max(id) + 1 from search_comments), 0, 1e12, ${mostComments}) h
        join search_bemoanings s on s.id = h.subject
       where ${isUnmuted(sql`s.id`)}
         and ${isUnmutedComment(sql`h.id`)}
         and not s.search @@ a.words
         and (numnode(a.filters) = 0 or s.search @@ a.filters)
         and s.epoch >= ${asked.since}::float8 and s.epoch < ${asked.until}::float8
       order by s.id, h.score desc
    ),
    placed as (
      select *, row_number() over (order by ${rank}) - 1 as place
        from (select * from hits where ${isUnmuted(sql`hits.id`)} union all select * from said) f
    ),
    page as (
      select p.id, p.comment_id, p.place / ${chunk} as part,
             case when ${order === 'new'} or numnode(a.words) = 0 then p.epoch
                  else p.score
                     * (1 + log(1 + r.points) / 4
                        + 0.25 * exp((p.epoch - extract(epoch from now())::float8) / 7776000)) end as weight
        from asked a, placed p
        join bemoaning_ranks r on r.id = p.id
       where p.place >= ${from} and p.place < ${to}
       order by part, weight desc, p.id desc
      offset ${skip - from} limit ${limit + 1}
    )
    select p.id, p.comment_id, ts_headline('ibtsocs', b.body, a.words, ${`${marks}, HighlightAll=true`}) as body,
           ts_headline('ibtsocs', c.body, a.words, ${`${marks}, MaxFragments=1, MaxWords=30, MinWords=10`}) as comment,
           u.handle as comment_author, w.*
      from (select count(*)::int as hits, max(id) as newest, min(id) as oldest from hits) w
      cross join asked a
      left join page p on true
      left join bemoanings b on b.id = p.id
      left join comments c on c.id = p.comment_id
      left join users u on u.id = c.author_id
     order by p.part, p.weight desc, p.id desc`)
  const { hits = 0, newest = 0, oldest = 0 } = rows[0] ?? {}
  return { rows: rows.filter((row) => row.id !== null), hits, newest, oldest }
}

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

/** Replaces misspelt words by the most similar words of the site; null if none differs. */
async function spell(q: string, plain: readonly string[]): Promise<string | null> {
  if (plain.length === 0) return null
  const { rows } = await db().execute<{ typed: string; word: string }>(sql`
    select w.typed, s.word from unnest(${sql.param([...new Set(plain)].slice(0, 10))}::text[]) as w(typed)
      cross join lateral search_spell(w.typed) as s(word) where s.word is not null`)
  const meant = rows.reduce(
    (text, { typed, word }) => text.replace(new RegExp(`(?<![\\p{L}:])${typed}(?![\\p{L}:])`, 'giu'), word),
    q,
  )
  return meant === q ? null : meant
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
export async function searchBemoanings(
  q: string,
  {
    after,
    limit = 25,
    order = 'best',
  }: { after?: string | undefined; limit?: number; order?: Look['order'] } = {},
): Promise<Result<Found>> {
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
  let found = await matchOn(asked, place)
  const meant = !position && found.rows.length < few ? await spell(q, asked.plain) : null
  const corrected = found.rows.length === 0 && meant !== null
  if (corrected) found = await matchOn(lookFor(meant), place)
  const { rows } = found
  if (rows.length === 0) {
    const { rows: words } = await db().execute<{ words: number }>(
      sql`select numnode(websearch_to_tsquery('ibtsocs', search_text(${asked.words}))) as words`,
    )
    const nothing = words[0]?.words === 0 && asked.filters.length === 0
    return ok({
      ...none,
      hint: nothing ? 'Every word of this is too common to look for. Add one that is not.' : null,
    })
  }
  const shown = rows.slice(0, limit)
  const said = corrected ? meant : q
  const next = corrected ? null : nextPlace(asked, found)
  return ok({
    items: await findBemoanings(shown.map(({ id }) => id)),
    next: next ? encodeCursor(name, toCursor(next)) : null,
    matches: new Map(
      shown.map((row) => [
        row.id,
        {
          text: highlight(row.body, said),
          comment:
            row.comment_id === null
              ? null
              : { id: row.comment_id, author: row.comment_author, text: highlight(row.comment ?? '', said) },
        },
      ]),
    ),
    hint: null,
    meant,
    corrected,
  })
}

/** Adds new words to the spelling help, for "did you mean". @returns texts read */
export async function learnWords(most = 1_000): Promise<number> {
  const { rows } = await db().execute<{ texts: number }>(sql`select search_learn(${most}) as texts`)
  return rows[0]?.texts ?? 0
}
