import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { get } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startFilled } from './kit/database'
import { type Load, load } from './kit/load'
import { startNginx } from './kit/nginx'
import { type RunningBuild, startBuild } from './kit/other-build'
import { aDiscussion, aReader } from './kit/people'
import { cpuSeconds, databaseSeconds, startProgram, startSite } from './kit/site'

/**
 * Measures how fast pages are read: shared pages from the page cache, in turn with a bare Node server and with nginx,
 * which serve the same bytes; the same without the cache; the same for a signed-in user. 16 clients, gzip. `npm run
 * bench -- read [--against <folder>]`; SECONDS (4) and ROUNDS (3) for each figure, which is the median of its rounds. With another
 * build's folder, its rounds alternate with ours; it has a database of its own, filled by its own tools.
 */
const seconds = Number(process.env.SECONDS ?? 4)
const rounds = Number(process.env.ROUNDS ?? 3)
const gzip = { 'accept-encoding': 'gzip', accept: 'text/html' }
const size = 1_000

type Figures = { perSecond: number; p50: number; p99: number; cpuMs: number; postgresMs: number }
type Row = Figures & {
  page: string
  mode: 'cached' | 'uncached' | 'signed in'
  bytes: number
  /** Statements that a personal page took. */
  statements?: number
  /** Pages that Next made for these requests. */
  madeByNext?: number
  /** The other build. */
  against?: Figures
  bare?: Figures
  nginx?: Figures
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

const figures = (runs: readonly (Load & { cpuMs: number; postgresMs: number })[]): Figures => ({
  perSecond: median(runs.map((run) => run.perSecond)),
  p50: median(runs.map((run) => run.p50)),
  p99: median(runs.map((run) => run.p99)),
  cpuMs: median(runs.map((run) => run.cpuMs)),
  postgresMs: median(runs.map((run) => run.postgresMs)),
})

const database = await startFilled(size)

async function measured(url: string, pid: number, headers: Record<string, string>, postgres = database.pid) {
  const before = [cpuSeconds(pid), databaseSeconds(postgres)] as const
  const run = await load(url, { seconds, headers })
  const each = (since: number, now: number) => ((now - since) * 1_000) / run.requests
  return {
    ...run,
    cpuMs: each(before[0], cpuSeconds(pid)),
    postgresMs: each(before[1], databaseSeconds(postgres)),
  }
}

type Got = { location: string | undefined; statements: number | undefined; body: Buffer }
const ask = (url: string, headers: Record<string, string>): Promise<Got> =>
  new Promise((resolve, reject) => {
    get(url, { headers }, (answer) => {
      const parts: Buffer[] = []
      answer.on('data', (part: Buffer) => parts.push(part))
      answer.on('end', () =>
        resolve({
          location: answer.headers.location,
          statements: Number(/desc="(\d+)"/.exec(String(answer.headers['server-timing']))?.[1]) || undefined,
          body: Buffer.concat(parts),
        }),
      )
    }).on('error', reject)
  })

const rows: Row[] = []
const shown = (path: string) => path.replace(/^\/b\/.*/, '/b/… with 50 comments')

/** Measures shared pages, in turn with the servers that send the same bytes. */
async function cached(origin: string, pid: number, paths: readonly string[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'ibtsocs-bare-'))
  for (const path of paths) {
    const { body } = await ask(origin + path, gzip)
    const file = join(folder, 'bytes')
    writeFileSync(file, body)
    const bare = await startProgram(['bench/kit/bare.mjs', file], {}, /listens at (\S+)/)
    const nginx = await startNginx(body)
    const runs: Record<'ours' | 'bare' | 'nginx', Awaited<ReturnType<typeof measured>>[]> = {
      ours: [],
      bare: [],
      nginx: [],
    }
    await load(origin + path, { seconds: 1, headers: gzip })
    for (let round = 0; round < rounds; round += 1) {
      runs.ours.push(await measured(origin + path, pid, gzip))
      runs.bare.push(await measured(bare.origin, bare.child.pid ?? 0, gzip))
      if (nginx) runs.nginx.push(await measured(nginx.url, nginx.pid, gzip))
    }
    bare.child.kill()
    nginx?.stop()
    rows.push({
      page: shown(path),
      mode: 'cached',
      bytes: body.length,
      ...figures(runs.ours),
      bare: figures(runs.bare),
      ...(nginx ? { nginx: figures(runs.nginx) } : {}),
    })
  }
}

/** The number of pages that Next has made for a site so far; 0 for older builds, which do not count them. */
async function madeByNext(origin: string): Promise<number> {
  const { body } = await ask(`${origin}/metrics`, {})
  return Number(/^ibtsocs_pages_made_total (\d+)$/m.exec(body.toString())?.[1] ?? 0)
}

