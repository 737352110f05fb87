import { isAway } from './database-error'

/** Returns the result of a query, or null while the database is unreachable: for optional parts of a page. */
export async function unlessAway<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work
  } catch (error) {
    if (isAway(error)) return null
    throw error
  }
}
