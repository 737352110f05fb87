import { canBreakBetween, isSpace } from '@/text/breaks'
import { clustersOf } from '@/text/graphemes'
import { type Face, faceFor, type Style, widthIn } from './fonts'

/** A run of text in one face; `face` null: characters that no face has, drawn as a box. Widths are in em. */
export type Piece = {
  text: string
  face: Face | null
  width: number
}

/** A grapheme cluster and the pieces that draw it: usually one, none if it is invisible. */
export type Cluster = {
  text: string
  pieces: Piece[]
  width: number
}

/** A unit that is not broken, and the white space after it; `pieces` are those of the clusters, joined by face. */
export type Word = {
  clusters: Cluster[]
  pieces: Piece[]
  width: number
  gap: string
  gapWidth: number
}

/** Direction marks, embeddings, overrides and isolates: they would reorder the drawn text. */
const BIDI_CONTROLS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g
const WIDE_SPACE = /[\u2001\u2003\u3000]/
const SELECTORS = /[\ufe0e\ufe0f]/g
const IGNORABLE = /\p{Default_Ignorable_Code_Point}/gu
const EMOJI = /\p{Emoji_Presentation}|\p{Regional_Indicator}|\ufe0f|\u20e3|\p{Extended_Pictographic}\u200d/u
const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Extended_Pictographic}\u3000-\u303f\uff01-\uff60]/u
const TAB_SPACES = 4
/** In clusters; longer words are mostly URLs, which break anywhere. */
const LONGEST_KERNED = 40
const BOX_WIDTHS = { wide: 1, letter: 0.6, mark: 0.3 }

/**
 * Converts a text to drawable lines of words with their widths. Omits direction controls, keeps everything else.
 * @param text any text, with line feeds between lines
 * @returns the words of each line; an empty line has none
 */
export function wordsOf(text: string, style: Style): Word[][] {
  const drawable = text.replace(BIDI_CONTROLS, '').replace(/\r\n?|[\u2028\u2029\u0085\v\f]/g, '\n')
  const known = new Map<string, Cluster>()
  return drawable.split('\n').map((line) => wordsOfLine(line, style, known))
}

/**
 * Joins clusters into one word, measured with kerning unless it is too long for that to matter.
 * @param clusters without white space
 * @param gap the white space after them
 */
export function wordOf(clusters: Cluster[], gap: string, gapWidth: number): Word {
  if (clusters.length > LONGEST_KERNED) return partOf(clusters, gap, gapWidth)
  const pieces = joined(clusters)
  for (const piece of pieces) if (piece.face) piece.width = widthIn(piece.face, piece.text)
  return { clusters, pieces, width: widthOf(pieces), gap, gapWidth }
}

/**
 * `wordOf` for words too long for a line and their parts: fast, as widths are only summed.
 * @param clusters without white space
 * @param gap the white space after them
 */
export function partOf(clusters: Cluster[], gap: string, gapWidth: number): Word {
  return {
    clusters,
    get pieces() {
      return joined(clusters)
    },
    width: widthOf(clusters),
    gap,
    gapWidth,
  }
}

function widthOf(parts: { width: number }[]): number {
  return parts.reduce((sum, { width }) => sum + width, 0)
}

function joined(clusters: Cluster[]): Piece[] {
  const pieces: Piece[] = []
  for (const piece of clusters.flatMap((cluster) => cluster.pieces)) {
    const last = pieces.at(-1)
    if (last?.face && last.face === piece.face) {
      last.text += piece.text
      last.width += piece.width
    } else pieces.push({ ...piece })
  }
  return pieces
}

function wordsOfLine(line: string, style: Style, known: Map<string, Cluster>): Word[] {
  const words: Word[] = []
  let clusters: Cluster[] = []
  let gap = ''
  const finish = () => {
    if (clusters.length > 0 || gap) words.push(wordOf(clusters, gap, widthOfGap(gap, style)))
    clusters = []
    gap = ''
  }
  for (const text of clustersOf(line)) {
    if (isSpace(text)) {
      gap += text
      continue
    }
    if (gap || canBreakBetween(clusters.at(-1)?.text ?? '', text)) finish()
    const cluster = known.get(text) ?? clusterOf(text, style)
    known.set(text, cluster)
    clusters.push(cluster)
  }
  finish()
  return words
}

function clusterOf(text: string, style: Style): Cluster {
  const pieces = piecesOf(text, style)
  return { text, pieces, width: widthOf(pieces) }
}

function widthOfGap(gap: string, style: Style): number {
  const face = faceFor(' ', style)
  const space = face ? widthIn(face, ' ') : BOX_WIDTHS.mark
  const widthOfOne = (one: string) => (WIDE_SPACE.test(one) ? 1 : one === '\t' ? TAB_SPACES * space : space)
  return [...gap].reduce((sum, one) => sum + widthOfOne(one), 0)
}

/** Returns the pieces of a cluster: one if a face has all of it, else one for each character, else one box. */
function piecesOf(cluster: string, style: Style): Piece[] {
  const isEmoji = EMOJI.test(cluster) && !cluster.includes('\ufe0e')
  const visible = cluster.replace(isEmoji ? SELECTORS : IGNORABLE, '')
  if (!visible) return []
  const whole = faceFor(visible, style, isEmoji)
  if (whole) return [{ text: visible, face: whole, width: widthIn(whole, visible) }]
  const characters = [...visible.replace(IGNORABLE, '')]
  const apart = characters.map((text) => pieceOf(text, style, isEmoji))
  if (apart.some(({ face }) => face)) return apart
  return [{ text: cluster, face: null, width: Math.max(0, ...apart.map(({ width }) => width)) }]
}

function pieceOf(text: string, style: Style, isEmoji: boolean): Piece {
  const face = faceFor(text, style, isEmoji)
  if (face) return { text, face, width: widthIn(face, text) }
  const kind = WIDE.test(text) ? 'wide' : /\p{M}/u.test(text) ? 'mark' : 'letter'
  return { text, face, width: BOX_WIDTHS[kind] }
}
