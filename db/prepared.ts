import { databaseError } from '@/core/database-error'
import type { Database } from '.'
import { db } from '.'

/** A drizzle query with named values (`sql.placeholder`), as returned by `.prepare(name)`. */
type Runnable<T> = { execute(values: Readonly<Record<string, unknown>>): Promise<T> }

/**
 * A query that each connection plans once. For queries that nearly every request makes and that take longer to plan
 * than to run; each connection keeps all such plans.
 * @param name unique
 * @param make prepares the query under the given name
 * @returns a function that runs it with the values of its placeholders
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
      // The plan is outdated by a migration, or the connection has lost it: run once without a plan.
      if (found?.kind !== 'other' || (found.code !== '0A000' && found.code !== '26000')) throw error
      return make(database, '').execute(values)
    }
  }
}
