// Firefox has Intl.Segmenter since April 2024 only, and text/graphemes.ts makes one when it is loaded. This stands in
// for it there: a close count of characters instead of no script at all. The entries import it before everything else.
const CLUSTER =
  /\r\n|\p{Regional_Indicator}{2}|\P{M}(?:[\p{M}\p{Emoji_Modifier}]|\u200d\p{Extended_Pictographic})*|\p{M}/gu

/** A stand-in for `Intl.Segmenter` by graphemes, as far as this site uses one. */
export class RoughSegmenter {
  segment(text: string) {
    const pieces = (text.match(CLUSTER) ?? []).map((segment) => ({ segment }))
    return Object.assign(pieces, { containing: () => pieces[0] })
  }
}

if (!('Segmenter' in Intl)) Object.assign(Intl, { Segmenter: RoughSegmenter })
