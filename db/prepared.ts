import { databaseError } from '@/core/database-error'
import type { Database } from '.'
import { db } from '.'

/** A query of drizzle's whose values are named (`sql.placeholder`), as `.prepare(name)` gives it. */
type Runnable<T> = { execute(values: Readonly<Record<string, unknown>>): Promise<T> }

/**
 * A query that each connection plans once. It is for what nearly every request asks and takes longer to plan than to run;
 * each connection keeps every such plan.
 * @param name no two have the same
 * @param make prepares it by the name it gets
 * @returns runs it with the values of its placeholders
 */
export function prepared<T>(
  name: string,
  make: (database: Database, name: string) => Runnable<T>,
): (values: Readonly<Record<string, unknown>>) => Promise<T> {
  let kept: { database: Database; query: Runnable<T> } | null = null
  return async (values) => {
    const database = db()
    if (kept?.database !== database) kept = { database, query: make(database, name) }
    try {
      return await kept.query.execute(values)
    } catch (error) {
      const found = databaseError(error)
      // A plan that a migration has outdated, or a connection that has forgotten it: for once without.
      if (found?.kind !== 'other' || (found.code !== '0A000' && found.code !== '26000')) throw error
      return make(database, '').execute(values)
    }
  }
}