/** The JIT compiles the render code as it runs: after some thousand pages it costs half. */
async function warm(url: string, headers: Record<string, string>): Promise<void> {
  for (let done = 0, tries = 0; done < 3_000 && tries < 6; tries += 1)
    done += (await load(url, { seconds: 2, headers })).requests
}

async function plain(
  mode: Row['mode'],
  { origin, pid }: { origin: string; pid: number },
  paths: readonly string[],
  cookie?: string,
  other?: RunningBuild | null,
): Promise<void> {
  for (const path of paths) {
    // Browsers ask for compression; programs that read the API in a loop on the same machine do not.
    const headers = { ...(path === list ? {} : gzip), ...(cookie ? { cookie } : {}) }
    const { body, statements } = await ask(origin + path, headers)
    await warm(origin + path, headers)
    const theirs = other && {
      // A discussion's address leads to its permalink in the other build, too.
      url:
        other.origin +
        (path.startsWith('/b/')
          ? ((await ask(other.origin + other.discussion, gzip)).location ?? other.discussion)
          : path),
      headers: { ...headers, ...(cookie ? { cookie: other.cookie } : {}) },
    }
    if (theirs) await warm(theirs.url, theirs.headers)
    const made = await madeByNext(origin)
    const runs = []
    const others = []
    for (let round = 0; round < rounds; round += 1) {
      runs.push(await measured(origin + path, pid, headers))
      if (other && theirs) others.push(await measured(theirs.url, other.pid, theirs.headers, other.postgres))
    }
    rows.push({
      page: shown(path),
      mode,
      bytes: body.length,
      ...figures(runs),
      ...(statements ? { statements } : {}),
      ...(mode === 'signed in' && path !== list ? { madeByNext: (await madeByNext(origin)) - made } : {}),
      ...(other ? { against: figures(others) } : {}),
    })
  }
}

const list = '/api/v1/bemoanings'
const folder = process.argv[2] === '--against' ? process.argv[3] : undefined
try {
  const discussion = await aDiscussion()
  const reader = await aReader()
  const site = await startSite({ SERVER_TIMING: '1' })
  let pages: string[]
  try {
    const permalink = (await ask(site.origin + discussion, gzip)).location ?? discussion
    pages = ['/', permalink, '/t/ci', '/new.atom', '/search?q=printer']
    await cached(site.origin, site.pid, pages)
    await plain('uncached', site, [list])
    const other = folder ? await startBuild(folder, size) : null
    const own = [...pages.filter((path) => !path.endsWith('.atom')), list]
    await plain('signed in', site, own, reader, other)
    await other?.stop()
  } finally {
    await site.stop()
  }
  const without = await startSite({ PAGE_CACHE_MB: '0' })
  try {
    const other = folder ? await startBuild(folder, size, { PAGE_CACHE_MB: '0' }) : null
    await plain('uncached', without, pages, undefined, other)
    await other?.stop()
  } finally {
    await without.stop()
  }
} finally {
  await database.stop()
}

const cell = (value: number | undefined, digits: number, width: number) =>
  (value === undefined ? '-' : value.toFixed(digits)).padStart(width)
console.log(
  'page                      mode         req/s  p50 ms  p99 ms  CPU ms  Postgres ms  SQL   bytes   bare/s  ratio   nginx/s  by Next  other/s  ratio  its CPU ms',
)
for (const row of rows)
  console.log(
    `${row.page.padEnd(25)} ${row.mode.padEnd(10)}${cell(row.perSecond, 0, 8)}${cell(row.p50, 1, 8)}${cell(row.p99, 1, 8)}${cell(row.cpuMs, 3, 8)}${cell(row.postgresMs, 2, 13)}${cell(row.statements, 0, 5)}${cell(row.bytes, 0, 8)}${cell(row.bare?.perSecond, 0, 9)}${cell(row.bare && row.perSecond / row.bare.perSecond, 2, 7)}${cell(row.nginx?.perSecond, 0, 10)}${cell(row.madeByNext, 0, 9)}${cell(row.against?.perSecond, 0, 9)}${cell(row.against && row.perSecond / row.against.perSecond, 2, 7)}${cell(row.against?.cpuMs, 3, 12)}`,
  )
mkdirSync('bench/results', { recursive: true })
writeFileSync(
  'bench/results/read.json',
  `${JSON.stringify({ made: new Date().toISOString(), node: process.version, clients: 16, bemoanings: size, rows }, null, 2)}\n`,
)
if (rows.some(({ mode, nginx }) => mode === 'cached' && !nginx))
  console.log('nginx isn’t installed (Debian: nginx-light), so it’s left out.')
