import { type Column, type Placeholder, type SQL, sql } from 'drizzle-orm'

/** Where a page ended; either may be left open in a statement that is made once for many. */
export type KeysetPosition = { key: number | Placeholder; id: number | Placeholder }

/** What comes after a place in a list that is ordered by a column, then by id. */
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

/** The first rows of a select in that order, as a subquery. */
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
