const escaped = (word: string): string =>
  word
    .replace(/[^\p{L}\p{N}\s]/gu, (sign) => (/[\^$\\.*+?()[\]{}|/]/.test(sign) ? `\\${sign}` : sign))
    .replace(/\s+/g, '\\s+')

/**
 * Returns a case-insensitive regular expression that matches any muted word as a whole word, like `patternOf` for
 * Postgres. Null without words.
 */
export const expressionOf = (words: readonly string[]): RegExp | null =>
  words.length === 0
    ? null
    : new RegExp(`(?:^|[^\\p{L}\\p{N}_])(?:${words.map(escaped).join('|')})(?:$|[^\\p{L}\\p{N}_])`, 'iu')
