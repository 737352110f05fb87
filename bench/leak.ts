// Checks that the page cache never shows one person's data to another: `npm run bench -- leak [requests] [seed]`.
// Combines each cookie with each set of headers and each query, 10,000 requests by default. Any wrong response is a
// failure.
import { mkdirSync, writeFileSync } from 'node:fs'
import { leakScene, tryToLeak } from '@/tests/http/leak'
import { startFilled } from './kit/database'
import { startSite } from './kit/site'

const [requests = 10_000, seed = 1] = process.argv.slice(2).map(Number)

const database = await startFilled(100)
const site = await startSite()
try {
  const scene = await leakScene(site.origin)
  const began = performance.now()
  const { asked, seen, wrong } = await tryToLeak(site.origin, scene, { requests, seed })
  const seconds = Math.round((performance.now() - began) / 1_000)
  const metrics = await (await fetch(`${site.origin}/metrics`)).text()
  const lookUps = Object.fromEntries(
    [...metrics.matchAll(/^ibtsocs_page_cache_total\{outcome="(\w+)"\} (\d+)$/gm)].map(([, outcome, n]) => [
      outcome,
      Number(n),
    ]),
  )
  console.log(`${asked} requests in ${seconds} s, ${wrong.length} wrong responses`)
  console.log('responses with a person’s own votes, by recipient:', seen)
  console.log('look-ups in the cache:', lookUps)
  for (const line of wrong.slice(0, 12)) console.log(line.slice(0, 400))
  mkdirSync('bench/results', { recursive: true })
  writeFileSync(
    'bench/results/leak.json',
    `${JSON.stringify({ made: new Date().toISOString(), seed, asked, seconds, wrong: wrong.length, seen, lookUps }, null, 2)}\n`,
  )
  process.exitCode = wrong.length > 0 ? 1 : 0
} finally {
  await site.stop()
  await database.stop()
}
