/** One line of a chart: its name, and its value at each size. */
export type Series = { name: string; points: readonly { x: number; y: number }[] }

const [width, height, left, top, plotWidth, plotHeight] = [720, 420, 60, 30, 440, 340]
const steps = [0.01, 0.1, 1, 10, 100, 1_000, 10_000, 100_000]

const escaped = (text: string): string => text.replace(/[&<>]/g, (c) => `&#${c.charCodeAt(0)};`)
const short = (value: number): string =>
  value >= 1e6 ? `${value / 1e6} million` : value >= 1_000 ? `${value / 1_000},000` : String(value)

/**
 * Draws lines over sizes, both axes logarithmic, as SVG in the colour of the surrounding text.
 * @param limit a value that no line should exceed
 */
export function drawLines(title: string, series: readonly Series[], limit: number): string {
  const points = series.flatMap((one) => one.points)
  const xs = [...new Set(points.map(({ x }) => x))].sort((a, b) => a - b)
  const [least, most] = [Math.log10(xs[0] ?? 1), Math.log10(xs.at(-1) ?? 10)]
  const values = [...points.map(({ y }) => y), limit]
  const floor = Math.max(...steps.filter((step) => step <= Math.min(...values)), 0.01)
  const roof = steps.find((step) => step >= Math.max(...values)) ?? 100_000
  const at = (x: number): number =>
    left + (plotWidth * (Math.log10(x) - least)) / Math.max(0.001, most - least)
  const up = (y: number): number =>
    top +
    plotHeight -
    (plotHeight * (Math.log10(Math.max(y, floor)) - Math.log10(floor))) / Math.log10(roof / floor)
  const grid = steps
    .filter((step) => step >= floor && step <= roof)
    .map(
      (step) =>
        `<path d="M${left} ${up(step).toFixed(1)}H${left + plotWidth}" stroke="currentColor" opacity=".2"/><text x="${left - 6}" y="${(up(step) + 4).toFixed(1)}" text-anchor="end">${step}</text>`,
    )
  const sizes = xs.map(
    (x, n) =>
      // The last label ends where the lines do: their names are to the right of it.
      `<text x="${at(x).toFixed(1)}" y="${top + plotHeight + 20}" text-anchor="${n > 0 && n === xs.length - 1 ? 'end' : 'middle'}">${short(x)}</text>`,
  )
  // Names are at the ends of their lines, moved apart where they would overlap.
  let lowest = top - 14
  const ends = [...series]
    .map((one) => ({ ...one, end: up(one.points.at(-1)?.y ?? floor) }))
    .sort((a, b) => a.end - b.end)
  const lines = ends.map(({ name, points: own, end }, i) => {
    lowest = Math.max(lowest + 14, end)
    const path = own.map(({ x, y }, n) => `${n ? 'L' : 'M'}${at(x).toFixed(1)} ${up(y).toFixed(1)}`).join('')
    const colour = `hsl(${Math.round((360 * i) / ends.length)} 60% 45%)`
    return `<path d="${path}" fill="none" stroke="${colour}" stroke-width="2"/><text x="${left + plotWidth + 8}" y="${(lowest + 4).toFixed(1)}" fill="${colour}">${escaped(name)}</text>`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${Math.max(height, lowest + 20)}" font-family="sans-serif" font-size="12" fill="currentColor"><title>${escaped(title)}</title><text x="${left}" y="16" font-weight="bold">${escaped(title)}</text>${grid.join('')}${sizes.join('')}<path d="M${left} ${up(limit).toFixed(1)}H${left + plotWidth}" stroke="#c00" stroke-dasharray="6 4"/>${lines.join('')}</svg>\n`
}
