import { and, type SQL, sql } from 'drizzle-orm'
import { bemoaningTags, tagChoices } from '@/db'
import type { Position } from '../cursor'
import { beyond, subquery } from './keyset'
import { isUnseen } from './unseen'

/** A page of what carries any of the tags that a user follows: the newest of each tag by its index, merged. */
export function followedIds(
  userId: number,
  unseenBy: number | undefined,
  after: Position | null,
  limit: number,
): SQL {
  const [id, key] = [sql`${bemoaningTags.bemoaningId}`, sql`${bemoaningTags.epoch}`]
  const where = and(
    sql`${bemoaningTags.tagId} = f.tag_id`,
    sql`${bemoaningTags.published}`,
    isUnseen(id, unseenBy),
    beyond(key, id, true, after),
  )
  const ofTag = subquery(
    sql`select ${id} as id, ${key} as key from ${bemoaningTags} where ${where}`,
    key,
    id,
    true,
    limit,
  )
  return sql`(select distinct t.key, t.id from ${tagChoices} f cross join lateral ${ofTag} as t
    where f.user_id = ${userId} and f.choice = 'follow' order by t.key desc, t.id desc limit ${limit})`
}
