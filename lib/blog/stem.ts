/**
 * Returns a word without its ending, so that "listings" finds "listing": plural, -ing, -ed. Deliberately rough: both
 * sides are stemmed alike, and words that it wrongly joins share their beginning.
 */
export function stem(word: string): string {
  const lower = word.toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '')
  if (lower.length < 4 || /\d/.test(lower)) return lower
  const bare = lower
    .replace(/(?:sses)$/, 'ss')
    .replace(/ies$/, 'y')
    .replace(/(?<=[^su])s$/, '')
  const cut = /^(.{3,}?)(?:ing|ed)$/.exec(bare)?.[1]
  // `cutting` and `cut`, `named` and `name`.
  return (cut && /[aeiouy]/.test(cut) ? cut.replace(/([bdfgmnprt])\1$/, '$1') : bare).replace(/e$/, '')
}
