import { type SQL, type SQLWrapper, sql } from 'drizzle-orm'

/**
 * True if an act of the log can still be undone. Scalar subqueries, because Postgres may hash an `exists` over the
 * whole table for the few rows of a page.
 * @param id the column with the row's id
 */
export const isUndoable = (id: SQLWrapper): SQL<boolean> =>
  sql`((select d.moderation_id from decisions d where d.moderation_id = ${id} limit 1) is not null
   and (select x.id from moderations x where x.undoes = ${id} limit 1) is null)`
