import bidiFactory from 'bidi-js'

const bidi = bidiFactory()

/** Letters that are written from right to left: Hebrew, Arabic and their kin. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u

/** The directions of a line: its own, and the level of each UTF-16 unit (odd: from right to left). */
export type Directions = { base: number; levels: Uint8Array | null }

/** Returns the directions of a line by the Unicode Bidirectional Algorithm (UAX 9), its own by its first letter. */
export function directionsOf(line: string): Directions {
  if (!RIGHT_TO_LEFT.test(line)) return { base: 0, levels: null }
  const { levels, paragraphs } = bidi.getEmbeddingLevels(line)
  return { base: paragraphs[0]?.level ?? 0, levels }
}

/** Returns a neutral character as it looks from right to left: an opening bracket as a closing one. */
export const mirrored = (text: string): string => bidi.getMirroredCharacter(text) ?? text

/**
 * Orders parts of a line as they are drawn, from left to right (UAX 9, rule L2).
 * @param parts in the order in which they are read
 */
export function inVisualOrder<T extends { level: number }>(parts: readonly T[]): T[] {
  const ordered = [...parts]
  const highest = Math.max(0, ...parts.map(({ level }) => level))
  for (let level = highest; level > 0; level -= 1)
    for (let start = 0; start < ordered.length; start += 1) {
      let end = start
      while ((ordered[end]?.level ?? -1) >= level) end += 1
      if (end - start > 1) ordered.splice(start, end - start, ...ordered.slice(start, end).reverse())
      start = Math.max(start, end - 1)
    }
  return ordered
}
