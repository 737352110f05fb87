import { type SQL, sql } from 'drizzle-orm'
import { context } from '@/core/context'
import { hasMutes, isUnmuted } from './rule'

/** True if muted items must be filtered out for this request's viewer. */
export const isFiltering = (): boolean => {
  const { viewer } = context()
  return viewer !== null && hasMutes(viewer.mutes)
}

/**
 * Selects the first candidates that the viewer has not muted. The number of candidates is bounded, so that a viewer who
 * mutes nearly everything gets short pages at the same cost.
 * @param candidates a subquery of `id` and `key` of at most that many rows
 */
export function unmutedOf(candidates: SQL, descending: boolean, limit: number): SQL {
  const way = sql.raw(descending ? 'desc' : 'asc')
  return sql`(
    select c.id, c.key
    from ${candidates} as c
    where ${isUnmuted(sql`c.id`)}
    order by c.key ${way}, c.id ${way}
    limit ${limit}
  )`
}
