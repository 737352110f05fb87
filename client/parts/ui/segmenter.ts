// Firefox has had Intl.Segmenter only since April 2024, and text/graphemes.ts creates one on load. Without it this
// replaces it: an approximate count of characters instead of no script at all. Entry points import it before everything
// else.
const CLUSTER =
  /\r\n|\p{Regional_Indicator}{2}|\P{M}(?:[\p{M}\p{Emoji_Modifier}]|\u200d\p{Extended_Pictographic})*|\p{M}/gu

/** A replacement for `Intl.Segmenter` by graphemes, limited to this site's use of it. */
export class RoughSegmenter {
  segment(text: string) {
    const pieces = (text.match(CLUSTER) ?? []).map((segment) => ({ segment }))
    return Object.assign(pieces, { containing: () => pieces[0] })
  }
}

if (!('Segmenter' in Intl)) Object.assign(Intl, { Segmenter: RoughSegmenter })
