/** What a failed statement tells us, found by code and constraint name. */
export type DatabaseError =
  | { kind: 'away'; code: string }
  | { kind: 'unique' | 'foreign-key' | 'check'; constraint: string }
  | { kind: 'read-only' | 'full' | 'timeout' | 'retry'; code: string }
  | { kind: 'other'; code: string | null }

const away =
  /^(CONNECT_TIMEOUT|ECONNREFUSED|ECONNRESET|ENOENT|EPIPE|EACCES|ETIMEDOUT|ENOTFOUND|08...|57P0[1-3]|53300)$/

const fields = (error: unknown): { code: string; constraint: string; message: string } | null => {
  // drizzle wraps the driver's error, sometimes more than once.
  for (let at = error; at instanceof Error; at = at.cause) {
    const { code, constraint } = at as Error & { code?: unknown; constraint?: unknown }
    if (typeof code === 'string')
      return { code, constraint: typeof constraint === 'string' ? constraint : '', message: at.message }
    // The pool's own words for a connection that never came about; it gives them no code.
    if (at.message.startsWith('timeout exceeded when trying to connect'))
      return { code: 'CONNECT_TIMEOUT', constraint: '', message: at.message }
    if (/^(Connection terminated|Client has encountered a connection error)/.test(at.message)) {
      return { code: 'ECONNRESET', constraint: '', message: at.message }
    }
  }
  return null
}

/**
 * Sorts a thrown error.
 * @param error whatever was caught
 * @returns null when it did not come from the database
 */
export function databaseError(error: unknown): DatabaseError | null {
  const found = fields(error)
  if (!found) return null
  const { code, constraint } = found
  if (away.test(code)) return { kind: 'away', code }
  if (code === '23505') return { kind: 'unique', constraint }
  if (code === '23503') return { kind: 'foreign-key', constraint }
  if (code === '23514') return { kind: 'check', constraint }
  if (code === '25006') return { kind: 'read-only', code }
  if (code === '53100') return { kind: 'full', code }
  if (code === '57014' || code === '55P03') return { kind: 'timeout', code }
  if (code === '40001' || code === '40P01') return { kind: 'retry', code }
  // A function was exchanged by a migration while the statement waited for it to end; nothing was done.
  if (code === 'XX000' && found.message.startsWith('cache lookup failed for function'))
    return { kind: 'retry', code }
  return { kind: 'other', code: /^[0-9A-Z]{5}$/.test(code) ? code : null }
}

/** Whether an error means that the database takes no writes, and why. */
export function readOnlyWhy(error: unknown): 'full' | 'read-only' | null {
  const kind = databaseError(error)?.kind
  return kind === 'full' || kind === 'read-only' ? kind : null
}

/** Whether a code of `away` says that no statement was begun: nobody listens, or it takes no more connections. */
export const neverReached = (code: string): boolean =>
  /^(CONNECT_TIMEOUT|ECONNREFUSED|ENOENT|EACCES|ENOTFOUND|57P03|53300)$/.test(code)

/** Whether an error means that the database cannot be asked just now. */
export const isAway = (error: unknown): boolean => databaseError(error)?.kind === 'away'
