import { sql } from 'drizzle-orm'

/** For every stored count and copy, a query that lists where it differs from the rows it is computed from. */
export const checks = {
  'votes by kind': sql`
    select r.id, concat_ws('/', r.bemoan + d.b, r.light_bemoan + d.lb, r.self_inflicted + d.s, r.light_self + d.ls) as stored,
           concat_ws('/', coalesce(v.b, 0), coalesce(v.lb, 0), coalesce(v.s, 0), coalesce(v.ls, 0)) as counted
      from bemoaning_ranks r
      left join (select bemoaning_id, count(*) filter (where kind = 'bemoan' and weighs) b, count(*) filter (where kind = 'bemoan' and not weighs) lb,
                        count(*) filter (where kind = 'self_inflicted' and weighs) s, count(*) filter (where kind = 'self_inflicted' and not weighs) ls from votes group by 1) v on v.bemoaning_id = r.id
      cross join lateral (select coalesce(sum(w.bemoan), 0) b, coalesce(sum(w.light_bemoan), 0) lb, coalesce(sum(w.self_inflicted), 0) s, coalesce(sum(w.light_self), 0) ls
                            from vote_deltas w where w.bemoaning_id = r.id) d
     where (r.bemoan + d.b, r.light_bemoan + d.lb, r.self_inflicted + d.s, r.light_self + d.ls) <> (coalesce(v.b, 0), coalesce(v.lb, 0), coalesce(v.s, 0), coalesce(v.ls, 0))`,
  'votes that must not weigh': sql`
    select v.bemoaning_id as id, count(*)::text as stored, '0' as counted
      from votes v join voters w on w.id = v.voter_id left join visitors s on s.voter_id = w.id
     where v.weighs and (w.damped_at is not null or s.claimed_by is null and not s.starter) and exists (select 1 from job_runs where name = 'visitors weigh nothing' and ended_at is not null)
     group by 1`,
  comments: sql`
    select r.id, r.comments::text || '/' || r.commenters as stored, coalesce(c.n, 0) || '/' || coalesce(c.people, 0) as counted
      from bemoaning_ranks r
      left join (select bemoaning_id, count(*) n, count(distinct author_id) people from comments where deleted_at is null and removed_at is null group by 1) c on c.bemoaning_id = r.id
     where (r.comments, r.commenters) <> (coalesce(c.n, 0), coalesce(c.people, 0))`,
  'comment votes': sql`
    select c.id, c.votes::text as stored, coalesce(v.n, 0)::text as counted
      from comments c left join (select comment_id, count(*) n from comment_votes group by 1) v on v.comment_id = c.id
     where c.votes <> coalesce(v.n, 0)`,
  'copies for tag pages': sql`
    select t.bemoaning_id as id, t.hotness || '/' || t.published as stored, r.hotness || '/' || (r.status = 'published') as counted
      from bemoaning_tags t join bemoaning_ranks r on r.id = t.bemoaning_id
     where (t.hotness, t.epoch, t.published) is distinct from (r.hotness, r.epoch, r.status = 'published')`,
  'copies for muting': sql`
    select r.id, concat_ws('/', r.author_id, r.anonymous, r.tag_ids::text) as stored, concat_ws('/', b.author_id, b.anonymous, t.ids::text) as counted
      from bemoaning_ranks r join bemoanings b on b.id = r.id
      cross join lateral (select array(select tag_id from bemoaning_tags where bemoaning_id = r.id order by 1) as ids) t
     where (r.author_id, r.anonymous, r.tag_ids) is distinct from (b.author_id, b.anonymous, t.ids)`,
  'texts by author': sql`
    select u.id, concat_ws('/', coalesce(a.bemoanings, 0), coalesce(a.comments, 0), coalesce(a.remedies, 0)) as stored,
           concat_ws('/', coalesce(b.n, 0), coalesce(c.n, 0), coalesce(c.remedies, 0)) as counted
      from users u left join author_counts a on a.user_id = u.id
      left join (select b.author_id, count(*) n from bemoanings b join bemoaning_ranks r on r.id = b.id where not b.anonymous and r.status = 'published' group by 1) b on b.author_id = u.id
      left join (select c.author_id, count(*) filter (where c.deleted_at is null and c.removed_at is null) n,
                        count(b.id) filter (where c.deleted_at is null) remedies
                   from comments c left join bemoanings b on b.id = c.bemoaning_id and b.remedy_id = c.id group by 1) c on c.author_id = u.id
     where (coalesce(a.bemoanings, 0), coalesce(a.comments, 0), coalesce(a.remedies, 0)) <> (coalesce(b.n, 0), coalesce(c.n, 0), coalesce(c.remedies, 0))`,
  bites: sql`
    select r.id, r.bites || '/' || coalesce(r.bitten_epoch::text, '-') as stored, coalesce(t.n, 0) || '/' || coalesce(t.last::text, '-') as counted
      from bemoaning_ranks r
      left join (select bemoaning_id, count(*)::int n, extract(epoch from max(created_at))::float8 as last from bites group by 1) t on t.bemoaning_id = r.id
     where r.bites <> coalesce(t.n, 0) or r.bitten_epoch is distinct from t.last`,
  'bites by week': sql`
    select coalesce(w.bemoaning_id, t.bemoaning_id) as id, coalesce(w.week, t.week) || ': ' || coalesce(w.bites, 0) as stored, coalesce(t.n, 0)::text as counted
      from bite_weeks w
      full join (select bemoaning_id, floor(extract(epoch from created_at) / 604800)::int as week, count(*)::int n from bites group by 1, 2) t on t.bemoaning_id = w.bemoaning_id and t.week = w.week
     where coalesce(w.bites, 0) <> coalesce(t.n, 0)`,
  'texts before the jury': sql`
    select coalesce(r.id, j.bemoaning_id) as id, (j.bemoaning_id is not null)::text as stored, (r.id is not null)::text as counted
      from (select id from bemoaning_ranks where status = 'pending') r
      full join (select bemoaning_id from jury_rounds where settled_at is null) j on j.bemoaning_id = r.id
     where r.id is null or j.bemoaning_id is null`,
  'verdicts by round': sql`
    select j.bemoaning_id as id, j.publish || '/' || j.reject as stored, coalesce(v.p, 0) || '/' || coalesce(v.r, 0) as counted
      from jury_rounds j
      left join (select bemoaning_id, round, count(*) filter (where verdict = 'publish') p, count(*) filter (where verdict = 'reject') r from verdicts group by 1, 2) v
             on v.bemoaning_id = j.bemoaning_id and v.round = j.round
     where (j.publish, j.reject) <> (coalesce(v.p, 0), coalesce(v.r, 0))`,
  'verdicts by outcome': sql`
    select v.id, coalesce(v.outcome::text, '-') as stored, case when r.status = 'published' then 'publish' else 'reject' end as counted
      from verdicts v join jury_rounds j on j.bemoaning_id = v.bemoaning_id and j.round = v.round join bemoaning_ranks r on r.id = v.bemoaning_id
     where j.outcome is not null and r.status in ('published', 'rejected')
       and v.outcome is distinct from (case when r.status = 'published' then 'publish' else 'reject' end)::verdict
    union all
    select bemoaning_id, sum(points)::text, '0' from verdicts where bemoaning_id is not null group by bemoaning_id, round having sum(points) <> 0`,
  'jurors and their points': sql`
    select j.user_id as id, concat_ws('/', j.judged, j.publish_right, j.publish_wrong, j.reject_right, j.reject_wrong, j.points) as stored,
           concat_ws('/', coalesce(v.n, 0), coalesce(v.a, 0), coalesce(v.b, 0), coalesce(v.c, 0), coalesce(v.d, 0), coalesce(v.points, 0)) as counted
      from jurors j
      left join (select juror_id, count(*) n, count(*) filter (where blind and outcome = 'publish' and verdict = outcome) a,
                        count(*) filter (where blind and outcome = 'publish' and verdict <> outcome) b,
                        count(*) filter (where blind and outcome = 'reject' and verdict = outcome) c,
                        count(*) filter (where blind and outcome = 'reject' and verdict <> outcome) d, sum(points) points
                   from verdicts group by 1) v on v.juror_id = j.user_id
     where (j.judged, j.publish_right, j.publish_wrong, j.reject_right, j.reject_wrong, j.points)
           <> (coalesce(v.n, 0), coalesce(v.a, 0), coalesce(v.b, 0), coalesce(v.c, 0), coalesce(v.d, 0), coalesce(v.points, 0))
    union all
    select coalesce(m.user_id, v.juror_id), coalesce(m.points, 0)::text, coalesce(v.points, 0)::text
      from jury_months m
      full join (select juror_id, month, sum(points) points from verdicts where juror_id is not null and month is not null group by 1, 2) v on v.juror_id = m.user_id and v.month = m.month
     where coalesce(m.points, 0) <> coalesce(v.points, 0)`,
  'search index': sql`
    select coalesce(s.id, d.id) as id, coalesce(s.search::text, '-') as stored, coalesce(d.search::text, '-') as counted
      from search_bemoanings s full join search_documents(null) d on d.id = s.id
     where (s.epoch, s.search) is distinct from (d.epoch, d.search)
       and not exists (select 1 from search_pending p where not p.comment and s.id < p.below)
       and not exists (select 1 from search_changes w where not w.comment and w.id = coalesce(s.id, d.id))
    union all
    select coalesce(s.id, d.id), coalesce(s.search::text, '-'), coalesce(d.search::text, '-')
      from search_comments s full join search_comment_documents(null) d on d.id = s.id
     where (s.bemoaning_id, s.epoch, s.search) is distinct from (d.bemoaning_id, d.epoch, d.search)
       and not exists (select 1 from search_pending p where p.comment and s.id < p.below)
       and not exists (select 1 from search_changes w where w.comment and w.id = coalesce(s.id, d.id))`,
  'bemoanings by tag': sql`
    select t.id, (t.count + coalesce(w.n, 0))::text as stored, coalesce(b.n, 0)::text as counted
      from tags t left join (select tag_id, count(*) n from bemoaning_tags where published group by 1) b on b.tag_id = t.id
      left join (select tag_id, sum(n) n from tag_deltas group by 1) w on w.tag_id = t.id
     where t.count + coalesce(w.n, 0) <> coalesce(b.n, 0)`,
  'names that two tags have': sql`
    select n.name as id, count(*)::text as stored, '1' as counted
      from (select name from tags union all select unnest(aliases) from tags) n group by n.name having count(*) > 1`,
  'merged but still visible': sql`
    select b.id, r.status::text as stored, 'removed' as counted
      from bemoanings b join bemoaning_ranks r on r.id = b.id
     where b.merged_into is not null and (r.status <> 'removed' or exists (select 1 from comments c where c.bemoaning_id = b.id))`,
  'posts that comments link to': sql`
    select coalesce(k.comment_id, f.id) as id, coalesce(k.host || '/blog/' || k.slug, 'none') as stored, coalesce(f.host || '/blog/' || f.slug, 'none') as counted
      from comment_posts k full join (select c.id, p.slug, p.host from comments c, posts_in(c.body) p where c.body like '%/blog/%') f
        on (f.id, f.slug, f.host) = (k.comment_id, k.slug, k.host)
     where k.comment_id is null or f.id is null`,
  'weights of cases': sql`
    select c.id, c.weight::text as stored, (coalesce(r.weight, 0) + (c.appeal_of is not null)::int * 1000)::text as counted
      from cases c left join (select case_id, sum(weight) as weight from reports group by 1) r on r.case_id = c.id
     where c.weight <> coalesce(r.weight, 0) + (c.appeal_of is not null)::int * 1000`,
  'ranks without text or text without rank': sql`
    select coalesce(b.id, r.id) as id, 'one' as stored, 'both' as counted
      from bemoanings b full join bemoaning_ranks r on r.id = b.id where b.id is null or r.id is null`,
  'the figures of /state': sql`
    select concat_ws(' ', grain, at, measure, key) as id, sum(kept)::text as stored, sum(found)::text as counted from (
      select t.grain, t.at, t.measure, k.key::int, k.value::bigint as kept, 0 as found from stat_totals t, jsonb_each_text(t.counts) k
      union all
      select g, stat_at(g, d.day), d.measure, d.key, d.n, 0 from stat_deltas d, unnest(enum_range(null::stat_grain)) g
      union all
      select g, stat_at(g, c.day), c.measure, c.key, 0, c.n from counted_stats() c, unnest(enum_range(null::stat_grain)) g
    ) as sides group by grain, at, measure, key having sum(kept) <> sum(found)`,
} as const

export type CheckName = keyof typeof checks
