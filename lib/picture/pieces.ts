import { canBreakBetween, isSpace } from '@/text/breaks'
import { clustersOf } from '@/text/graphemes'
import { directionsOf, mirrored } from './direction'
import { type Face, faceFor, type Style, type Within, widthIn } from './fonts'

/**
 * A run of text in one face and direction; `face` null: characters that no face has. Widths are in em. `level`: odd if
 * it runs from right to left (UAX 9).
 */
export type Piece = {
  text: string
  face: Face | null
  width: number
  level: number
}

/** A grapheme cluster and the pieces that draw it: usually one, none if it is invisible. */
export type Cluster = {
  text: string
  pieces: Piece[]
  width: number
}

/**
 * A unit that is not broken, and the white space after it; `pieces` are those of the clusters, joined by face and
 * direction. `base`: 1 in a line that runs from right to left.
 */
export type Word = {
  clusters: Cluster[]
  pieces: Piece[]
  width: number
  gap: string
  gapWidth: number
  gapLevel: number
  base: number
}

/** White space after a word. */
export type Gap = Pick<Word, 'gap' | 'gapWidth' | 'gapLevel' | 'base'>

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
const UNKNOWN_WIDTHS = { wide: 1, letter: 0.6, mark: 0.3 }

const LETTER = /[\p{L}\p{M}]/u
const KANA = /[\p{Script=Hiragana}\p{Script=Katakana}]/u
/** Scripts without spaces between words. */
const SPACELESS = /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u
let segmenter: Intl.Segmenter | null = null

/**
 * Converts a text to drawable lines of words with their widths. Omits direction controls, keeps everything else.
 * @param text any text, with line feeds between lines
 * @returns the words of each line; an empty line has none
 */
export function wordsOf(text: string, style: Style): Word[][] {
  const setting = { style, japanese: KANA.test(text) }
  const drawable = text.replace(BIDI_CONTROLS, '').replace(/\r\n?|[\u2028\u2029\u0085\v\f]/g, '\n')
  const known = new Map<string, Cluster>()
  return drawable.split('\n').map((line) => wordsOfLine(line, setting, known))
}

/** True if every character of these words has a face, so that a picture can show them. */
export const isDrawable = (words: readonly Word[][]): boolean =>
  words.every((line) =>
    line.every(({ clusters }) => clusters.every(({ pieces }) => pieces.every(({ face }) => face !== null))),
  )

/**
 * Joins clusters into one word, measured with kerning unless it is too long for that to matter.
 * @param clusters without white space
 * @param gap the white space after them
 */
export function wordOf(clusters: Cluster[], gap: Gap): Word {
  if (clusters.length > LONGEST_KERNED) return partOf(clusters, gap)
  const pieces = joined(clusters)
  for (const piece of pieces) if (piece.face) piece.width = widthIn(piece.face, piece.text)
  return { clusters, pieces, width: widthOf(pieces), ...gap }
}

/**
 * `wordOf` for words too long for a line and their parts: fast, as widths are only summed.
 * @param clusters without white space
 * @param gap the white space after them
 */
export function partOf(clusters: Cluster[], gap: Gap): Word {
  return {
    clusters,
    get pieces() {
      return joined(clusters)
    },
    width: widthOf(clusters),
    ...gap,
  }
}

function widthOf(parts: { width: number }[]): number {
  return parts.reduce((sum, { width }) => sum + width, 0)
}

/** From right to left only letters are joined, by the renderer; other signs are ordered here, one by one. */
const isJoined = (one: Piece, next: Piece): boolean =>
  one.level % 2 === 0 || (LETTER.test(one.text) && LETTER.test(next.text))

function joined(clusters: Cluster[]): Piece[] {
  const pieces: Piece[] = []
  for (const piece of clusters.flatMap((cluster) => cluster.pieces)) {
    const last = pieces.at(-1)
    if (last?.face && last.face === piece.face && last.level === piece.level && isJoined(last, piece)) {
      last.text += piece.text
      last.width += piece.width
    } else pieces.push({ ...piece })
  }
  return pieces
}

