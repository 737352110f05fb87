import { type Column, type Placeholder, type SQL, sql } from 'drizzle-orm'

/** Where a page ended; either value may be a placeholder in a prepared statement. */
export type KeysetPosition = { key: number | Placeholder; id: number | Placeholder }

/** Returns the condition for rows after a position in a list ordered by a column, then by id. */
export const beyond = (
  column: SQL,
  id: Column | SQL,
  descending: boolean,
  after: KeysetPosition | null,
): SQL | undefined => {
  if (!after) return undefined
  const sign = sql.raw(descending ? '<' : '>')
  return sql`(${column}, ${id}) ${sign} (${after.key}::float8, ${after.id}::bigint)`
}

/** Returns the first rows of a select in that order, as a subquery. */
export const subquery = (
  select: SQL,
  column: SQL,
  id: SQL,
  descending: boolean,
  limit: number | SQL,
): SQL => {
  const way = sql.raw(descending ? 'desc' : 'asc')
  return sql`(${select} order by ${column} ${way}, ${id} ${way} limit ${limit})`
}
