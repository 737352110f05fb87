import { and, eq, type SQL, sql } from 'drizzle-orm'
import { context } from '@/core/context'
import { bemoaningTags } from '@/db'
import { beyond, type KeysetPosition, subquery } from '@/db/keyset'
import { isUnseen, seenLimits } from '@/lib/reader'

/**
 * Selects a page of bemoanings with any tag that the viewer follows: reads the newest of each tag by its index and
 * merges them, in each tag no further than the page reaches.
 */
export function followedIds(unseenBy: number | undefined, after: KeysetPosition | null, limit: number): SQL {
  const follows = context().viewer?.follows ?? []
  if (follows.length === 0) return sql`(select 0::bigint as id, 0::float8 as key where false)`
  const [id, key] = [sql`${bemoaningTags.bemoaningId}`, sql`${bemoaningTags.epoch}`]
  // A row appears once per followed tag, and seen rows are skipped.
  const most = 3 * limit + (unseenBy === undefined ? 0 : seenLimits.most)
  const ofTags = follows.map((tagId) =>
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
  return sql`(select m.id, m.key from (
      select distinct on (t.key, t.id) t.id, t.key from (${sql.join(ofTags, sql` union all `)}) as t order by t.key desc, t.id desc) as m
    where ${isUnseen(sql`m.id`, unseenBy) ?? sql`true`} order by m.key desc, m.id desc limit ${limit})`
}
