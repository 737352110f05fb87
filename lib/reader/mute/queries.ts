import { sql } from 'drizzle-orm'
import type { Viewer } from '@/core/context'
import { db } from '@/db'
import { hasMutes, mutesOf } from './rule'

/** Everything that a user follows and has muted, by name. */
export type Choices = {
  follows: string[]
  people: string[]
  tags: string[]
  users: string[]
  words: string[]
}

/** Returns what the viewer follows and has muted, in one statement. */
export async function findChoices({ id, mutes }: Pick<Viewer, 'id' | 'mutes'>): Promise<Choices> {
  const chosen = (choice: string) =>
    sql`to_json(array(select t.name from tag_choices c join tags t on t.id = c.tag_id where c.user_id = ${id} and c.choice = ${choice}::tag_choice order by t.name))`
  const { rows } = await db().execute<Omit<Choices, 'words'>>(sql`
    select ${chosen('follow')} as follows,
           to_json(array(select u.handle from user_follows f join users u on u.id = f.followed_id where f.user_id = ${id} order by u.handle)) as people,
           ${chosen('mute')} as tags,
           to_json(array(select u.handle from user_mutes m join users u on u.id = m.muted_id where m.user_id = ${id} order by u.handle)) as users`)
  const found = rows[0] ?? { follows: [], people: [], tags: [], users: [] }
  return { ...found, words: [...mutes.words].sort() }
}

/** Returns which mutes hide a published bemoaning from a viewer; null if none does. */
export async function findMuted(id: number, viewer: Viewer): Promise<string[] | null> {
  if (!hasMutes(viewer.mutes)) return null
  const { users, tags, pattern } = mutesOf(viewer)
  const { rows } = await db().execute<{ author: string | null; tags: string[]; words: boolean }>(sql`
    select case when not b.anonymous and ${users ? sql`b.author_id = any(${users})` : sql`false`} then u.handle end as author,
           to_json(array(select t.name from bemoaning_tags bt join tags t on t.id = bt.tag_id
                          where bt.bemoaning_id = b.id and ${tags ? sql`t.id = any(${tags})` : sql`false`} order by t.name)) as tags,
           coalesce(${pattern ? sql`concat_ws(' ', b.body, b.details, b.ending) ~* ${pattern}` : sql`false`}, false) as words
      from bemoanings b join bemoaning_ranks r on r.id = b.id left join users u on u.id = b.author_id
     where b.id = ${id} and r.status = 'published' and b.author_id is distinct from ${viewer.id}`)
  const [row] = rows
  if (!row) return null
  const why = [
    ...(row.author ? [row.author] : []),
    ...row.tags,
    ...(row.words ? ['a word that you muted'] : []),
  ]
  return why.length > 0 ? why : null
}
