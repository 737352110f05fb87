import { type SQL, sql } from 'drizzle-orm'
import type { Transaction } from '@/db'
import { countVerdicts } from '@/lib/jury'
import { type CheckName, checks } from './checks'

/** Repairs what a check has found, in a transaction in which nobody else writes. */
type Mend = (tx: Transaction) => Promise<void>

/** Runs statements one after the other. */
const run =
  (...statements: readonly SQL[]): Mend =>
  async (tx) => {
    for (const statement of statements) await tx.execute(statement)
  }

/** The rows that a check lists; `counted` has the right values, with slashes between them. */
const drifted = (name: CheckName): SQL => sql`(${checks[name]}) d`
const part = (at: number): SQL => sql.raw(`split_part(d.counted, '/', ${at})`)

const jurors = [
  sql`
    update jurors j set (judged, publish_right, publish_wrong, reject_right, reject_wrong, points) =
      (select count(*), count(*) filter (where blind and outcome = 'publish' and verdict = outcome),
              count(*) filter (where blind and outcome = 'publish' and verdict <> outcome),
              count(*) filter (where blind and outcome = 'reject' and verdict = outcome),
              count(*) filter (where blind and outcome = 'reject' and verdict <> outcome), coalesce(sum(points), 0)
         from verdicts v where v.juror_id = j.user_id)`,
  sql`
    delete from jury_months m
     where not exists (select 1 from verdicts v where v.juror_id = m.user_id and v.month = m.month)`,
  sql`
    insert into jury_months (month, user_id, points)
    select month, juror_id, sum(points) from verdicts where juror_id is not null and month is not null group by 1, 2
    on conflict (month, user_id) do update set points = excluded.points where jury_months.points <> excluded.points`,
]

/** Scores the verdicts of bemoanings again whose outcomes or points are wrong. */
const scoreAgain: Mend = async (tx) => {
  // Scoring moves the jurors' counts, which must be right before.
  await run(...jurors)(tx)
  const { rows } = await tx.execute<{ id: number }>(sql`
    select distinct v.bemoaning_id as id from verdicts v
      join jury_rounds j on j.bemoaning_id = v.bemoaning_id and j.round = v.round join bemoaning_ranks r on r.id = v.bemoaning_id
     where j.outcome is not null and r.status in ('published', 'rejected')
       and v.outcome is distinct from (case when r.status = 'published' then 'publish' else 'reject' end)::verdict
    union
    select bemoaning_id from verdicts where bemoaning_id is not null group by bemoaning_id, round having sum(points) <> 0`)
  for (const { id } of rows) {
    await tx.execute(
      sql`update verdicts set outcome = null, points = 0, month = null where bemoaning_id = ${id}`,
    )
    await countVerdicts(tx, Number(id))
  }
}

