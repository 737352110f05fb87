// The cost of the door for terminals: `npm run bench -- ssh [rounds]`, 3 by default. 200 idle terminals: the memory of each,
// after garbage collection; the 99th percentile of the web with and without them, and while one network is refused 10,000
// handshakes a minute, alternating in one run; and the time to the first screen. Terminals and web clients run on the same
// machine as the site, all on loopback.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { median } from '@/tests/http/helpers'
import { freePort } from '@/tests/server'
import { load } from './kit/load'
import { cpuSeconds, startSite } from './kit/site'
import { knock, openTerminal, openTerminals } from './kit/terminals'

const rounds = Number(process.argv[2] ?? 3)
const terminals = 200
/** One network has twenty places. */
const byNetwork = 19
const seconds = 6
const knocks = { perSecond: 10_000 / 60, network: 200 }

const port = await freePort()
const memoryFile = join('bench', 'results', 'memory.json')
mkdirSync('bench/results', { recursive: true })
const site = await startSite({
  SSH_PORT: String(port),
  MEMORY_FILE: memoryFile,
  NODE_OPTIONS: `--import=${pathToFileURL('bench/kit/memory.mjs').href}`,
})

type Memory = { rss: number; heapUsed: number; external: number }
/** The site’s memory, in bytes, after it has collected its garbage. */
async function memory(): Promise<Memory> {
  rmSync(memoryFile, { force: true })
  process.kill(site.pid, 'SIGUSR2')
  for (let attempt = 0; attempt < 100; attempt += 1) {
    await sleep(50)
    try {
      return JSON.parse(readFileSync(memoryFile, 'utf8'))
    } catch {
      // It is not written yet.
    }
  }
  throw new Error('The site did not write its memory.')
}

const inUse = ({ heapUsed, external }: Memory): number => heapUsed + external
const percentile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0

/** The 99th percentiles of the web, in milliseconds. */
type Web = { cached: number; made: number }

/** Reads the front page from the cache, and a list that is made anew, each with few clients. */
async function web(): Promise<Web> {
  const cached = await load(`${site.origin}/`, { at: 4, seconds, headers: { Accept: 'text/html' } })
  const made = await load(`${site.origin}/api/v1/bemoanings?feed=new&limit=20`, { at: 4, seconds })
  return { cached: cached.p99, made: made.p99 }
}

try {
  // Warm: the code, and the memory that stays.
  for (const each of await openTerminals(port, 40, byNetwork)) await each.end()
  await web()

  const first: { toScreen: number; inAll: number }[] = []
  const used = cpuSeconds(site.pid)
  for (let n = 0; n < 50; n += 1) {
    const each = await openTerminal(port, 250)
    first.push(each)
    await each.end()
  }
  const cpuMs = ((cpuSeconds(site.pid) - used) * 1_000) / first.length

  const found: Record<'alone' | 'beside' | 'knocked', Web[]> = { alone: [], beside: [], knocked: [] }
  const bytes: { rss: number; inUse: number }[] = []
  const refused = { refused: 0, entered: 0 }
  for (let round = 0; round < rounds; round += 1) {
    found.alone.push(await web())
    await sleep(2_000)
    const before = await memory()
    const open = await openTerminals(port, terminals, byNetwork)
    await sleep(2_000)
    const after = await memory()
    bytes.push({
      rss: (after.rss - before.rss) / terminals,
      inUse: (inUse(after) - inUse(before)) / terminals,
    })
    found.beside.push(await web())
    for (const each of open) await each.end()
    const [told, knocked] = await Promise.all([knock(port, { ...knocks, seconds: 2 * seconds + 1 }), web()])
    refused.refused += told.refused
    refused.entered += told.entered
    found.knocked.push(knocked)
  }
  const p99 = (of: readonly Web[]): Web => ({
    cached: median(of.map(({ cached }) => cached)),
    made: median(of.map(({ made }) => made)),
  })
  const result = {
    made: new Date().toISOString(),
    rounds,
    terminals,
    kilobytes: {
      inUse: median(bytes.map((each) => each.inUse / 1_000)),
      rss: median(bytes.map((each) => each.rss / 1_000)),
      rounds: bytes,
    },
    p99: { alone: p99(found.alone), beside: p99(found.beside), knocked: p99(found.knocked) },
    refused,
    screen: {
      cpuMs,
      p50: percentile(
        first.map(({ toScreen }) => toScreen),
        0.5,
      ),
      p95: percentile(
        first.map(({ toScreen }) => toScreen),
        0.95,
      ),
      inAll: percentile(
        first.map(({ inAll }) => inAll),
        0.5,
      ),
    },
    rows: found,
  }
  console.log(JSON.stringify({ ...result, rows: undefined }, null, 2))
  writeFileSync('bench/results/ssh.json', `${JSON.stringify(result, null, 2)}\n`)
} finally {
  rmSync(memoryFile, { force: true })
  await site.stop()
}
