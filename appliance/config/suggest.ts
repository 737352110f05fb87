import { distance } from 'fastest-levenshtein'

/** Nobody misspells a name into more; and telling them apart takes the longer, the longer they are. */
const longest = 200

/** The one of the known words that somebody probably meant; null when none is near. */
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

/** What is asked about a name that was probably meant; nothing where there is none. */
export const asMeant = (name: string | null): string => (name === null ? '' : ` Did you mean “${name}”?`)

/** ` Did you mean "x"?`, or nothing. */
export const didYouMean = (word: string, known: readonly string[]): string => asMeant(suggest(word, known))
