import { sql } from 'drizzle-orm'
import { db } from '@/db'

/** The pattern of the last day's votes on one bemoaning. Shares are 0 to 1; it contains no single vote. */
export type VotePattern = {
  id: number
  body: string
  votes: number
  /** Share by accounts that were younger than a day. */
  young: number
  /** Share by visitors, who are not signed in. */
  visitors: number
  /** Share that does not count: visitors, new accounts, rings. */
  light: number
  /** Share from the most frequent network, on the day of the vote; of votes whose network is still stored. */
  network: number
  /** Overlap with the bemoaning that shares most voters: voters of both as a share of voters of either. */
  together: number
  /** That other bemoaning; null if it shares none. */
  togetherWith: number | null
}

/** Limits of the query. Below `fewest` votes an aggregate would reveal individuals. */
export const voteBounds = { hours: 24, most: 20_000, rows: 20, fewest: 10 } as const

/** Returns how many voters the nightly check counts as rings, and when it last ran. It names none of them. */
export async function ringsNow(): Promise<{ damped: number; checkedAt: Date | null }> {
  const { rows } = await db().execute<{ damped: number; checked: string | null }>(sql`
    select (select count(*)::int from voters where damped_at is not null) as damped,
           (select ended_at::text from job_runs where name = 'rings') as checked`)
  const [row] = rows
  return { damped: row?.damped ?? 0, checkedAt: row?.checked ? new Date(row.checked) : null }
}

/**
 * Returns the bemoanings with the most votes of the last day and their patterns: aggregates only, from a bounded number
 * of the latest votes.
 */
export async function listVotePatterns(): Promise<VotePattern[]> {
  const { hours, most, rows: perPage, fewest } = voteBounds
  const { rows } = await db().execute<VotePattern>(sql`
    with recent as materialized (
      select v.bemoaning_id, v.voter_id, v.created_at, v.weighs from votes v
       where v.created_at > now() - make_interval(hours => ${hours}) order by v.created_at desc limit ${most}
    ), busy as materialized (
      select v.bemoaning_id as id, count(*)::int as votes,
             avg((w.user_id is null)::int)::float8 as visitors, avg((not v.weighs)::int)::float8 as light,
             avg((u.created_at is not null and u.created_at > v.created_at - interval '1 day')::int)::float8 as young
        from recent v join voters w on w.id = v.voter_id left join users u on u.id = w.user_id
       group by 1 having count(*) >= ${fewest} order by 2 desc, 1 desc limit ${perPage}
    ), pairs as (
      select a.bemoaning_id as id, b.bemoaning_id as other, count(*)::float8 as both
        from recent a join recent b on b.voter_id = a.voter_id and b.bemoaning_id <> a.bemoaning_id
       where a.bemoaning_id in (select id from busy) and b.bemoaning_id in (select id from busy) group by 1, 2
    ), places as (
      select id, max(n)::float8 / sum(n) as network from (
        select v.bemoaning_id as id, n.network, count(*) as n from recent v
          join voter_networks n on n.voter_id = v.voter_id and n.day = (v.created_at at time zone 'utc')::date
         where v.bemoaning_id in (select id from busy) group by 1, 2) of_network group by 1
    )
    select x.id, t.body, x.votes, x.young, x.visitors, x.light, coalesce(g.network, 0)::float8 as network, coalesce(p.share, 0)::float8 as together, p.other as "togetherWith"
      from busy x join bemoanings t on t.id = x.id join bemoaning_ranks r on r.id = x.id and r.status = 'published'
      left join places g on g.id = x.id
      left join lateral (
        select q.other, q.both / (x.votes + o.votes - q.both) as share from pairs q join busy o on o.id = q.other
         where q.id = x.id order by 2 desc, 1 desc limit 1) p on true
     order by x.votes desc, x.id desc`)
  return rows
}
