import { sql } from 'drizzle-orm'
import { db } from '@/db'
import type { Card, Page } from '../bemoaning/card'
import { findBemoanings } from '../bemoaning/queries'
import { decodeCursor, encodeCursor } from '../cursor'
import { fail, ok, type Result } from '../result'

/** Longer queries are not searches. */
export const longestQuery = 300

/** Matches are ranked among the newest so many; ranking all of a common word would take seconds. */
const ranked = 1_000
/** Texts that share only some words are looked for among the newest so many bemoanings. */
const recent = 2_000

export type Found = Page<Card> & { hint: string | null }

/**
 * Published bemoanings that hold all words of a query (quotes, `or` and `-` as in a web search), best first.
 * Text counts most, then how many people share it.
 * @returns at most 25 a page, with a hint when the query holds nothing to look for
 */
export async function searchBemoanings(q: string, after?: string, limit = 25): Promise<Result<Found>> {
  const name = `search|${q}`
  const position = after === undefined ? null : decodeCursor(name, after)
  if (after !== undefined && !position)
    return fail('bad-request', 'This cursor does not belong to this search. Start from its first page.')
  const beyond = position
    ? sql`where (s.score, s.id) < (${position.key}::float8, ${position.id}::bigint)`
    : sql``
  const { rows } = await db().execute<{ id: number; score: number; empty: boolean }>(sql`
    with asked as (select websearch_to_tsquery('english', ${q}) as words),
    matches as (
      select b.id, b.search, r.points from bemoanings b join bemoaning_ranks r on r.id = b.id, asked
       where b.search @@ asked.words and r.status = 'published' order by b.id desc limit ${ranked}
    ),
    scored as (select m.id, (ts_rank(m.search, asked.words) * (1 + ln(1 + m.points) / 10))::float8 as score from matches m, asked)
    select s.id, s.score, false as empty from scored s ${beyond}
    union all select 0, -1, true from asked where numnode(asked.words) = 0
    order by score desc, id desc limit ${limit + 1}`)
  if (rows.some((row) => row.empty)) {
    return ok({
      items: [],
      next: null,
      hint: q.trim() ? 'Every word of this is too common to look for. Add one that is not.' : null,
    })
  }
  const last = rows.length > limit ? rows[limit - 1] : undefined
  return ok({
    items: await findBemoanings(rows.slice(0, limit).map(({ id }) => id)),
    next: last ? encodeCursor(name, { key: last.score, id: last.id }) : null,
    hint: null,
  })
}

/**
 * Up to five published bemoanings that share many words with a text, best first: among the newest those that
 * share any, among all those that share the longest few (an index answers both without reading the rest).
 */
export async function findSimilar(body: string): Promise<Card[]> {
  const { rows } = await db().execute<{ id: number }>(sql`
    with lexemes as materialized (
      select lexeme from unnest(to_tsvector('english', ${body.slice(0, 2_000)})) where lexeme ~ '^[a-z0-9]{2,30}$' limit 40
    ),
    words as materialized (
      select (select string_agg(lexeme, ' | ')::tsquery from lexemes) as any_of,
             (select string_agg(lexeme, ' & ')::tsquery from (select lexeme from lexemes order by length(lexeme) desc, lexeme limit 5) l) as all_of
    ),
    candidates as (
      (select b.id from bemoanings b where b.id > (select coalesce(max(id), 0) - ${recent} from bemoanings)
         and b.search @@ (select any_of from words) order by b.id desc limit 300)
      union
      (select b.id from bemoanings b where b.search @@ (select all_of from words) limit 50)
    )
    select b.id from candidates c join bemoanings b on b.id = c.id join bemoaning_ranks r on r.id = b.id
     where r.status = 'published' and ts_rank(b.search, (select any_of from words), 1) > 0.02
     order by ts_rank(b.search, (select any_of from words), 1) desc, b.id desc limit 5`)
  return findBemoanings(rows.map(({ id }) => id))
}
