/** What was kept in this browser under a name; null when nothing was, or nothing may be. */
export function recall<T>(key: string, where: 'local' | 'session' = 'local'): T | null {
  try {
    return JSON.parse(storage(where).getItem(key) ?? 'null')
  } catch {
    return null
  }
}

/**
 * Keeps something in this browser.
 * @param value null forgets it
 * @returns whether it is kept: storage may be full or forbidden
 */
export function keep(key: string, value: unknown, where: 'local' | 'session' = 'local'): boolean {
  try {
    if (value === null) storage(where).removeItem(key)
    else storage(where).setItem(key, JSON.stringify(value))
    return true
  } catch {
    return false
  }
}

/** Names under which something is kept, that begin so. */
export function keptNames(start: string): string[] {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(start))
  } catch {
    return []
  }
}

// Even naming the storage throws where cookies are refused.
const storage = (where: 'local' | 'session'): Storage => (where === 'local' ? localStorage : sessionStorage)
