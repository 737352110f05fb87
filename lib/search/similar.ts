import { sql } from 'drizzle-orm'
import { db } from '@/db'
import type { Card } from '../bemoaning/card'
import { findBemoanings } from '../bemoaning/queries'
import { isUnmuted } from '../mute/rule'

/** Texts that share only some words are looked for among the newest so many bemoanings. */
const recent = 2_000

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
     where r.status = 'published' and ${isUnmuted(sql`b.id`)} and ts_rank(b.search, (select any_of from words), 1) > 0.02
     order by ts_rank(b.search, (select any_of from words), 1) desc, b.id desc limit 5`)
  return findBemoanings(rows.map(({ id }) => id))
}
