import { distance } from 'fastest-levenshtein'

/** No misspelled name is longer, and comparing takes longer the longer the words are. */
const longest = 200

/** Returns the known word that was probably meant; null if none is close. */
export function suggest(word: string, known: readonly string[]): string | null {
  if (word.length > longest) return null
  const most = word.length < 4 ? 1 : Math.max(2, Math.floor(word.length / 3))
  let best: { name: string; far: number } | null = null
  for (const name of known) {
    const far = distance(word.toLowerCase(), name.toLowerCase())
    if (far <= most && (!best || far < best.far)) best = { name, far }
  }
  return best?.name ?? null
}

/** Returns a question about the name that was probably meant, or an empty string. */
export const asMeant = (name: string | null): string => (name === null ? '' : ` Did you mean “${name}”?`)

/** Returns ` Did you mean “x”?` or an empty string. */
export const didYouMean = (word: string, known: readonly string[]): string => asMeant(suggest(word, known))
