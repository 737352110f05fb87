import { and, eq, type SQL, sql } from 'drizzle-orm'
import { context } from '@/core/context'
import { bemoaningTags, ranks } from '@/db'
import { beyond, type KeysetPosition, subquery } from '@/db/keyset'
import { isUnseen, seenLimits } from '@/lib/reader'
import { isPublished } from './select'

const newest = (id: SQL, key: SQL): SQL => sql`order by ${key} desc, ${id} desc`

/** Selects the newest of each tag, no further than the page reaches. */
function ofTags(tagIds: readonly number[], most: number, after: KeysetPosition | null): SQL[] {
  const [id, key] = [sql`${bemoaningTags.bemoaningId}`, sql`${bemoaningTags.epoch}`]
  return tagIds.map((tagId) =>
    subquery(
      sql`
        select ${id} as id, ${key} as key
        from ${bemoaningTags}
        where ${and(eq(bemoaningTags.tagId, tagId), sql`${bemoaningTags.published}`, beyond(key, id, true, after))}`,
      key,
      id,
      true,
      most,
    ),
  )
}

/**
 * Selects the newest that each person posted under their name. If each has only their newest on the page, the oldest of these
 * ends it: older ones are not read, however much somebody writes.
 */
function ofPeople(
  people: readonly number[],
  unseenBy: number | undefined,
  limit: number,
  after: KeysetPosition | null,
): SQL {
  const [id, key] = [sql`${ranks.id}`, sql`${ranks.epoch}`]
  const where = and(
    sql`${ranks.authorId} = f.id`,
    isPublished,
    sql`not ${ranks.anonymous}`,
    isUnseen(ranks.id, unseenBy),
    beyond(key, id, true, after),
  )
  const each = sql`unnest(${sql.param([...people])}::bigint[]) as f(id)`
  return sql`(
    with cut as materialized (
      select coalesce((
        select n.key
        from ${each}
        cross join lateral (select ${key} as key from ${ranks} where ${where} ${newest(id, key)} limit 1) as n
        order by n.key desc
        offset ${limit - 1}
        limit 1
      ), '-infinity'::float8) as key
    )
    select n.id, n.key
    from ${each}
    cross join lateral (
      select ${id} as id, ${key} as key
      from ${ranks}
      where ${where} and ${key} >= (select cut.key from cut)
      ${newest(id, key)}
      limit ${limit}
    ) as n
  )`
}

/**
 * Selects a page of bemoanings with any tag, or by any person, that the viewer follows: reads the newest of each by its index
 * and merges them.
 */
export function followedIds(unseenBy: number | undefined, after: KeysetPosition | null, limit: number): SQL {
  const { follows = [], followedUsers = [] } = context().viewer ?? {}
  if (follows.length + followedUsers.length === 0)
    return sql`(select 0::bigint as id, 0::float8 as key where false)`
  // A row appears once per followed tag, and seen rows are skipped.
  const most = 3 * limit + (unseenBy === undefined ? 0 : seenLimits.most)
  const all = [
    ...ofTags(follows, most, after),
    ...(followedUsers.length > 0 ? [ofPeople(followedUsers, unseenBy, limit, after)] : []),
  ]
  return sql`(select m.id, m.key from (
      select distinct on (t.key, t.id) t.id, t.key from (${sql.join(all, sql` union all `)}) as t order by t.key desc, t.id desc) as m
    where ${isUnseen(sql`m.id`, unseenBy) ?? sql`true`} order by m.key desc, m.id desc limit ${limit})`
}
