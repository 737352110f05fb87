/** One group of bars: a label, and a value for each of the series. */
export type Group = { name: string; values: readonly (number | null)[] }

const [width, left, right, bar, gap, top] = [720, 190, 70, 14, 14, 56]
const colours = ['hsl(210 60% 45%)', 'hsl(30 60% 45%)', 'hsl(120 40% 40%)']
const escaped = (text: string): string => text.replace(/[&<>]/g, (c) => `&#${c.charCodeAt(0)};`)

/** Draws bars side by side, starting at zero, as SVG in the colour of the surrounding text. */
export function drawBars(title: string, series: readonly string[], groups: readonly Group[]): string {
  const most = Math.max(1, ...groups.flatMap(({ values }) => values.map((value) => value ?? 0)))
  const high = series.length * bar + gap
  const height = top + groups.length * high + 10
  const legend = series.map((name, i) => {
    const x = left + i * 170
    return `<rect x="${x}" y="30" width="12" height="12" fill="${colours[i]}"/><text x="${x + 18}" y="40">${escaped(name)}</text>`
  })
  const drawn = groups.flatMap(({ name, values }, row) => {
    const y = top + row * high
    return [
      `<text x="${left - 8}" y="${y + (series.length * bar) / 2 + 4}" text-anchor="end">${escaped(name)}</text>`,
      ...values.map((value, i) => {
        if (value === null) return ''
        const long = ((width - left - right) * value) / most
        const at = y + i * bar
        return `<rect x="${left}" y="${at}" width="${long.toFixed(1)}" height="${bar - 2}" fill="${colours[i]}"/><text x="${(left + long + 5).toFixed(1)}" y="${at + 10}" font-size="10">${Math.round(value).toLocaleString('en')}</text>`
      }),
    ]
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12" fill="currentColor"><title>${escaped(title)}</title><text x="16" y="18" font-weight="bold">${escaped(title)}</text>${legend.join('')}${drawn.join('')}</svg>\n`
}
