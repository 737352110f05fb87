import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { z } from 'zod'
import { drawLines, type Series } from './chart'

const file = 'bench/results/growth.json'
const schema = z.array(
  z.object({
    size: z.number(),
    made: z.string(),
    rows: z.array(z.object({ name: z.string(), ms: z.number(), buffers: z.number() })),
  }),
)

/** The cost of each listed query at one number of bemoanings. */
export type Size = z.infer<typeof schema>[number]

/** Reads the measurements so far, the smallest number of bemoanings first. */
export const readGrowth = (): Size[] =>
  existsSync(file) ? schema.parse(JSON.parse(readFileSync(file, 'utf8'))) : []

/** Stores the measurements at a size and replaces earlier ones. @returns all sizes */
export function keepGrowth(size: number, rows: readonly Size['rows'][number][]): Size[] {
  const short = rows.map(({ name, ms, buffers }) => ({ name, ms: Math.round(ms * 100) / 100, buffers }))
  const sizes = [
    ...readGrowth().filter((other) => other.size !== size),
    { size, made: new Date().toISOString().slice(0, 10), rows: short },
  ].sort((a, b) => a.size - b.size)
  writeFileSync(file, `${JSON.stringify(sizes, null, 1)}\n`)
  return sizes
}

/** Returns a line for each query. */
function seriesOf(sizes: readonly Size[], value: 'ms' | 'buffers'): Series[] {
  const lines = new Map<string, { x: number; y: number }[]>()
  for (const { size, rows } of sizes)
    for (const row of rows) lines.set(row.name, [...(lines.get(row.name) ?? []), { x: size, y: row[value] }])
  return [...lines].map(([name, points]) => ({ name, points }))
}

/** Draws the measurements, with the targets as limits. */
export function drawGrowth(sizes: readonly Size[]): void {
  writeFileSync(
    'docs/growth-ms.svg',
    drawLines('Milliseconds by number of bemoanings', seriesOf(sizes, 'ms'), 20),
  )
  writeFileSync(
    'docs/growth-buffers.svg',
    drawLines('Blocks of 8 kB by number of bemoanings', seriesOf(sizes, 'buffers'), 500),
  )
}
