import { sql } from 'drizzle-orm'
import { states } from '@/core/vocabulary'
import { db } from '@/db'
import { isUnmuted, isUnmutedComment } from '@/lib/reader'
import { closes, opens } from '@/text/highlight'
import type { Asked } from '@/text/search-query'
import { withoutInSql, wordsInSql } from './query'
import { saidWeight } from './why'

/**
 * Returns the number of matches in a window. Windows are read newest first, and each is ranked as a whole. Phrases get
 * a smaller one, as each text must be read to check the order of words.
 */
export const windowOf = ({ all }: Asked): number => (all.flat().some((phrase) => phrase.length > 1) ? 40 : 90)
/** Matches of a window that votes and age rank together: between chunks the text's rank decides. */
const chunk = 30
const mostComments = 15
/** A match's rank in its chunk: its words, its votes, and a little more while it is young (90 days, in seconds). */
const weight = sql`
  p.score
  * (1 + log(1 + r.points) / 4
     + 0.25 * exp((p.epoch - extract(epoch from now())::float8) / 7776000))`

/** The start of a page: the upper end of its window, the offset in it, and whether it is the first window. */
export type KeysetPosition = { top: number; skip: number; first: boolean }

export type Window = { hits: number; newest: number; oldest: number }
export type Row = {
  id: number
  comment_id: number | null
  body: string
  marked_body: string
  comment: string | null
  marked_comment: string | null
  comment_author: string | null
}

/** A query, in which order its matches come, and how many make a page. */
export type Look = Asked & { order: 'best' | 'new'; limit: number }

const marks = `StartSel=${opens}, StopSel=${closes}, HighlightAll=true`

/** Every text has one of these, so that dates alone find what appeared in between. */
const anyState = states.map((state) => `'state:${state}'`).join(' | ')

const operatorsOf = ({ all, without, filters }: Asked): string =>
  filters.join(' & ') || (all.length + without.length === 0 ? anyState : '')

/** Returns one page of matches, with their texts marked, and its window, in one statement. */
export async function match(
  { order, limit, ...asked }: Look,
  { top, skip, first }: KeysetPosition,
): Promise<Window & { rows: Row[] }> {
  const rank = order === 'new' ? sql`epoch desc, id desc` : sql`score desc, epoch desc, id desc`
  // Filters alone order by time, which needs no votes.
  const weighed = order === 'best' && asked.all.length > 0
  const from = Math.floor(skip / chunk) * chunk
  const to = Math.ceil((skip + limit + 1) / chunk) * chunk
  const { rows } = await db().execute<(Row | { id: null }) & Window>(sql`
    with typed as (
      select ${wordsInSql(asked)} as words,
             ${withoutInSql(asked)} as without,
             ${operatorsOf(asked)}::tsquery as operators
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
             ${weighed ? sql`case when numnode(a.words) = 0 then p.epoch else ${weight} end` : sql`p.epoch`} as weight
        from asked a, placed p
        ${weighed ? sql`join bemoaning_ranks r on r.id = p.id` : sql``}
       where p.place >= ${from} and p.place < ${to}
       order by part, weight desc, p.id desc
      offset ${skip - from} limit ${limit + 1}
    )
    select p.id, p.comment_id, u.handle as comment_author, w.*,
           b.body, ts_headline('ibtsocs', search_tokens(b.body), a.words, ${marks}) as marked_body,
           c.body as comment, ts_headline('ibtsocs', search_tokens(c.body), a.words, ${marks}) as marked_comment
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
