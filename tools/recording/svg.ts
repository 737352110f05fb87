import { escapeHtml } from '@/text/escape'
import { width } from '@/text/wrap'
import type { Run } from './ansi'

/** A screen, and the seconds it stays. */
export type Frame = { lines: readonly (readonly Run[])[]; seconds: number }

/** Units of the drawing for a column and a row, and around it. */
const [column, row, margin] = [8.4, 18, 14]

const levels = [0, 95, 135, 175, 215, 255]

/** A colour of the xterm palette above 15, as CSS. */
function css(code: number): string {
  const grey = 8 + (code - 232) * 10
  const cube = code - 16
  const parts =
    code >= 232
      ? [grey, grey, grey]
      : [Math.floor(cube / 36), Math.floor(cube / 6) % 6, cube % 6].map((at) => levels[at] ?? 0)
  return `rgb(${parts.join(',')})`
}

const at = (value: number): string => value.toFixed(1).replace(/\.0$/, '')

/** Draws a run where it stands; `textLength` keeps the columns in any font. */
function drawRun({ text, bold, reversed, colour }: Run, x: number, y: number): string {
  const wide = width(text) * column
  const bar = reversed
    ? `<rect class="bar" x="${at(x)}" y="${at(y - row * 0.75)}" width="${at(wide)}" height="${row}"/>`
    : ''
  if (!text.trim()) return bar
  const fill = colour === null || colour < 16 ? '' : ` style="fill:${css(colour)}"`
  const kind = [bold ? 'b' : '', reversed ? 'r' : ''].filter(Boolean).join(' ')
  const shown = text.trimEnd()
  return `${bar}<text${kind ? ` class="${kind}"` : ''}${fill} x="${at(x)}" y="${at(y)}" textLength="${at(width(shown) * column)}" xml:space="preserve">${escapeHtml(shown)}</text>`
}

function drawFrame({ lines }: Frame): string {
  return lines
    .map((line, n) => {
      let x = margin
      return line
        .map((run) => {
          const drawn = drawRun(run, x, margin + (n + 0.8) * row)
          x += width(run.text) * column
          return drawn
        })
        .join('')
    })
    .join('\n')
}

/**
 * Draws a recording of a terminal as one SVG, which shows its frames in turn, for ever; the first alone where motion is not
 * wanted. Light or dark as the reader's system is.
 * @param title says in words what is shown
 */
export function recordingSvg(frames: readonly Frame[], columns: number, rows: number, title: string): string {
  const [wide, high] = [columns * column + 2 * margin, rows * row + 2 * margin]
  const whole = frames.reduce((sum, { seconds }) => sum + seconds, 0)
  let since = 0
  const rules = frames.map(({ seconds }, n) => {
    const [from, to] = [(since / whole) * 100, ((since + seconds) / whole) * 100]
    since += seconds
    const before = from > 0 ? `0%,${at(from - 0.01)}%{visibility:hidden}` : ''
    const after = to < 100 ? `${at(to)}%,100%{visibility:hidden}` : ''
    return `@keyframes f${n}{${before}${at(from)}%,${at(to - 0.1)}%{visibility:visible}${after}}#f${n}{animation:f${n} ${whole}s step-end infinite}`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${at(wide)} ${at(high)}" width="${at(wide)}" height="${at(high)}" role="img" aria-label="${escapeHtml(title)}">
<style>
text{font:14px ui-monospace,Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:#222}
.b{font-weight:bold}.page{fill:#fbfaf7}.bar{fill:#222}.r{fill:#fbfaf7}
g{visibility:hidden}#f0{visibility:visible}
@media (prefers-color-scheme:dark){text{fill:#ddd}.page{fill:#16161a}.bar{fill:#ddd}.r{fill:#16161a}}
@media (prefers-reduced-motion:no-preference){${rules.join('')}}
</style>
<rect class="page" width="100%" height="100%" rx="6"/>
${frames.map((frame, n) => `<g id="f${n}">\n${drawFrame(frame)}\n</g>`).join('\n')}
</svg>
`
}
