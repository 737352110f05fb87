import { Resvg } from '@resvg/resvg-js'
import { escapeXml } from '@/text/escape'
import { fontFile } from './coverage'
import { COLOURS } from './svg'

const cell = { width: 12, height: 22 }
const pad = 18
const face = 'red-hat-mono-500'
const size = { width: 19 * cell.width + 2 * pad, height: 11 * cell.height + 2 * pad }

/** Draws a line with a position for each character, so that it looks the same in every font. */
function drawn(line: string, row: number, family: string): string {
  const marks = [...line].flatMap((character, at) =>
    character === ' ' ? [] : [{ character, x: pad + at * cell.width }],
  )
  const xs = marks.map(({ x }) => x).join(' ')
  const text = marks.map(({ character }) => escapeXml(character)).join('')
  return `<text x="${xs}" y="${pad + row * cell.height + 16}" font-family="${family}" font-size="18" fill="${COLOURS.ink}">${text}</text>`
}

const svgOf = (lines: readonly string[], title: string, family: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}" viewBox="0 0 ${size.width} ${size.height}" role="img"><title>${escapeXml(title)}</title><rect width="100%" height="100%" fill="${COLOURS.paper}"/>${lines.map((line, row) => drawn(line, row, family)).join('')}</svg>`

/** Returns a randomart with its frame as a self-contained SVG: no styles, no scripts, embeddable anywhere. */
export const randomartFile = (lines: readonly string[], title: string): string =>
  svgOf(lines, title, 'ui-monospace, Menlo, Consolas, monospace')

/** Returns the same as a PNG at twice the size. */
export const randomartPng = (lines: readonly string[], title: string): Buffer =>
  new Resvg(svgOf(lines, title, face), {
    fitTo: { mode: 'zoom', value: 2 },
    font: { loadSystemFonts: false, fontFiles: [fontFile(face)] },
  })
    .render()
    .asPng()
