/** A piece of a text; hits are what was looked for. */
export type Piece = { text: string; hit: boolean }

/** Around hits in what the database returns. No text contains them: they are refused at the door. */
export const [opens, closes] = ['\u0002', '\u0003']

/** How names that the database reads as one word of letters look in a text. */
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

/** Splits a text that carries marks into its pieces. */
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
 * The pieces of a text that the database marked, with the names of languages marked as well.
 * @param q what was looked for
 */
export function highlight(marked: string, q: string): Piece[] {
  const looks = names.filter(([asked]) => asked.test(q)).map(([, form]) => form)
  return pieces(marked).flatMap((piece) => {
    if (piece.hit || looks.length === 0) return [piece]
    return pieces(looks.reduce((text, form) => text.replace(form, `${opens}$&${closes}`), piece.text))
  })
}
