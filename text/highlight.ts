import { tokensOf } from './tokens'

/** A piece of a text; `hit` if it matches the search. */
export type Piece = { text: string; hit: boolean }

/** Delimiters around hits in results from the database. No text contains them: input validation rejects them. */
export const [opens, closes] = ['\u0002', '\u0003']

/** A part of a text: UTF-16 code units, `to` exclusive. */
type Span = { from: number; to: number }

/** Returns a text in pieces: the spans, which may overlap or touch, and what is between them. @param spans sorted */
export function piecesOf(text: string, spans: readonly Span[]): Piece[] {
  const hits: Span[] = []
  for (const { from, to } of spans) {
    const last = hits.at(-1)
    if (last && from <= last.to) last.to = Math.max(last.to, to)
    else hits.push({ from, to })
  }
  const pieces: Piece[] = []
  let at = 0
  for (const { from, to } of hits) {
    if (from > at) pieces.push({ text: text.slice(at, from), hit: false })
    pieces.push({ text: text.slice(from, to), hit: true })
    at = to
  }
  if (at < text.length) pieces.push({ text: text.slice(at), hit: false })
  return pieces
}

/**
 * Splits a text into pieces, with the words marked that the database marked.
 * @param marked the text's words as search_tokens gives them, some of them between `opens` and `closes`
 */
export function highlight(text: string, marked: string): Piece[] {
  return piecesOf(text, hitsIn(text, marked))
}

function hitsIn(text: string, marked: string): Span[] {
  const words = marked.split(' ')
  const tokens = tokensOf(text)
  return tokens.filter((_, at) => words[at]?.includes(opens))
}

/**
 * Returns the same for an excerpt: whole words around the first hit, as written, with dots where something is left out.
 * @param most length in characters, about
 */
export function excerpt(text: string, marked: string, most: number): Piece[] {
  const hits = hitsIn(text, marked)
  if (text.length <= most) return piecesOf(text, hits)
  const from = startOfWord(text, Math.max(0, Math.min((hits[0]?.from ?? 0) - most / 3, text.length - most)))
  const to = endOfWord(text, Math.min(text.length, from + most))
  const within = hits.filter((hit) => hit.from >= from && hit.to <= to)
  const shown = piecesOf(
    text.slice(from, to),
    within.map((hit) => ({ from: hit.from - from, to: hit.to - from })),
  )
  const dots = { text: '…', hit: false }
  return [...(from > 0 ? [dots] : []), ...shown, ...(to < text.length ? [dots] : [])]
}

/** How far a cut may move to the next space; scripts without spaces are cut where it is. */
const reach = 30

function startOfWord(text: string, at: number): number {
  const place = Math.floor(at)
  if (place === 0) return 0
  const space = text.slice(place, place + reach).search(/\s/)
  return space === -1 ? wholeCharacter(text, place) : place + space + 1
}

function endOfWord(text: string, at: number): number {
  if (at >= text.length) return text.length
  const before = text.slice(Math.max(0, at - reach), at)
  const space = before.search(/\s\S*$/)
  return space === -1 ? wholeCharacter(text, at) : at - before.length + space
}

/** Moves a place out of a surrogate pair and away from marks, which belong to the character before. */
function wholeCharacter(text: string, place: number): number {
  let at = place
  while (at > 0 && /^(?:[\udc00-\udfff]|\p{M}|\u200d)/u.test(text.slice(at, at + 2))) at -= 1
  return at
}
