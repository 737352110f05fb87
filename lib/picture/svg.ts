import { HEIGHT, WIDTH, walk } from '@/keys/randomart'
import { type Face, outlineOf, type Style, shaped } from './fonts'
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

/** Rounds a number for an SVG attribute to two decimals. */
export function round(value: number): number {
  return Math.round(value * 100) / 100
}

/** The outlines of a picture's glyphs, by their ids in its `<defs>`. */
export type Outlines = Map<string, string>

/**
 * Draws a text of one face and direction as outlines. The renderer's own text is not used: in resvg 2.6.2, signs that
 * are reordered (Devanagari, Khmer, Burmese) overlap (findings/resvg-reordered-clusters.sh).
 * @param at the left end of its baseline
 * @param spacing between glyphs, in pixels
 * @param outlines those of the text are added here
 */
export function drawText(
  text: string,
  face: Face,
  at: { x: number; y: number; size: number; colour: string; spacing?: number },
  outlines: Outlines,
): string {
  const { x, y, size, colour, spacing = 0 } = at
  const scale = (size * face.scale) / face.unitsPerEm
  const uses = shaped(face, text).glyphs.map((glyph, index) => {
    const outline = outlineOf(face, glyph.id)
    if (!outline) return ''
    const id = `${face.name}-${glyph.id}`
    outlines.set(id, outline)
    const [left, baseline] = [glyph.x * size + index * spacing, glyph.y * size]
    return `<use href="#${id}" x="${round(left / scale)}" y="${round(-baseline / scale)}"/>`
  })
  const place = `translate(${round(x)} ${round(y)}) scale(${scale.toFixed(6)} ${(-scale).toFixed(6)})`
  return `<g transform="${place}" fill="${colour}">${uses.join('')}</g>`
}

/**
 * Draws a word, each piece in its face. Characters that no face has are left out; pictures have none.
 * @param at the left end of its baseline
 * @param outlines those of the word are added here
 * @returns SVG elements
 */
export function drawWord(
  word: Word,
  at: { x: number; y: number },
  size: number,
  colour: string,
  outlines: Outlines,
): string {
  let x = at.x
  const parts = word.pieces.map(({ text, face, width }) => {
    const left = x
    x += width * size
    if (!face) return ''
    return drawText(text, face, { x: left, y: at.y, size, colour }, outlines)
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
  outlines: Outlines,
): { svg: string; width: number } {
  const words = wordsOf(text, look.style).flat()
  const natural = words.reduce((sum, word) => sum + word.width + word.gapWidth, 0)
  const size = Math.min(look.size, look.most / Math.max(natural, 0.01))
  let x = at.anchor === 'end' ? at.x - natural * size : at.x
  const parts = words.map((word) => {
    const left = x
    x += (word.width + word.gapWidth) * size
    return drawWord(word, { x: left, y: at.y }, size, look.colour, outlines)
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
