import type { Database } from '.'
import { db } from '.'
import { isPlanFault, planName, plansAreNamed } from './plans'

/** A drizzle query with named values (`sql.placeholder`), as returned by `.prepare(name)`. */
type Runnable<T> = {
  execute(values: Readonly<Record<string, unknown>>): Promise<T>
  getQuery(): { sql: string }
}

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
  let kept: { database: Database; named: boolean; query: Runnable<T> } | null = null
  return async (values) => {
    const database = db()
    const named = plansAreNamed()
    if (kept?.database !== database || kept.named !== named) {
      const query = make(database, '')
      kept = { database, named, query: named ? make(database, planName(name, query.getQuery().sql)) : query }
    }
    try {
      return await kept.query.execute(values)
    } catch (error) {
      if (!isPlanFault(error)) throw error
      return make(database, '').execute(values)
    }
  }
}
