import { sql } from 'drizzle-orm'
import { counted, plural } from '@/core/plural'
import { db } from '@/db'
import type { Explanation } from '@/lib/bemoaning'
import { parseQuery } from '@/text/search-query'
import { wordsInSql } from './query'

/** The inputs of a search result's weight. Times are seconds since 1970. */
export type SearchInputs = {
  body: string
  /** ts_rank of its own words, 0 to 1; 0 if only a comment matches. */
  text: number
  /** The same of the best matching comment, if its own text does not match. */
  said: number
  /** Twice (relates + self/2). */
  points: number
  epoch: number
}

/** The weight of a comment's words relative to a bemoaning's own. */
export const saidWeight = 0.4

/** Returns the inputs of a bemoaning's rank in the results of a query; null if it is not among them. */
export async function findSearchInputs(id: number, q: string): Promise<SearchInputs | null> {
  const { rows } = await db().execute<SearchInputs & { matches: boolean }>(sql`
    with asked as materialized (select ${wordsInSql(parseQuery(q))} as words)
    select b.body, r.points, s.epoch, s.search @@ a.words as matches,
           case when s.search @@ a.words then ts_rank(s.search, a.words, 1) else 0 end::float8 as text,
           coalesce((select max(ts_rank(c.search, a.words, 1)) from comments m join search_comments c on c.id = m.id
                      where m.bemoaning_id = s.id and c.search @@ a.words), 0)::float8 as said
      from asked a, search_bemoanings s join bemoaning_ranks r on r.id = s.id join bemoanings b on b.id = s.id
     where s.id = ${id} and numnode(a.words) > 0`)
  const [row] = rows
  if (!row || (!row.matches && row.said === 0)) return null
  return row.matches ? { ...row, said: 0 } : row
}

const fixed = (value: number): string =>
  value.toLocaleString('en-US', { minimumFractionDigits: 3, maximumFractionDigits: 3 })

/** Explains a search result's rank: the same sum as in lib/search/queries.ts, in words. */
export function explainSearch(
  { text, said, points, epoch }: SearchInputs,
  now = Date.now() / 1000,
): Explanation {
  const match = text || said * saidWeight
  const liked = Math.log10(1 + points) / 4
  const fresh = 0.25 * Math.exp((epoch - now) / 7_776_000)
  const days = Math.max(0, Math.round((now - epoch) / 86_400))
  return {
    steps: [
      text > 0
        ? {
            words:
              'How well its words match: words of the text count 1, of the tags 0.4, of details and ending 0.2',
            gives: fixed(text),
          }
        : { words: 'How well a comment matches, times 0.4 (its own words don’t match)', gives: fixed(match) },
      { words: 'A base of one', gives: fixed(1) },
      {
        words: `${counted(points / 2)} points of votes (“I bemoan this too” counts 1, “self-inflicted” a half): ten times the points add a quarter`,
        gives: fixed(liked),
      },
      {
        words: `${days === 0 ? 'Published today' : `Published ${plural(days, 'day')} ago`}: a new one gets 0.25, which shrinks to 0.09 in 90 days`,
        gives: fixed(fresh),
      },
    ],
    total: {
      words: 'The first times the sum of the others, which orders this list',
      gives: fixed(match * (1 + liked + fresh)),
    },
    remark:
      'We take a hundred matches at a time, newest first, sort them into groups of thirty by how well their words match, and order each group by this sum.',
  }
}
