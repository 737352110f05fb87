import { mkdirSync, writeFileSync } from 'node:fs'
import { pool } from '@/db'
import { searchBemoanings } from '@/lib/search'
import { startFilled } from './kit/database'

/**
 * Measures a search: milliseconds (median of nine, warm) and buffers, over a filled database, as a ratio to the plain
 * list of the newest. `npm run bench -- search [bemoanings]`, 100,000 by default.
 */
const size = Number(process.argv[2] ?? 100_000)
const queries = [
  'marmalade',
  'sprocket',
  'printer',
  'legacy meeting',
  '"null pointer"',
  'sprocket or marmalade',
  'printer -legacy',
  'tag:ci',
  'by:filler7 printer',
  'sprocket before:2026-06',
  'teapot',
  'mramalade',
  'nosuchword',
]

const database = await startFilled(size)
const median = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

async function timed(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let i = 0; i < 9; i += 1) {
    const began = performance.now()
    await work()
    times.push(performance.now() - began)
  }
  return median(times)
}

/** Blocks that the session's database has touched so far, in memory or not. */
async function touched(): Promise<number> {
  await pool().query('select pg_stat_force_next_flush()')
  const { rows } = await pool().query<{ n: number }>(
    'select (blks_hit + blks_read)::float8 as n from pg_stat_database where datname = current_database()',
  )
  return rows[0]?.n ?? 0
}

const plain = await timed(() =>
  pool().query(
    "select r.id, b.body from bemoaning_ranks r join bemoanings b on b.id = r.id where r.status = 'published' order by r.epoch desc, r.id desc limit 26",
  ),
)
console.log(
  `${size.toLocaleString('en')} bemoanings and as many comments; the newest 26: ${plain.toFixed(1)} ms`,
)
const results = []
for (const q of queries) {
  const ms = await timed(() => searchBemoanings(q))
  const before = await touched()
  for (let i = 0; i < 10; i += 1) await searchBemoanings(q)
  const buffers = Math.round(((await touched()) - before) / 10)
  const found = await searchBemoanings(q)
  results.push({ q, ms: Number(ms.toFixed(1)), buffers, found: found.ok ? found.value.items.length : 0 })
  console.log(
    `${q.padEnd(26)} ${ms.toFixed(1).padStart(7)} ms  ${(ms / plain).toFixed(1).padStart(6)} x  ${String(buffers).padStart(6)} buffers with the cards`,
  )
}
mkdirSync('bench/results', { recursive: true })
writeFileSync(
  `bench/results/search-${size}.json`,
  `${JSON.stringify({ size, plainMs: plain, results }, null, 2)}\n`,
)
await database.stop()
