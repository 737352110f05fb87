import { type Column, type SQL, sql } from 'drizzle-orm'
import type { Position } from '../cursor'

/** What comes after a place in a list that is ordered by a column, then by id. */
export const beyond = (
  column: SQL,
  id: Column | SQL,
  descending: boolean,
  after: Position | null,
): SQL | undefined => {
  if (!after) return undefined
  const sign = sql.raw(descending ? '<' : '>')
  return sql`(${column}, ${id}) ${sign} (${after.key}::float8, ${after.id}::bigint)`
}

/** The first rows of a select in that order, as a subquery. */
export const subquery = (select: SQL, column: SQL, id: SQL, descending: boolean, limit: number): SQL => {
  const way = sql.raw(descending ? 'desc' : 'asc')
  return sql`(${select} order by ${column} ${way}, ${id} ${way} limit ${limit})`
}
