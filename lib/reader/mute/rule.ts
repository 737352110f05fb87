import { type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import { context, type Mutes, type Viewer } from '@/core/context'
import { hiddenPosts } from '@/lib/blog'

/** Somebody's mutes as SQL: of a viewer parameters, of a row what the tables say. Null where there are none. */
export type MuteSets = { me: SQL; users: SQL | null; tags: SQL | null; pattern: SQL | null }

const escaped = (word: string): string =>
  word.replace(/[^\p{L}\p{N}\s]/gu, '\\$&').replace(/\s+/g, '[[:space:]]+')

/** Muted words as a regular expression of Postgres: each whole, in any case, in any text. */
export const patternOf = (words: readonly string[]): string =>
  `(^|[^[:alnum:]_])(${words.map(escaped).join('|')})($|[^[:alnum:]_])`

/** Whether anything is muted at all. */
export const hasMutes = ({ users, tags, words }: Mutes): boolean =>
  users.length + tags.length + words.length > 0

/** The mutes of a viewer. */
export const mutesOf = ({ id, mutes: { users, tags, words } }: Viewer): MuteSets => ({
  me: sql`${id}::bigint`,
  users: users.length > 0 ? sql`${sql.param([...users])}::bigint[]` : null,
  tags: tags.length > 0 ? sql`${sql.param([...tags])}::smallint[]` : null,
  pattern: words.length > 0 ? sql`${patternOf(words)}::text` : null,
})

/** The mutes of the user that a column names, for what is written to many at once. */
export const mutesOfRow = (user: SQL): MuteSets => ({
  me: user,
  users: sql`array(select m.muted_id from user_mutes m where m.user_id = ${user})`,
  tags: sql`array(select m.tag_id from tag_choices m where m.user_id = ${user} and m.choice = 'mute')`,
  pattern: sql`(select '(^|[^[:alnum:]_])(' || string_agg(regexp_replace(regexp_replace(m.word, '[^[:alnum:][:space:]]', '\\\\\\&', 'g'), '[[:space:]]+', '[[:space:]]+', 'g'), '|') || ')($|[^[:alnum:]_])' from word_mutes m where m.user_id = ${user})`,
})

const anyOf = (parts: readonly (SQL | null)[]): SQL | null => {
  const some = parts.filter((part) => part !== null)
  return some.length > 0 ? sql`(${sql.join(some, sql` or `)})` : null
}

/**
 * Whether a bemoaning is muted; null when nothing is. Never one's own, and an anonymous one never by its author: who mutes
 * somebody would see what else is theirs. The rank has author and tags; only words are looked for in texts. Scalar subqueries, because Postgres may hash an `exists` over the whole table for
 * the few rows of a page.
 */
function mutedBemoaning(id: SQLWrapper, { me, users, tags, pattern }: MuteSets): SQL | null {
  const why = anyOf([
    users && sql`mr.author_id = any(${users}) and not mr.anonymous`,
    tags && sql`mr.tag_ids && ${tags}`,
    pattern &&
      sql`(select mb.body ~* ${pattern} or mb.details ~* ${pattern} or mb.ending ~* ${pattern} from bemoanings mb where mb.id = mr.id)`,
  ])
  return (
    why &&
    sql`(select mr.author_id is distinct from ${me} and ${why} from bemoaning_ranks mr where mr.id = ${id}) is true`
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

/** That the viewer of this request has not muted a bemoaning; `true` where nothing is muted. */
export const isUnmuted = (id: SQLWrapper, sets: MuteSets | null = here()): SQL =>
  not(sets && mutedBemoaning(id, sets))

/** The same of a comment, whatever it hangs on. */
export const isUnmutedComment = (id: SQLWrapper, sets: MuteSets | null = here()): SQL =>
  not(sets && mutedComment(id, sets))

/** That the viewer of this request has not muted the post with this slug; true of what is no post's. */
export function isOnUnmutedPost(slug: SQLWrapper): SQL {
  const { viewer } = context()
  const hidden = viewer ? hiddenPosts(viewer.mutes) : []
  return hidden.length > 0 ? sql`(${slug} <> all(${sql.param(hidden)}::text[])) is not false` : sql`true`
}

/** Whether the viewer of this request has muted somebody. */
export const isMutedUser = (id: SQLWrapper): SQL<boolean> => {
  const users = here()?.users
  return users ? sql<boolean>`coalesce(${id} = any(${users}), false)` : sql<boolean>`false`
}
