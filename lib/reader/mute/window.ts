import { type SQL, sql } from 'drizzle-orm'
import { context } from '@/core/context'
import { hasMutes, isUnmuted } from './rule'

/** Whether what is muted has to be left out for the viewer of this request. */
export const isFiltering = (): boolean => {
  const { viewer } = context()
  return viewer !== null && hasMutes(viewer.mutes)
}

/**
 * The first of some candidates that the viewer has not muted. So many candidates are looked at and no more: who mutes nearly
 * everything gets short pages, and costs no more than others.
 * @param candidates a subquery of `id` and `key` of at most that many rows
 */
export function unmutedOf(candidates: SQL, descending: boolean, limit: number): SQL {
  const way = sql.raw(descending ? 'desc' : 'asc')
  return sql`(select c.id, c.key from ${candidates} as c where ${isUnmuted(sql`c.id`)} order by c.key ${way}, c.id ${way} limit ${limit})`
}
