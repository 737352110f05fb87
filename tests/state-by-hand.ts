import { type SQL, sql } from 'drizzle-orm'
import type { Span } from '@/core/windows'
import { db } from '@/db'
import type { StateFigures } from '@/lib/state'

type Sums = Omit<StateFigures, 'span' | 'mostShared' | 'mostSelfInflicted' | 'oldestUnfixed'>

/** Computes the figures of a window by plain SQL over the raw rows, in another way than the site does. */
export async function figuresByHand({ unit, from, to }: Span): Promise<Sums & { ids: number[][] }> {
  const read = async <T extends Record<string, unknown>>(query: SQL): Promise<T[]> =>
    (await db().execute(query)).rows as T[]
  const within = (time: SQL): SQL =>
    from === null ? sql`true` : sql`(${time} at time zone 'UTC')::date between ${from}::date and ${to}::date`
  const born = sql`to_timestamp(r.epoch)`
  const cured = sql`to_timestamp(r.fixed_epoch)`
  const said = sql`c.created_at`
  const public_ = sql`bemoaning_ranks r where r.status = 'published'`
  const fixed = sql`${public_} and r.state = 'fixed' and ${within(cured)}`
  const comments = sql`comments c join bemoaning_ranks r on r.id = c.bemoaning_id where r.status = 'published' and c.deleted_at is null and c.removed_at is null and ${within(said)}`
  const at = (time: SQL) => sql`to_char(date_trunc(${unit}, ${time} at time zone 'UTC'), 'YYYY-MM-DD')`
  const hour = (time: SQL) => sql`extract(hour from ${time} at time zone 'UTC')::int`
  const days = sql`extract(day from to_timestamp(r.fixed_epoch) - to_timestamp(r.epoch))::int`
  const events = sql`
    select ${at(born)} as at, ${hour(born)} as hour, 'b' as what from ${public_} and ${within(born)}
    union all select ${at(said)}, ${hour(said)}, 'c' from ${comments}
    union all select ${at(cured)}, null, 'f' from ${fixed}`
  const counts = sql`count(*) filter (where what = 'b')::int as bemoanings, count(*) filter (where what = 'c')::int as comments`
  const course = await read<Sums['course'][number]>(sql`
    with e as (${events})
    select to_char(s.at, 'YYYY-MM-DD') as at, ${counts}, count(*) filter (where what = 'f')::int as fixes
      from generate_series(coalesce(${from}::timestamp, date_trunc('month', least((select min(at) from e)::timestamp, ${to}::timestamp))), ${to}::timestamp, ${`1 ${unit}`}::interval) as s(at)
      left join e on e.at = to_char(s.at, 'YYYY-MM-DD') group by s.at order by s.at`)
  const hours = await read<Sums['hours'][number]>(sql`
    with e as (${events}) select h as hour, ${counts} from generate_series(0, 23) h left join e on e.hour = h group by h order by h`)
  const fixDays = await read<Sums['fixDays'][number]>(
    sql`select ${days} as days, count(*)::int as fixes from ${fixed} group by 1 order by 1`,
  )
  const [middle] = await read<{ median: number | null }>(
    sql`select percentile_cont(0.5) within group (order by ${days}) as median from ${fixed}`,
  )
  const tagsOf = (rows: SQL) =>
    sql`select bt.tag_id, count(*)::int as n from (select r.id from ${rows}) x join bemoaning_tags bt on bt.bemoaning_id = x.id group by 1`
  const tags = await read<Sums['tags'][number]>(sql`
    select t.name, t.label, coalesce(b.n, 0) as bemoanings, coalesce(f.n, 0) as fixes from tags t
      left join (${tagsOf(sql`${public_} and ${within(born)}`)}) b on b.tag_id = t.id
      left join (${tagsOf(fixed)}) f on f.tag_id = t.id
     where b.n > 0 or f.n > 0 order by bemoanings desc, fixes desc, name collate "C"`)
  const list = async (where: SQL, order: SQL) =>
    (await read<{ id: number }>(sql`select r.id from ${public_} and ${where} order by ${order} limit 5`)).map(
      ({ id }) => id,
    )
  const total = (name: 'bemoanings' | 'comments' | 'fixes') =>
    course.reduce((sum, moment) => sum + moment[name], 0)
  return {
    bemoanings: total('bemoanings'),
    comments: total('comments'),
    fixes: total('fixes'),
    medianDays: middle?.median ?? null,
    course,
    hours,
    fixDays,
    tags,
    ids: [
      await list(sql`${within(born)} and r.points > 0`, sql`r.points desc, r.id desc`),
      await list(sql`${within(born)} and r.self_inflicted > r.bemoan`, sql`r.self_inflicted desc, r.id desc`),
      await list(sql`r.state <> 'fixed'`, sql`r.epoch, r.id`),
    ],
  }
}
