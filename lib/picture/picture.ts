import { Resvg } from '@resvg/resvg-js'
import { siteTitle } from '@/core/site'
import { fit, type Layout } from './fit'
import type { Style } from './fonts'
import {
  baselineOf,
  drawGutter,
  drawLayout,
  drawMark,
  drawPaper,
  drawPrint,
  drawStamp,
  PLACES,
  stampWidth,
} from './parts'
import { isDrawable, wordsOf } from './pieces'
import { CANVAS, COLOURS, drawLabel, type Outlines } from './svg'

/** The content of a bemoaning's picture; `art` is the author's digest in hex. */
export type Pictured = {
  id: number
  body: string
  author: string | null
  art: string | null
  tags: string[]
  bemoan: number
  selfInflicted: number
}

const LARGEST = 76
/** Smallest size that is readable in a preview at half its size. */
const FLOOR = 34
const SUBTITLE = { above: 22, room: { height: 170, largest: 40, floor: 30 } }
/** The text size for which the stamp beside the small print is drawn. */
const PRINT_STAMP = 52

/**
 * Renders the picture of a bemoaning for link previews: the whole text, its number and randomart in the gutter, the
 * stamp. If a character has no face, there is no text: a picture shows all of it or none.
 * @returns a PNG of 1200 by 630; the same input gives the same bytes
 */
export function bemoaningPicture(bemoaning: Pictured): Buffer {
  const outlines: Outlines = new Map()
  const { layout, left, top } = bemoaningLayout(shown(bemoaning.body, 'text'))
  const digest = bemoaning.art ? Buffer.from(bemoaning.art, 'hex') : null
  const votes: [string, string][] = []
  if (bemoaning.bemoan > 0) votes.push([`+ ${bemoaning.bemoan}`, COLOURS.bemoan])
  if (bemoaning.selfInflicted > 0) votes.push([`! ${bemoaning.selfInflicted}`, COLOURS.selfInflicted])
  const print = [bemoaning.author ?? 'anonymous', ...bemoaning.tags].join(' · ')
  const svg =
    drawPaper() +
    drawGutter(String(bemoaning.id), baselineOf(layout, top), digest, outlines) +
    drawLayout(layout, left, top, COLOURS.ink, outlines) +
    drawPrint(print, votes, outlines)
  return render(svg, outlines)
}

/**
 * Renders the picture of any other page for link previews: a title, and under it a line or two in a quieter tone. Each
 * is left out if one of its characters has no face.
 * @param subtitle may be empty; both are plain text
 * @returns a PNG of 1200 by 630; the same input gives the same bytes
 */
export function pagePicture(title: string, subtitle: string): Buffer {
  const outlines: Outlines = new Map()
  const {
    title: large,
    subtitle: small,
    left,
    top,
  } = pageLayout(shown(title, 'title'), shown(subtitle, 'text'))
  const under = top + large.height + SUBTITLE.above
  const print = { x: PLACES.text.left, y: PLACES.printBaseline }
  const beside = print.x + stampWidth(PRINT_STAMP) + 26
  const look = { style: 'mono' as const, size: 25, colour: COLOURS.quiet, most: PLACES.text.right - beside }
  const svg =
    drawPaper() +
    drawMark(baselineOf(large, top) - 0.65 * large.size) +
    drawLayout(large, left, top, COLOURS.ink, outlines) +
    (small ? drawLayout(small, left, under, COLOURS.quiet, outlines) : '') +
    drawStamp(print.x, print.y, PRINT_STAMP, outlines) +
    (title === siteTitle ? '' : drawLabel(siteTitle, { ...print, x: beside }, look, outlines).svg)
  return render(svg, outlines)
}

/**
 * Lays out a page's title and subtitle in its picture.
 * @returns their layouts (null for an empty subtitle) and the pixel where the title's first line starts
 */
export function pageLayout(
  title: string,
  subtitle: string,
): { title: Layout; subtitle: Layout | null; left: number; top: number } {
  const { left, top, right, bottom } = PLACES.text
  const width = right - left
  const small = subtitle.trim() ? fit(wordsOf(subtitle, 'text'), { ...SUBTITLE.room, width }) : null
  const below = small ? small.height + SUBTITLE.above : 0
  const room = { width, height: bottom - top - below, largest: 84, floor: 40 }
  const large = fit(wordsOf(title, 'title'), room)
  return { title: large, subtitle: small, left, top: top + (room.height - large.height) * 0.42 }
}

/** Returns a text, or an empty one if a character has no face. */
const shown = (text: string, style: Style): string => (isDrawable(wordsOf(text, style)) ? text : '')

/**
 * Lays out the text of a bemoaning in its picture.
 * @returns the layout and the pixel where its first line starts
 */
export function bemoaningLayout(body: string): { layout: Layout; left: number; top: number } {
  const { left, top, right, bottom } = PLACES.text
  // The stamp is a fixed share of the text's size, less above some size: measured where it is relatively largest.
  const tail = stampWidth(FLOOR) / FLOOR
  const room = { width: right - left, height: bottom - top, largest: LARGEST, floor: FLOOR, tail }
  const layout = fit(wordsOf(body, 'text'), room)
  return { layout, left, top: top + (room.height - layout.height) * 0.42 }
}

function render(content: string, outlines: Outlines): Buffer {
  const { width, height } = CANVAS
  const glyphs = [...outlines].map(([id, path]) => `<path id="${id}" d="${path}"/>`).join('')
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><defs>${glyphs}</defs>${content}</svg>`
  return new Resvg(svg, { font: { loadSystemFonts: false } }).render().asPng()
}
