/** Splits a tag's name and aliases into words. */
const wordsOf = (names: string): string[] =>
  names
    .toLowerCase()
    .split(/[\s,/-]+/)
    .filter(Boolean)

/**
 * Rates how well a tag's names match the input: 3 a whole name, 2 prefixes of words, 1 parts of words, 0 not at all.
 */
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
 * Returns the tags that match the input, best first, otherwise in their own order. If a name or prefix matches, tags
 * that only contain the input are left out.
 * @param names all names of each tag
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

/** How many tags a text suggests at most. */
const mostSuggested = 6

/** Words of labels that say nothing about a text. */
const joining = new Set(['and', 'or', 'of', 'the', 'on', 'for', 'in'])

const singular = (word: string): string => (word.length > 3 ? word.replace(/s$/, '') : word)

/**
 * Returns the tags that a text mentions, those mentioned by most of their names first. Names of one or two letters, such
 * as C, Go and AI, count only if they are capitalised: "go" is a verb.
 * @param names all names of each tag
 * @returns positions in `names`
 */
export function suggestTags(text: string, names: readonly string[]): number[] {
  const written = text.split(/[^\p{L}\p{N}+#.-]+/u).map((word) => word.replace(/^[.-]+|[.-]+$/g, ''))
  const words = new Set(
    written
      .filter((word) => word.length > 2 || word !== word.toLowerCase())
      .map((word) => singular(word.toLowerCase())),
  )
  return names
    .map((all, at) => ({
      at,
      hits: all.split(/\s+/).filter((name) => !joining.has(name) && words.has(singular(name))).length,
    }))
    .filter(({ hits }) => hits > 0)
    .sort((a, b) => b.hits - a.hits || a.at - b.at)
    .slice(0, mostSuggested)
    .map(({ at }) => at)
}
