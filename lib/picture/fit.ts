import { breakLines, type Line } from './lines'
import type { Word } from './pieces'

/** A text's layout: all lengths in pixels. `columns` hold its lines in order, the last column may be short. */
export type Layout = {
  size: number
  leading: number
  columns: Line[][]
  /** From one column's left edge to the next one's. */
  pitch: number
  /** From the top of the first line to the bottom of the last. */
  height: number
}

/** The space for a text, in pixels; `largest` and `floor` are font sizes, `tail` the stamp's width in em. */
export type Room = {
  width: number
  height: number
  largest: number
  floor: number
  tail?: number
}

const STEP = 0.95
/** Above this size a second column would be too narrow to read. */
const LARGEST_IN_COLUMNS = 46
const MOST_COLUMNS = 40
/** Between columns, in em: two of running text, or many of short lines. */
const WIDE_GUTTER = 1.4
const NARROW_GUTTER = 0.7
/** A paragraph may be set this much narrower to even out its lines. */
const NARROWEST = 0.72
const MOST_EVENED = 8
/** A text of several lines may be set this much smaller to keep each of them on one line. */
const WHOLE_LINES = 0.75
/** Sizes above the first use only the second's share of the height: large and crowded is worse than less large. */
const AIRY = { size: 54, share: 0.82 }

/**
 * Finds the largest size at which a text fits: first in one column down to the floor, then in two or more, then in any
 * number of columns at any size. Never omits text.
 * @param paragraphs the words of each line of the text
 */
export function fit(paragraphs: Word[][], room: Room): Layout {
  let first: Layout | null = null
  for (let size = room.largest; size >= room.floor; size *= STEP) {
    const layout = tryColumns(paragraphs, room, size, 1)
    first ??= layout
    if (layout && first) {
      if (paragraphs.length === 1 || size < WHOLE_LINES * first.size) return first
      if (isWhole(layout, paragraphs)) return layout
    }
  }
  if (first) return first
  for (let size = Math.min(LARGEST_IN_COLUMNS, room.largest); ; size *= STEP) {
    const most = size < 1 ? 1 : MOST_COLUMNS
    for (let count = size < room.floor ? 1 : 2; count <= most; count += 1) {
      const layout = tryColumns(paragraphs, room, size, count)
      if (layout) return layout
    }
  }
}

/**
 * Returns the distance between the baselines of a text: proportionally less for larger sizes.
 * @param size font size in pixels
 * @returns pixels
 */
export function leadingOf(size: number): number {
  return size * (size > 60 ? 1.18 : size > 44 ? 1.25 : 1.32)
}

function isWhole(layout: Layout, paragraphs: Word[][]): boolean {
  const lines = layout.columns.flat().filter(({ words, tailX }) => words.length > 0 || tailX === null)
  return lines.length === paragraphs.length
}

function tryColumns(paragraphs: Word[][], room: Room, size: number, count: number): Layout | null {
  const leading = leadingOf(size)
  const rows = Math.floor((room.height * (size > AIRY.size ? AIRY.share : 1)) / leading)
  if (rows < 1 || paragraphs.length > rows * count) return null
  const gutter = count === 1 ? 0 : (count === 2 ? WIDE_GUTTER : NARROW_GUTTER) * size
  const width = (room.width - gutter * (count - 1)) / count / size
  if ((room.tail ?? 0) > width) return null
  const { lines, isSplit } = breakLines(paragraphs, width, room.tail)
  if (lines.length > rows * count || lines.some((line) => line.width > width + 0.01)) return null
  // Several columns suit short lines: two must not break a word, more must not break a line.
  if ((count > 1 && isSplit) || (count > 2 && lines.length > paragraphs.length + 1)) return null
  const best = paragraphs.length === 1 && count === 1 ? evened(paragraphs, width, room.tail, lines) : lines
  const each = Math.ceil(best.length / count)
  return {
    size,
    leading,
    columns: inColumns(best, each),
    pitch: width * size + gutter,
    height: each * leading,
  }
}

/** Splits lines into columns of this many; an empty line ends a column rather than begins the next. */
function inColumns(lines: Line[], each: number): Line[][] {
  const columns: Line[][] = []
  for (let start = 0; start < lines.length; ) {
    let end = start + each
    while (end < lines.length && lines[end]?.width === 0) end += 1
    columns.push(lines.slice(start, end))
    start = end
  }
  return columns
}

/** Breaks into the same number of lines at less width, so that the last line is not a single word. */
function evened(paragraphs: Word[][], width: number, tail: number | undefined, lines: Line[]): Line[] {
  let best = lines
  let [low, high] = [NARROWEST * width, width]
  // Lines from right to left end at the right edge of the room, whatever their length.
  if (lines.length > MOST_EVENED || lines.some(({ isRtl }) => isRtl)) return lines
  for (let step = 0; step < 6; step += 1) {
    const middle = (low + high) / 2
    const attempt = breakLines(paragraphs, middle, tail)
    const isFine = attempt.lines.length <= lines.length && !attempt.isSplit
    if (isFine) best = attempt.lines
    if (isFine) high = middle
    else low = middle
  }
  return best
}
