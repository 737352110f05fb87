import { HEIGHT, WIDTH, walk } from '@/keys/randomart'
import { escapeXml } from '@/text/escape'
import type { Style } from './fonts'
import { type Word, wordsOf } from './pieces'

/** The pictures' size in pixels, as link previews require. */
export const CANVAS = { width: 1200, height: 630 }

/** Paper and ink of the light scheme; each text colour has at least 4.5:1 on both papers. */
export const COLOURS = {
  paper: '#fbf7ef',
  gutter: '#f2ebdd',
  rule: '#ddd2bf',
  ink: '#211c15',
  quiet: '#6b6154',
  bemoan: '#8a2b1f',
  selfInflicted: '#5b4a9c',
  stamp: '#a03427',
}

/** Opacity of the squares of a randomart for 1, 2, 3 to 4, 5 to 7 and more visits. */
const INK_LEVELS = [0.22, 0.38, 0.55, 0.74, 0.92]
const START = 15
const END = 16
/** The box for a character that no face has, in em: its height above the baseline, and the space at its sides. */
const BOX = { height: 0.66, side: 0.07, stroke: 0.04 }

/** Rounds a number for an SVG attribute to two decimals. */
export function round(value: number): number {
  return Math.round(value * 100) / 100
}

/**
 * Draws a word: a text element for each face, a hollow box for characters without a glyph.
 * @param at the left end of its baseline
 * @param faces the names of the used faces are added here
 * @returns SVG elements
 */
export function drawWord(
  word: Word,
  at: { x: number; y: number },
  size: number,
  colour: string,
  faces: Set<string>,
): string {
  let x = at.x
  const parts = word.pieces.map(({ text, face, width }) => {
    const left = x
    x += width * size
    if (!face) return drawBox(left, at.y, width * size, size, colour)
    faces.add(face.name)
    const place = `x="${round(left)}" y="${round(at.y)}" font-size="${round(size * face.scale)}"`
    return `<text ${place} font-family="${face.name}" fill="${colour}">${escapeXml(text)}</text>`
  })
  return parts.join('')
}

/**
 * Draws a line of small print: never broken, set smaller if it is too wide.
 * @param at where it starts (or, with `anchor: 'end'`, ends)
 * @param look its style and size; `most` is the maximum width
 * @returns SVG elements and their width
 */
export function drawLabel(
  text: string,
  at: { x: number; y: number; anchor?: 'end' },
  look: { style: Style; size: number; colour: string; most: number },
  faces: Set<string>,
): { svg: string; width: number } {
  const words = wordsOf(text, look.style).flat()
  const natural = words.reduce((sum, word) => sum + word.width + word.gapWidth, 0)
  const size = Math.min(look.size, look.most / Math.max(natural, 0.01))
  let x = at.anchor === 'end' ? at.x - natural * size : at.x
  const parts = words.map((word) => {
    const left = x
    x += (word.width + word.gapWidth) * size
    return drawWord(word, { x: left, y: at.y }, size, look.colour, faces)
  })
  return { svg: parts.join(''), width: natural * size }
}

/**
 * Draws a randomart as squares of ink; the start of the walk is ringed and its end filled in the stamp's colour.
 * @param digest null for an author without one: an empty field of dots
 * @param cell size of a square
 * @returns SVG elements
 */
export function drawRandomart(digest: Uint8Array | null, left: number, top: number, cell: number): string {
  const grid = digest
    ? walk(digest).grid
    : Array.from({ length: HEIGHT }, () => new Array<number>(WIDTH).fill(0))
  const squares = grid.flatMap((row, y) =>
    row.map((value, x) => drawSquare(value, left + x * cell, top + y * cell, cell)),
  )
  return squares.join('')
}

function drawSquare(value: number, x: number, y: number, cell: number): string {
  const square = (inset: number, look: string) =>
    `<rect x="${x + inset}" y="${y + inset}" width="${cell - 2 * inset}" height="${cell - 2 * inset}" ${look}/>`
  if (value === 0) return square(cell / 2 - 0.75, `fill="${COLOURS.rule}"`)
  if (value === START) return square(1.5, `fill="none" stroke="${COLOURS.stamp}" stroke-width="2"`)
  if (value === END) return square(0.5, `fill="${COLOURS.stamp}"`)
  const level = value <= 2 ? value - 1 : value <= 4 ? 2 : value <= 7 ? 3 : 4
  return square(0.5, `fill="${COLOURS.ink}" fill-opacity="${INK_LEVELS[level]}"`)
}

function drawBox(x: number, baseline: number, width: number, size: number, colour: string): string {
  const side = Math.min(BOX.side * size, width / 4)
  const place = `x="${round(x + side)}" y="${round(baseline - BOX.height * size)}"`
  const extent = `width="${round(Math.max(width - 2 * side, 0.5))}" height="${round(BOX.height * size)}"`
  const look = `fill="none" stroke="${colour}" stroke-opacity="0.45" stroke-width="${round(BOX.stroke * size)}"`
  return `<rect ${place} ${extent} ${look}/>`
}
