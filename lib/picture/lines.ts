import { inVisualOrder } from './direction'
import { type Piece, partOf, type Word } from './pieces'

/** A word and its start on the line, in em. */
export type Placed = {
  word: Word
  x: number
}

/** One line: `width` is that of its ink, and `tailX` is the x of the stamp that ends the text, or null. All in em. */
export type Line = {
  words: Placed[]
  width: number
  tailX: number | null
  /** The line's text, with its trailing white space. */
  text: string
  /** It runs from right to left, and its text ends where the room ends. */
  isRtl: boolean
}

/** The result of breaking a text; `isSplit` if a word was too long for a line. */
export type Broken = {
  lines: Line[]
  isSplit: boolean
}

/** Preferred breaks in a word too long for a line, unless the line would become much shorter. */
const GOOD_BREAK = /[/.\-_?&=,;:+%#@)]$/
const GOOD_BREAK_SHARE = 0.7
/** Space between the last word and the tail. */
const TAIL_GAP = 0.4

/**
 * Breaks a text into lines, greedily; spaces at the end of a line hang, words too long for a line break anywhere.
 * @param paragraphs the words of each of the text's own lines
 * @param room width of a line in em
 * @param tail width in em of a tail that must follow the last word (0: none)
 * @returns the lines; only a line with a single cluster wider than the room can exceed it
 */
export function breakLines(paragraphs: Word[][], room: number, tail = 0): Broken {
  const lines: Line[] = []
  let isSplit = false
  for (const words of paragraphs) {
    const isRtl = words[0]?.base === 1
    let line = emptyLine(isRtl)
    let x = 0
    for (const word of words) {
      if (x > 0 && x + word.width > room && word.clusters.length > 0) {
        lines.push(line)
        line = emptyLine(isRtl)
        x = 0
      }
      const parts = word.width > room ? splitWord(word, room) : [word]
      isSplit ||= parts.length > 1
      for (const [index, part] of parts.entries()) {
        if (index > 0) {
          lines.push(line)
          line = emptyLine(isRtl)
          x = 0
        }
        line.words.push({ word: part, x })
        line.text += part.clusters.map((cluster) => cluster.text).join('') + part.gap
        if (part.clusters.length > 0) line.width = x + part.width
        x += part.width + part.gapWidth
      }
    }
    lines.push(line)
  }
  for (const line of lines) line.words = ordered(line.words)
  if (tail > 0) placeTail(lines, room, tail)
  for (const line of lines) if (line.isRtl && line.width > 0) toTheRight(line, room, tail)
  return { lines, isSplit }
}

/** Places the words of a line in visual order, piece by piece, if any of it runs from right to left. */
function ordered(words: Placed[]): Placed[] {
  const isTurned = ({ word }: Placed) => word.base > 0 || word.pieces.some(({ level }) => level > 0)
  if (!words.some(isTurned)) return words
  const parts = words.flatMap(({ word }, at) => {
    const space = { word: null, level: word.gapLevel, width: word.gapWidth }
    const pieces = word.pieces.map((piece) => ({
      word: ofPiece(word, piece),
      level: piece.level,
      width: piece.width,
    }))
    return at < words.length - 1 && word.gap ? [...pieces, space] : pieces
  })
  let x = 0
  return inVisualOrder(parts).flatMap(({ word, width }) => {
    const left = x
    x += width
    return word ? [{ word, x: left }] : []
  })
}

const ofPiece = (word: Word, piece: Piece): Word => ({
  ...word,
  clusters: [],
  pieces: [piece],
  width: piece.width,
})

/** Moves a line to the right end of the room; a stamp that follows its text stands to the left of it. */
function toTheRight(line: Line, room: number, tail: number) {
  const ink = line.tailX === null ? line.width : Math.max(0, line.tailX - TAIL_GAP)
  for (const placed of line.words) placed.x += room - ink
  if (line.tailX !== null) line.tailX = room - tail - (ink > 0 ? ink + TAIL_GAP : 0)
  line.width = room
}

function placeTail(lines: Line[], room: number, tail: number) {
  const last = lines.at(-1)
  const x = last?.width ? last.width + TAIL_GAP : 0
  if (last && x + tail <= room) {
    last.tailX = x
    last.width = x + tail
    return
  }
  lines.push({ ...emptyLine(last?.isRtl ?? false), tailX: 0, width: tail })
}

function emptyLine(isRtl: boolean): Line {
  return { words: [], width: 0, tailX: null, text: '', isRtl }
}

/** Splits a word into parts that each fit the room, between grapheme clusters. */
function splitWord(word: Word, room: number): Word[] {
  const parts: Word[] = []
  let start = 0
  while (start < word.clusters.length) {
    let end = start
    let width = 0
    let good = start
    for (const { text, width: own } of word.clusters.slice(start)) {
      width += own
      if (width > room && end > start) break
      end += 1
      if (width > GOOD_BREAK_SHARE * room && GOOD_BREAK.test(text)) good = end
    }
    if (end < word.clusters.length && good > start) end = good
    const isLast = end === word.clusters.length
    const part = word.clusters.slice(start, end)
    const { gap, gapWidth, gapLevel, base } = word
    parts.push(
      partOf(part, isLast ? { gap, gapWidth, gapLevel, base } : { gap: '', gapWidth: 0, gapLevel, base }),
    )
    start = end
  }
  return parts
}
