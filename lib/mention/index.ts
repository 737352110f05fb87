import { sql } from 'drizzle-orm'
import { type Connection, db } from '@/db'
import { renderLinked, renderMarkdown } from '@/text/markdown'
import { namesIn } from '@/text/mentions'

/** A text as HTML, and the users it names, in their order. */
export type LinkedText = { html: string; mentioned: number[] }

/** Returns the ids of users by their present or earlier handles. */
async function usersBy(connection: Connection, handles: readonly string[]): Promise<Map<string, number>> {
  if (handles.length === 0) return new Map()
  const { rows } = await connection.execute<{ handle: string; id: number }>(sql`
    select h.handle, coalesce(u.id, o.user_id)::float8 as id from unnest(${sql.param([...handles])}::text[]) h(handle)
      left join users u on u.handle = h.handle left join old_handles o on o.handle = h.handle
     where coalesce(u.id, o.user_id) is not null`)
  return new Map(rows.map(({ handle, id }) => [handle, id]))
}

/** Returns those of the given ids whose bemoanings are published: a link to another one would reveal that it exists. */
async function published(connection: Connection, ids: readonly number[]): Promise<Set<number>> {
  if (ids.length === 0) return new Set()
  const { rows } = await connection.execute<{ id: number }>(
    sql`select id::float8 as id from bemoaning_ranks where id = any(${sql.param([...ids])}::bigint[]) and status = 'published'`,
  )
  return new Set(rows.map(({ id }) => id))
}

/**
 * Renders Markdown with links for each `@handle` and `#1024` that exists now.
 * @param connection the transaction that stores it, if any
 */
export async function renderText(source: string, connection: Connection = db()): Promise<LinkedText> {
  const { handles, ids } = namesIn(source)
  if (handles.length + ids.length === 0) return { html: renderMarkdown(source), mentioned: [] }
  const users = await usersBy(connection, handles)
  const names = { handles: new Set(users.keys()), ids: await published(connection, ids) }
  const { html, named } = renderLinked(source, names)
  return { html, mentioned: [...new Set(named.flatMap((handle) => users.get(handle) ?? []))] }
}

/** Renders optional details. */
export const renderDetails = async (
  details: string | null,
  connection?: Connection,
): Promise<string | null> => (details === null ? null : (await renderText(details, connection)).html)
