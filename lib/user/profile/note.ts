import { readOnlyWhy } from '@/core/database-error'
import { readOnly } from '@/core/read-only'

/** Runs an optional write, such as a last use; skipped while the site is read-only. */
export async function unlessReadOnly<T>(note: () => Promise<T>): Promise<T | null> {
  if (readOnly()) return null
  try {
    return await note()
  } catch (error) {
    if (readOnlyWhy(error)) return null
    throw error
  }
}
