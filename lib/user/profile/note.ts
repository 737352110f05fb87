import { readOnlyWhy } from '@/core/database-error'
import { readOnly } from '@/core/read-only'

/** Does what is only noted beside something else: while nothing can be written, that goes on without. */
export async function unlessReadOnly<T>(note: () => Promise<T>): Promise<T | null> {
  if (readOnly()) return null
  try {
    return await note()
  } catch (error) {
    if (readOnlyWhy(error)) return null
    throw error
  }
}
