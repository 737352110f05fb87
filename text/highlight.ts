/** A piece of a text; `hit` if it matches the search. */
export type Piece = { text: string; hit: boolean }

/** Delimiters around hits in results from the database. No text contains them: input validation rejects them. */
export const [opens, closes] = ['\u0002', '\u0003']

/** How to find names in a text that the database indexes as a different word. */
const names: readonly (readonly [asked: RegExp, looks: RegExp])[] = [
  [/(^|[\s("-])c\+\+/i, /(?<![\p{L}\p{N}])c\+\+/giu],
  [/(^|[\s("-])c#/i, /(?<![\p{L}\p{N}])c#/giu],
  [/(^|[\s("-])f#/i, /(?<![\p{L}\p{N}])f#/giu],
  [/\.net\b/i, /\.net(?![\p{L}\p{N}])/giu],
  [/\bnode\.js\b/i, /\bnode\.js\b/gi],
  [/(^|\s)c(\s|$)/i, /(?<![\p{L}\p{N}.'’/&-])C(?![\p{L}\p{N}+#'’&])/gu],
  [/(^|\s)r(\s|$)/i, /(?<![\p{L}\p{N}.'’/&-])R(?![\p{L}\p{N}'’&.])/gu],
  [/^go$|(^|\s)Go(\s|$)/, /(?<![\p{L}\p{N}])Go(?![\p{L}\p{N}-])/gu],
]

/** Splits a marked text into its pieces. */
export function pieces(marked: string): Piece[] {
  const found: Piece[] = []
  for (const part of marked.split(opens)) {
    const [hit, rest] = part.includes(closes) ? part.split(closes) : ['', part]
    if (hit) found.push({ text: hit, hit: true })
    if (rest) found.push({ text: rest, hit: false })
  }
  return found
}

/**
 * Splits a text marked by the database into pieces, and marks names of languages too.
 * @param q the search query
 */
export function highlight(marked: string, q: string): Piece[] {
  const looks = names.filter(([asked]) => asked.test(q)).map(([, form]) => form)
  return pieces(marked).flatMap((piece) => {
    if (piece.hit || looks.length === 0) return [piece]
    return pieces(looks.reduce((text, form) => text.replace(form, `${opens}$&${closes}`), piece.text))
  })
}