type Setting = { style: Style; japanese: boolean }

function wordsOfLine(line: string, setting: Setting, known: Map<string, Cluster>): Word[] {
  const words: Word[] = []
  const { base, levels } = directionsOf(line)
  const boundaries = boundariesOf(line)
  let clusters: Cluster[] = []
  let gap = ''
  let at = 0
  const finish = () => {
    const gapLevel = gap ? (levels?.[at - 1] ?? 0) : base
    if (clusters.length > 0 || gap)
      words.push(wordOf(clusters, { gap, gapWidth: widthOfGap(gap, setting.style), gapLevel, base }))
    clusters = []
    gap = ''
  }
  for (const text of clustersOf(line)) {
    if (isSpace(text)) gap += text
    else {
      const last = clusters.at(-1)?.text ?? ''
      if (gap || boundaries?.has(at) || canBreakBetween(last, text)) finish()
      clusters.push(clusterOf(text, setting, levels?.[at] ?? 0, known))
    }
    at += text.length
  }
  finish()
  return words
}

/** Returns where a line of a script without spaces between words may break; null for others. */
function boundariesOf(line: string): Set<number> | null {
  if (!SPACELESS.test(line)) return null
  segmenter ??= new Intl.Segmenter('th', { granularity: 'word' })
  const starts = [...segmenter.segment(line)].map(({ index }) => index)
  return new Set(
    starts.filter(
      (index) => SPACELESS.test(line.slice(index - 1, index)) && SPACELESS.test(line.charAt(index)),
    ),
  )
}

function clusterOf(text: string, setting: Setting, level: number, known: Map<string, Cluster>): Cluster {
  const key = level + text
  const kept = known.get(key)
  if (kept) return kept
  const pieces = piecesOf(text, setting).map((piece) => {
    const isTurned = level % 2 === 1 && !LETTER.test(piece.text)
    return { ...piece, level, text: isTurned ? mirrored(piece.text) : piece.text }
  })
  const cluster = { text, pieces, width: widthOf(pieces) }
  known.set(key, cluster)
  return cluster
}

function widthOfGap(gap: string, style: Style): number {
  const face = faceFor(' ', style)
  const space = face ? widthIn(face, ' ') : UNKNOWN_WIDTHS.mark
  const widthOfOne = (one: string) => (WIDE_SPACE.test(one) ? 1 : one === '\t' ? TAB_SPACES * space : space)
  return [...gap].reduce((sum, one) => sum + widthOfOne(one), 0)
}

/** Returns the pieces of a cluster: one if a face has all of it, else one for each character, else one without face. */
function piecesOf(cluster: string, { style, japanese }: Setting): Omit<Piece, 'level'>[] {
  const emoji = EMOJI.test(cluster) && !cluster.includes('\ufe0e')
  const within = { emoji, japanese }
  const visible = cluster.replace(emoji ? SELECTORS : IGNORABLE, '')
  if (!visible) return []
  const whole = faceFor(visible, style, within)
  // Joiners inside a cluster shape it, where the face knows them.
  const shaped = whole && !emoji && faceFor(cluster, style, within) === whole ? cluster : visible
  if (whole) return [{ text: shaped, face: whole, width: widthIn(whole, shaped) }]
  const characters = [...visible.replace(IGNORABLE, '')]
  const apart = characters.map((text) => pieceOf(text, style, within))
  if (apart.some(({ face }) => face)) return apart
  return [{ text: cluster, face: null, width: Math.max(0, ...apart.map(({ width }) => width)) }]
}

function pieceOf(text: string, style: Style, within: Within): Omit<Piece, 'level'> {
  const face = faceFor(text, style, within)
  if (face) return { text, face, width: widthIn(face, text) }
  const kind = WIDE.test(text) ? 'wide' : /\p{M}/u.test(text) ? 'mark' : 'letter'
  return { text, face, width: UNKNOWN_WIDTHS[kind] }
}