/** How each kind of drift is repaired: from the rows that a count or copy is made of, never the other way. */
export const mends: Readonly<Record<CheckName, Mend>> = {
  'votes by kind': run(sql`select recount_votes(d.id) from ${drifted('votes by kind')}`),
  'votes that must not weigh': run(sql`
    select reweigh_votes(coalesce(array_agg(distinct v.voter_id), '{}'), false)
      from votes v join voters w on w.id = v.voter_id left join visitors s on s.voter_id = w.id
     where v.weighs and (w.damped_at is not null or s.claimed_by is null and not s.starter)`),
  comments: run(sql`
    update bemoaning_ranks r set comments = ${part(1)}::int, commenters = ${part(2)}::int
      from ${drifted('comments')} where d.id = r.id`),
  'comment votes': run(
    sql`update comments c set votes = d.counted::int from ${drifted('comment votes')} where d.id = c.id`,
  ),
  'copies for tag pages': run(sql`
    update bemoaning_tags t set hotness = r.hotness, epoch = r.epoch, published = r.status = 'published'
      from bemoaning_ranks r
     where r.id = t.bemoaning_id and (t.hotness, t.epoch, t.published) is distinct from (r.hotness, r.epoch, r.status = 'published')`),
  'copies for muting': run(sql`
    update bemoaning_ranks r set author_id = b.author_id, anonymous = b.anonymous,
           tag_ids = array(select tag_id from bemoaning_tags where bemoaning_id = r.id order by 1)
      from bemoanings b, ${drifted('copies for muting')} where b.id = r.id and d.id = r.id`),
  'texts by author': run(sql`
    insert into author_counts (user_id, bemoanings, comments, remedies)
    select d.id, ${part(1)}::int, ${part(2)}::int, ${part(3)}::int from ${drifted('texts by author')}
    on conflict (user_id) do update
      set bemoanings = excluded.bemoanings, comments = excluded.comments, remedies = excluded.remedies`),
  bites: run(sql`
    update bemoaning_ranks r set bites = ${part(1)}::int, bitten_epoch = nullif(${part(2)}, '-')::float8
      from ${drifted('bites')} where d.id = r.id`),
  'bites by week': run(
    sql`
      delete from bite_weeks w where not exists (
        select 1 from bites t where t.bemoaning_id = w.bemoaning_id and floor(extract(epoch from t.created_at) / 604800)::int = w.week)`,
    sql`
      insert into bite_weeks (bemoaning_id, week, bites)
      select bemoaning_id, floor(extract(epoch from created_at) / 604800)::int, count(*) from bites group by 1, 2
      on conflict (bemoaning_id, week) do update set bites = excluded.bites where bite_weeks.bites <> excluded.bites`,
  ),
  'texts before the jury': run(
    sql`
      update jury_rounds j
         set settled_at = now(), settled_by = 'moderator',
             outcome = case r.status when 'published' then 'publish' when 'rejected' then 'reject' end::verdict
        from bemoaning_ranks r where r.id = j.bemoaning_id and j.settled_at is null and r.status <> 'pending'`,
    sql`
      select jury_open(r.id, 'returned') from bemoaning_ranks r
       where r.status = 'pending' and not exists (select 1 from jury_rounds j where j.bemoaning_id = r.id and j.settled_at is null)`,
  ),
  'verdicts by round': run(sql`
    update jury_rounds j set (publish, reject) =
      (select count(*) filter (where verdict = 'publish'), count(*) filter (where verdict = 'reject')
         from verdicts v where v.bemoaning_id = j.bemoaning_id and v.round = j.round)
     where j.bemoaning_id in (select d.id from ${drifted('verdicts by round')})`),
  'verdicts by outcome': scoreAgain,
  'jurors and their points': run(...jurors),
  'search index': run(
    sql`
      select search_refresh(coalesce(array_agg(coalesce(s.id, d.id)), '{}'))
        from search_bemoanings s full join search_documents(null) d on d.id = s.id
       where (s.epoch, s.search) is distinct from (d.epoch, d.search)`,
    sql`
      delete from search_comments s
       where not exists (select 1 from search_comment_documents(null) d where d.id = s.id)`,
    sql`
      insert into search_comments as s (id, bemoaning_id, epoch, search)
      select id, bemoaning_id, epoch, search from search_comment_documents(null)
      on conflict (id) do update set bemoaning_id = excluded.bemoaning_id, epoch = excluded.epoch, search = excluded.search
       where (s.bemoaning_id, s.epoch, s.search) is distinct from (excluded.bemoaning_id, excluded.epoch, excluded.search)`,
  ),
  'bemoanings by tag': run(
    // What waits to be added is in the count by then.
    sql`
      with drifted as materialized (select d.id, d.counted::int from ${drifted('bemoanings by tag')}),
           waiting as (delete from tag_deltas w using drifted d where w.tag_id = d.id)
      update tags t set count = d.counted from drifted d where d.id = t.id`,
  ),
  // A name stays with the tag that is called so; an alias with the oldest of those that claim it.
  'names that two tags have': run(sql`
    update tags t set aliases = k.aliases
      from (select t.id, array(select u.name from unnest(t.aliases) with ordinality u(name, at)
                                where not exists (select 1 from tags o where o.name = u.name or o.id < t.id and u.name = any (o.aliases))
                                  and array_position(t.aliases, u.name) = u.at order by u.at) as aliases from tags t) k
     where k.id = t.id and k.aliases <> t.aliases`),
  // Its comments follow it, as they would have when it was merged.
  'merged but still visible': run(
    sql`update bemoanings set merged_into = null where merged_into = id`,
    sql`
      update bemoaning_ranks r set status = 'removed'
        from bemoanings b where b.id = r.id and b.merged_into is not null and r.status <> 'removed'`,
    sql`
      update comments c set bemoaning_id = b.merged_into
        from bemoanings b where b.id = c.bemoaning_id and b.merged_into is not null`,
  ),
  'posts that comments link to': run(
    sql`
      delete from comment_posts k where not exists (
        select 1 from comments c, posts_in(c.body) p where c.id = k.comment_id and (p.slug, p.host) = (k.slug, k.host))`,
    sql`
      insert into comment_posts (comment_id, slug, host)
      select c.id, p.slug, p.host from comments c, posts_in(c.body) p where c.body like '%/blog/%'
      on conflict do nothing`,
  ),
  'weights of cases': run(
    sql`update cases c set weight = d.counted::numeric from ${drifted('weights of cases')} where d.id = c.id`,
  ),
  // Nobody knows any more whether it was public, so a moderator must restore it.
  'ranks without text or text without rank': run(
    sql`delete from bemoaning_ranks r where not exists (select 1 from bemoanings b where b.id = r.id)`,
    sql`
      insert into bemoaning_ranks (id, status, epoch)
      select id, 'removed', extract(epoch from created_at) from bemoanings b
       where not exists (select 1 from bemoaning_ranks r where r.id = b.id)`,
  ),
  'the figures of /state': run(sql`select recount_stats()`),
}
