/** An error of Postgres as the driver throws it. */
type Refusal = Error & { code: string; severity: string; hint?: string }

const isRefusal = (error: Error): error is Refusal => {
  const { code, severity } = error as Partial<Refusal>
  return typeof code === 'string' && typeof severity === 'string'
}

/**
 * Returns Postgres' own reason for a failure: message, code and hint. drizzle puts the error that has them into `cause`.
 * The detail is left out, because it quotes values of rows.
 * @param error any caught value
 * @returns null if the error did not come from Postgres
 */
export function databaseReason(error: unknown): string | null {
  for (let at = error; at instanceof Error; at = at.cause)
    if (isRefusal(at)) return `${at.message} (${at.code})${at.hint ? `. Hint: ${at.hint}` : ''}`
  return null
}

/**
 * Returns a failure as a sentence for the operator. The message of a failed query would be the statement with its values,
 * so Postgres' reason takes its place.
 * @param error any caught value
 */
export function operatorSentence(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const bare = isRefusal(error) || error.message.startsWith('Failed query')
  return (bare && databaseReason(error)) || error.message
}
