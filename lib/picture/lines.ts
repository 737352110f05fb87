import { partOf, type Word } from './pieces'

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
    let line = emptyLine()
    let x = 0
    for (const word of words) {
      if (x > 0 && x + word.width > room && word.clusters.length > 0) {
        lines.push(line)
        line = emptyLine()
        x = 0
      }
      const parts = word.width > room ? splitWord(word, room) : [word]
      isSplit ||= parts.length > 1
      for (const [index, part] of parts.entries()) {
        if (index > 0) {
          lines.push(line)
          line = emptyLine()
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
  if (tail > 0) placeTail(lines, room, tail)
  return { lines, isSplit }
}

function placeTail(lines: Line[], room: number, tail: number) {
  const last = lines.at(-1)
  const x = last?.width ? last.width + TAIL_GAP : 0
  if (last && x + tail <= room) {
    last.tailX = x
    last.width = x + tail
    return
  }
  lines.push({ ...emptyLine(), tailX: 0, width: tail })
}

function emptyLine(): Line {
  return { words: [], width: 0, tailX: null, text: '' }
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
    parts.push(isLast ? partOf(part, word.gap, word.gapWidth) : partOf(part, '', 0))
    start = end
  }
  return parts
}
