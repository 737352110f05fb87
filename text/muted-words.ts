const escaped = (word: string): string =>
  word
    .replace(/[^\p{L}\p{N}\s]/gu, (sign) => (/[\^$\\.*+?()[\]{}|/]/.test(sign) ? `\\${sign}` : sign))
    .replace(/\s+/g, '\\s+')

/** Muted words as an expression: each whole, in any case, as `patternOf` has it for Postgres. Null without words. */
export const expressionOf = (words: readonly string[]): RegExp | null =>
  words.length === 0
    ? null
    : new RegExp(`(?:^|[^\\p{L}\\p{N}_])(?:${words.map(escaped).join('|')})(?:$|[^\\p{L}\\p{N}_])`, 'iu')
