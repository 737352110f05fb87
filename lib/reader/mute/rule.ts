import { type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import { context, type Mutes, type Viewer } from '@/core/context'
import { hiddenPosts } from '@/lib/blog'

/** A user's mutes as SQL: parameters for a viewer, subqueries for a row. Null if there are none. */
export type MuteSets = { me: SQL; users: SQL | null; tags: SQL | null; pattern: SQL | null }

const escaped = (word: string): string =>
  word.replace(/[^\p{L}\p{N}\s]/gu, '\\$&').replace(/\s+/g, '[[:space:]]+')

/** Converts muted words to a Postgres regular expression: whole words, case-insensitive. */
export const patternOf = (words: readonly string[]): string =>
  `(^|[^[:alnum:]_])(${words.map(escaped).join('|')})($|[^[:alnum:]_])`

/** True if anything is muted. */
export const hasMutes = ({ users, tags, words }: Mutes): boolean =>
  users.length + tags.length + words.length > 0

/** Returns the mutes of a viewer as SQL. */
export const mutesOf = ({ id, mutes: { users, tags, words } }: Viewer): MuteSets => ({
  me: sql`${id}::bigint`,
  users: users.length > 0 ? sql`${sql.param([...users])}::bigint[]` : null,
  tags: tags.length > 0 ? sql`${sql.param([...tags])}::smallint[]` : null,
  pattern: words.length > 0 ? sql`${patternOf(words)}::text` : null,
})

/** Returns the mutes of the user in a column, for statements about many users. */
export const mutesOfRow = (user: SQL): MuteSets => ({
  me: user,
  users: sql`array(select m.muted_id from user_mutes m where m.user_id = ${user})`,
  tags: sql`array(select m.tag_id from tag_choices m where m.user_id = ${user} and m.choice = 'mute')`,
  pattern: sql`muted_pattern(${user})`,
})

const anyOf = (parts: readonly (SQL | null)[]): SQL | null => {
  const some = parts.filter((part) => part !== null)
  return some.length > 0 ? sql`(${sql.join(some, sql` or `)})` : null
}

/**
 * True for a muted bemoaning; null if nothing is muted. One's own is never muted, nor an anonymous one by its author:
 * its absence would reveal who wrote it. The rank has author and tags; only words are searched for in texts. Scalar
 * subqueries, because Postgres may hash an `exists` over the whole table for the few rows of a page.
 */
function mutedBemoaning(id: SQLWrapper, { me, users, tags, pattern }: MuteSets): SQL | null {
  const why = anyOf([
    users && sql`mr.author_id = any(${users}) and not mr.anonymous`,
    tags && sql`mr.tag_ids && ${tags}`,
    pattern &&
      sql`(
        select mb.body ~* ${pattern} or mb.details ~* ${pattern} or mb.ending ~* ${pattern}
        from bemoanings mb
        where mb.id = mr.id
      )`,
  ])
  return (
    why &&
    sql`(
      select mr.author_id is distinct from ${me} and ${why}
      from bemoaning_ranks mr
      where mr.id = ${id}
    ) is true`
  )
}

function mutedComment(id: SQLWrapper, { me, users, pattern }: MuteSets): SQL | null {
  const why = anyOf([users && sql`mc.author_id = any(${users})`, pattern && sql`mc.body ~* ${pattern}`])
  return (
    why &&
    sql`(select mc.author_id is distinct from ${me} and ${why} from comments mc where mc.id = ${id}) is true`
  )
}

const here = (): MuteSets | null => {
  const { viewer } = context()
  return viewer && hasMutes(viewer.mutes) ? mutesOf(viewer) : null
}

const not = (rule: SQL | null): SQL => (rule ? sql`not ${rule}` : sql`true`)

/** Matches bemoanings that this request's viewer has not muted; `true` if nothing is muted. */
export const isUnmuted = (id: SQLWrapper, sets: MuteSets | null = here()): SQL =>
  not(sets && mutedBemoaning(id, sets))

/** The same for a comment, on a bemoaning or a post. */
export const isUnmutedComment = (id: SQLWrapper, sets: MuteSets | null = here()): SQL =>
  not(sets && mutedComment(id, sets))

/** Matches rows whose post this request's viewer has not muted; true for rows without a post. */
export function isOnUnmutedPost(slug: SQLWrapper): SQL {
  const { viewer } = context()
  const hidden = viewer ? hiddenPosts(viewer.mutes) : []
  return hidden.length > 0 ? sql`(${slug} <> all(${sql.param(hidden)}::text[])) is not false` : sql`true`
}

/** True if this request's viewer has muted a user. */
export const isMutedUser = (id: SQLWrapper): SQL<boolean> => {
  const users = here()?.users
  return users ? sql<boolean>`coalesce(${id} = any(${users}), false)` : sql<boolean>`false`
}
