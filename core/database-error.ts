/** The cause of a failed statement, found by error code and constraint name. */
export type DatabaseError =
  | { kind: 'away'; code: string }
  | { kind: 'unique' | 'foreign-key' | 'check'; constraint: string }
  | { kind: 'read-only' | 'full' | 'timeout' | 'retry'; code: string }
  | { kind: 'other'; code: string | null }

const away =
  /^(CONNECT_TIMEOUT|ECONNREFUSED|ECONNRESET|ENOENT|EPIPE|EACCES|ETIMEDOUT|ENOTFOUND|08...|57P0[1-3]|53300)$/

type Fields = { code: string; constraint: string; message: string; isFatal?: boolean }

const fields = (error: unknown): Fields | null => {
  // drizzle wraps the driver's error, sometimes more than once.
  for (let at = error; at instanceof Error; at = at.cause) {
    const { code, constraint, severity } = at as Error & Record<'code' | 'constraint' | 'severity', unknown>
    if (typeof code === 'string')
      return {
        code,
        constraint: typeof constraint === 'string' ? constraint : '',
        message: at.message,
        isFatal: severity === 'FATAL',
      }
    // Messages of the pool for a connection that was never established; they have no code.
    if (at.message.startsWith('timeout exceeded when trying to connect'))
      return { code: 'CONNECT_TIMEOUT', constraint: '', message: at.message }
    if (/^(Connection terminated|Client has encountered a connection error)/.test(at.message)) {
      return { code: 'ECONNRESET', constraint: '', message: at.message }
    }
  }
  return null
}

/**
 * Classifies a thrown error.
 * @param error any caught value
 * @returns null if it did not come from the database
 */
export function databaseError(error: unknown): DatabaseError | null {
  const found = fields(error)
  if (!found) return null
  const { code, constraint } = found
  if (away.test(code)) return { kind: 'away', code }
  // The operator has closed this database for a while (allow_connections). Statements have this code for other reasons.
  if (code === '55000' && found.isFatal) return { kind: 'away', code: '57P03' }
  if (code === '23505') return { kind: 'unique', constraint }
  if (code === '23503') return { kind: 'foreign-key', constraint }
  if (code === '23514') return { kind: 'check', constraint }
  if (code === '25006') return { kind: 'read-only', code }
  if (code === '53100') return { kind: 'full', code }
  if (code === '57014' || code === '55P03') return { kind: 'timeout', code }
  if (code === '40001' || code === '40P01') return { kind: 'retry', code }
  // A migration replaced a function while the statement waited for it to finish; nothing was done.
  if (code === 'XX000' && found.message.startsWith('cache lookup failed for function'))
    return { kind: 'retry', code }
  return { kind: 'other', code: /^[0-9A-Z]{5}$/.test(code) ? code : null }
}

/** Returns why the database accepts no writes, or null for any other error. */
export function readOnlyWhy(error: unknown): 'full' | 'read-only' | null {
  const kind = databaseError(error)?.kind
  return kind === 'full' || kind === 'read-only' ? kind : null
}

/** True for codes of `away` that mean no statement was started: nothing listens, or it accepts no more connections. */
export const neverReached = (code: string): boolean =>
  /^(CONNECT_TIMEOUT|ECONNREFUSED|ENOENT|EACCES|ENOTFOUND|57P03|53300)$/.test(code)

/** True if the error means that the database is unreachable. */
export const isAway = (error: unknown): boolean => databaseError(error)?.kind === 'away'
