import type { Layout } from './fit'
import { faceFor, widthIn } from './fonts'
import { CANVAS, COLOURS, drawLabel, drawRandomart, drawText, drawWord, type Outlines, round } from './svg'

/** Positions in pixels. The text starts right of the gutter and ends above the small print. */
export const PLACES = {
  gutter: 204,
  gutterText: 176,
  text: { left: 252, top: 56, right: 1140, bottom: 512 },
  printBaseline: 578,
}

const SIGN_OFF = 'IBTSOCS'
/** The stamp in em of its own letters; `share` of the text's size, at most `most` pixels. */
const STAMP = { spacing: 0.13, side: 0.42, share: 0.5, most: 34, tilt: -2.5 }
const NUMBER_SIZE = 30
const PRINT_SIZE = 25
const CELL = 8
/** The height of capitals and the part of a line above the baseline, in em. */
const CAPITALS = { stamp: 0.58, text: 0.65 }
const BASELINE = 0.76

/**
 * Returns the width of the stamp beside a text.
 * @param size the text's font size in pixels
 * @returns pixels
 */
export function stampWidth(size: number): number {
  return (lettersWidth() + 2 * STAMP.side) * stampSize(size)
}

/**
 * Draws the lines of a text, and the stamp if the last line has room for it.
 * @param left left edge of its first line
 * @param top top of its first line
 * @param outlines those of the glyphs are added here
 * @returns SVG
 */
export function drawLayout(
  layout: Layout,
  left: number,
  top: number,
  colour: string,
  outlines: Outlines,
): string {
  const { size, leading } = layout
  const parts = layout.columns.flatMap((lines, column) =>
    lines.flatMap((line, row) => {
      const x = left + column * layout.pitch
      const y = baselineOf(layout, top) + row * leading
      const words = line.words.map(({ word, x: offset }) =>
        drawWord(word, { x: x + offset * size, y }, size, colour, outlines),
      )
      if (line.tailX !== null) words.push(drawStamp(x + line.tailX * size, y, size, outlines))
      return words
    }),
  )
  return parts.join('')
}

/** Returns the baseline of a layout's first line. */
export function baselineOf(layout: Layout, top: number): number {
  return top + (layout.leading - layout.size) / 2 + BASELINE * layout.size
}

/**
 * Draws the gutter: the line number, and under it the author's randomart.
 * @param label the number or another short label
 * @param baseline of the label
 * @param digest null draws an empty field
 * @returns SVG
 */
export function drawGutter(
  label: string,
  baseline: number,
  digest: Uint8Array | null,
  outlines: Outlines,
): string {
  const { gutter, gutterText } = PLACES
  const number = drawLabel(
    label,
    { x: gutterText, y: baseline, anchor: 'end' },
    { style: 'mono', size: NUMBER_SIZE, colour: COLOURS.quiet, most: gutterText - 28 },
    outlines,
  )
  return `${number.svg}${drawRandomart(digest, gutterText - 17 * CELL, baseline + 26, CELL)}${drawRule(gutter)}`
}

/** Draws the gutter of pages without a number: two cursors over a caret, as in the icon, whose gutter this is. */
export function drawMark(top: number): string {
  const shapes =
    `<path fill="${COLOURS.ink}" d="M0 0h4v6h-4zM10 0h4v6h-4z"/>` +
    `<path fill="none" stroke="${COLOURS.stamp}" stroke-width="3.4" stroke-linecap="square" d="M1 17l6-5.5 6 5.5"/>`
  const [scale, width] = [6, 15.4]
  const left = PLACES.gutterText - width * scale
  return `<g transform="translate(${left} ${round(top)}) scale(${scale})">${shapes}</g>${drawRule(PLACES.gutter)}`
}

/** Draws the paper with the gutter's band. */
export function drawPaper(): string {
  const { width, height } = CANVAS
  const band = `<rect width="${PLACES.gutter}" height="${height}" fill="${COLOURS.gutter}"/>`
  return `<rect width="${width}" height="${height}" fill="${COLOURS.paper}"/>${band}`
}

/**
 * Draws the small print at the bottom: left and right parts, each in its colour. Parts too wide together are set
 * smaller.
 * @returns SVG
 */
export function drawPrint(left: string, right: [string, string][], outlines: Outlines): string {
  const { text, printBaseline: y } = PLACES
  const look = { style: 'mono' as const, size: PRINT_SIZE, most: (text.right - text.left) / 3 }
  let end = text.right
  const marks = right.toReversed().map(([label, colour]) => {
    const drawn = drawLabel(label, { x: end, y, anchor: 'end' }, { ...look, colour }, outlines)
    end -= drawn.width + PRINT_SIZE * 1.3
    return drawn.svg
  })
  const most = end - text.left
  return (
    marks.join('') +
    drawLabel(left, { x: text.left, y }, { ...look, colour: COLOURS.quiet, most }, outlines).svg
  )
}

function drawRule(x: number): string {
  return `<rect x="${x}" width="1.5" height="${CANVAS.height}" fill="${COLOURS.rule}"/>`
}

function stampSize(size: number): number {
  return Math.min(STAMP.most, STAMP.share * size)
}

function lettersWidth(): number {
  const face = faceFor(SIGN_OFF, 'stamp')
  return (face ? widthIn(face, SIGN_OFF) : 0.6 * SIGN_OFF.length) + STAMP.spacing * (SIGN_OFF.length - 1)
}

/**
 * Draws the sign-off as a stamp.
 * @param x its left edge
 * @param baseline of the text that it follows
 * @param size font size of that text
 * @param outlines those of the glyphs are added here
 * @returns SVG
 */
export function drawStamp(x: number, baseline: number, size: number, outlines: Outlines): string {
  const own = stampSize(size)
  const height = own * (CAPITALS.stamp + 0.74)
  const middle = baseline - (CAPITALS.text * size) / 2
  const width = stampWidth(size)
  const face = faceFor(SIGN_OFF, 'stamp')
  const letters = face
    ? drawText(
        SIGN_OFF,
        face,
        {
          x: x + STAMP.side * own,
          y: middle + (CAPITALS.stamp * own) / 2,
          size: own,
          colour: COLOURS.stamp,
          spacing: STAMP.spacing * own,
        },
        outlines,
      )
    : ''
  const frame =
    `<rect x="${round(x)}" y="${round(middle - height / 2)}" width="${round(width)}" height="${round(height)}" ` +
    `rx="${round(own * 0.16)}" fill="none" stroke="${COLOURS.stamp}" stroke-width="${round(own * 0.09)}"/>`
  const turn = `rotate(${STAMP.tilt} ${round(x + width / 2)} ${round(middle)})`
  return `<g transform="${turn}">${frame}${letters}</g>`
}
