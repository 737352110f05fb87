import { sql } from 'drizzle-orm'
import { db } from '@/db'
import { recountStats } from '@/lib/state'
import { indexAll, withoutIndexes } from './bulk'

const words = [
  'build',
  'server',
  'printer',
  'deploy',
  'merge',
  'the',
  'again',
  'broken',
  'Friday',
  'green',
  'tests',
  'why',
  'cache',
  'DNS',
  'calendar',
  'meeting',
  'estimate',
  'legacy',
  'null',
  'pointer',
]

/**
 * Fills the database by plain SQL, with a skew like real sites: old and new, loved and ignored, chatty and silent.
 * Triggers are off meanwhile; copies and counts are written correctly from the start, the figures are counted at the
 * end.
 */
export async function fillDatabase(bemoanings: number): Promise<void> {
  await withoutIndexes(async () => {
    await writeAll(bemoanings)
    await indexAll(bemoanings)
  })
  await db().execute(sql`analyze`)
}

async function writeAll(bemoanings: number): Promise<void> {
  const list = sql.param(words)
  await db().transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = 'replica'`)
    await tx.execute(sql`set local statement_timeout = '3600s'`)
    await tx.execute(sql`select setseed(0.42)`)
    await tx.execute(
      sql`insert into users (handle, skeleton, art, created_at) select 'filler' || i, 'filler' || i, md5(i::text) || md5(i::text), now() - interval '400 days' from generate_series(1, 2000) i`,
    )
    await tx.execute(sql`insert into voters (user_id) select id from users`)
    await tx.execute(sql`
      insert into bemoanings (author_id, body, fingerprint, created_at)
      select 1 + floor(power(random(), 2) * 1999), 'Number ' || i || ': ' || (select string_agg((${list}::text[])[1 + floor(random() * 20)::int], ' ') from generate_series(1, 8 + (i % 20)) where i > 0)
             || case when i % 5000 = 0 then ' marmalade' else '' end || case when i % 100 = 7 then ' sprocket' else '' end, md5(i::text), now() - (${bemoanings} - i) * interval '6 minutes'
        from generate_series(1, ${bemoanings}::int) i`)
    await tx.execute(sql`
      insert into bemoaning_ranks (id, author_id, tag_ids, state, epoch, fixed_epoch, bemoan, self_inflicted, comments, commenters)
      select id, author_id, array(select distinct 1 + floor(power(random(), 2) * (select count(*) - 1 from tags))::smallint from generate_series(1, 2) where id > 0 order by 1), case when id % 50 = 0 then 'fixed' else 'broken' end::state, extract(epoch from created_at), case when id % 50 = 0 then least(extract(epoch from created_at) + 86400 * power(id % 3001, 2) / 25000, extract(epoch from now())) end,
             floor(3 / (0.01 + random()))::int, floor(1 / (0.02 + random()))::int, 1, 1 from bemoanings`)
    await tx.execute(sql`
      insert into bemoaning_tags (bemoaning_id, tag_id, published, hotness, epoch)
      select r.id, t, true, r.hotness, r.epoch from bemoaning_ranks r, unnest(r.tag_ids) t`)
    await tx.execute(
      sql`insert into votes (bemoaning_id, voter_id, kind) select r.id, 1 + ((r.id * 7 + n * 131) % 2000), 'bemoan' from bemoaning_ranks r, generate_series(1, 3) n on conflict do nothing`,
    )
    await tx.execute(sql`
      insert into comments (id, bemoaning_id, root_id, author_id, body, body_html, votes, created_at) overriding system value
      select id, id, id, 1 + id % 2000, case when id % 50 = 3 then 'Same here, with a teapot.' else 'Same here.' end, '<p>Same here.</p>', id % 7, created_at from bemoanings`)
    await tx.execute(sql`select setval(pg_get_serial_sequence('comments', 'id'), ${bemoanings}::int)`)
    await tx.execute(
      sql`insert into comment_votes (comment_id, user_id) select c.id, 1 + (c.id * 13 + n) % 2000 from comments c, generate_series(1, 2) n`,
    )
    await tx.execute(sql`
      insert into author_counts (user_id, bemoanings, comments)
      select u.id, coalesce(b.n, 0), coalesce(c.n, 0) from users u
        left join (select author_id, count(*) as n from bemoanings group by 1) b on b.author_id = u.id
        left join (select author_id, count(*) as n from comments group by 1) c on c.author_id = u.id
       where u.handle like 'filler%'`)
    await recountStats(tx)
  })
}
