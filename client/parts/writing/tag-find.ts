/** Words of a tag's names: what it is called, and what else people call it. */
const wordsOf = (names: string): string[] =>
  names
    .toLowerCase()
    .split(/[\s,/-]+/)
    .filter(Boolean)

/** How well a tag's names answer what was typed: 3 a whole name, 2 beginnings of words, 1 parts of words, 0 not at all. */
export function fit(typed: string, names: string): number {
  const wanted = typed.trim().toLowerCase()
  if (
    names
      .toLowerCase()
      .split(/[\s,]+/)
      .includes(wanted)
  )
    return 3
  const words = wordsOf(names)
  const terms = wordsOf(wanted)
  if (terms.length === 0) return 1
  if (terms.every((term) => words.some((word) => word.startsWith(term)))) return 2
  return terms.every((term) => names.toLowerCase().includes(term)) ? 1 : 0
}

/**
 * The tags that answer what was typed, best first, in their own order among equals. Where words begin so, those that
 * only contain it somewhere are left out.
 * @param names for each tag all its names
 * @returns positions in `names`
 */
export function findTags(typed: string, names: readonly string[]): number[] {
  const found = names.map((name, at) => ({ at, fit: fit(typed, name) })).filter((one) => one.fit > 0)
  const best = Math.max(0, ...found.map((one) => one.fit))
  return found
    .filter((one) => best < 2 || one.fit > 1)
    .sort((a, b) => b.fit - a.fit || a.at - b.at)
    .map(({ at }) => at)
}
