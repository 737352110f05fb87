import { escapeXml } from '../xml'

/** How long each stage took, in seconds. */
export type Span = { stage: string; seconds: number }

const [width, left, row, top] = [720, 130, 26, 44]

/** Draws a timeline: one bar per stage, each starting where the previous one ended. */
export function timelineSvg(title: string, spans: readonly Span[]): string {
  const total = Math.max(
    1,
    spans.reduce((sum, { seconds }) => sum + seconds, 0),
  )
  const scale = (width - left - 70) / total
  let at = 0
  const bars = spans.map(({ stage, seconds }, n) => {
    const [x, y] = [left + at * scale, top + n * row]
    at += seconds
    const long = Math.max(1, seconds * scale)
    return [
      `<text x="${left - 8}" y="${y + 15}" text-anchor="end">${escapeXml(stage)}</text>`,
      `<rect x="${x.toFixed(1)}" y="${y + 3}" width="${long.toFixed(1)}" height="${row - 8}"/>`,
      `<text x="${(x + long + 5).toFixed(1)}" y="${y + 15}">${seconds} s</text>`,
    ].join('')
  })
  const height = top + spans.length * row + 10
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escapeXml(title)}">`,
    '<style>text{font:13px sans-serif;fill:currentColor}rect{fill:#a6482f}svg{color:#222;background:#fbf7ef}@media(prefers-color-scheme:dark){svg{color:#ddd;background:#171512}}</style>',
    `<text x="12" y="24">${escapeXml(`${title}: ${total} s`)}</text>`,
    ...bars,
    '</svg>',
    '',
  ].join('\n')
}
