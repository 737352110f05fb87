import { sql } from 'drizzle-orm'
import { db } from '@/db'
import type { Card } from '@/lib/bemoaning'
import { findBemoanings } from '@/lib/bemoaning'
import { isUnmuted } from '@/lib/reader'

/** Maximum candidates, newest first: those that share any word, and those that share the longest few words. */
const compared = { any: 60, all: 30 }

/**
 * Returns up to five published bemoanings that share many words with a text, best first: among the newest those that
 * share any, among all those that share the longest few (an index finds both without reading the rest).
 */
export async function findSimilar(body: string): Promise<Card[]> {
  const { rows } = await db().execute<{ id: number }>(sql`
    with lexemes as materialized (
      select '''' || lexeme || '''' as lexeme
        from unnest(to_tsvector('ibtsocs', search_tokens(${body.slice(0, 2_000)})))
       where length(lexeme) between 2 and 30 limit 40
    ),
    words as materialized (
      select (select string_agg(lexeme, ' | ')::tsquery from lexemes) as any_of,
             (select string_agg(lexeme, ' & ')::tsquery from (select lexeme from lexemes order by length(lexeme) desc, lexeme limit 5) l) as all_of
    ),
    newest as materialized (select max(id) + 1 as top from search_bemoanings),
    candidates as (
      select h.id from newest n, words w, search_newest('search_bemoanings', 'id', w.any_of, '', n.top, 0, 1e12, ${compared.any}) h
      union
      select h.id from newest n, words w, search_newest('search_bemoanings', 'id', w.all_of, '', n.top, 0, 1e12, ${compared.all}) h
    ),
    alike as (
      select s.id, ts_rank(s.search, w.any_of, 1) as score from candidates c join search_bemoanings s on s.id = c.id, words w
    )
    select a.id from alike a where a.score > 0.02 and ${isUnmuted(sql`a.id`)} order by a.score desc, a.id desc limit 5`)
  return findBemoanings(rows.map(({ id }) => id))
}
