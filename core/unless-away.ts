import { isAway } from './database-error'

/** What a query says, or null while the database cannot be asked: for parts of a page that reads without them. */
export async function unlessAway<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work
  } catch (error) {
    if (isAway(error)) return null
    throw error
  }
}
