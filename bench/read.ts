// How fast pages are read: the shared ones from the page cache beside a bare node server with the same bytes,
// turn by turn on the same machine; the uncached and signed-in ones by their own cost.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Load, load } from './_load'
import { cpuSeconds, startProgram, startSite } from './_site'

const seconds = Number(process.env.SECONDS ?? 4)
const rounds = Number(process.env.ROUNDS ?? 3)
const gzip = { 'accept-encoding': 'gzip' }

type Row = {
  page: string
  perSecond: number
  p99: number
  cpuMs: number
  barePerSecond: number
  ratio: number
  bytes: number
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

async function measured(
  url: string,
  pid: number,
  headers: Record<string, string>,
): Promise<Load & { cpuMs: number }> {
  const before = cpuSeconds(pid)
  const result = await load(url, { seconds, headers })
  return { ...result, cpuMs: ((cpuSeconds(pid) - before) * 1_000) / result.requests }
}

async function main(): Promise<void> {
  const site = await startSite()
  const folder = mkdtempSync(join(tmpdir(), 'ibtsocs-bare-'))
  const rows: Row[] = []
  try {
    const first = (
      (await (await fetch(`${site.origin}/api/v1/bemoanings?limit=1`)).json()) as { items: { url: string }[] }
    ).items[0]
    const permalink = new URL(first?.url ?? site.origin).pathname
    for (const path of ['/', permalink, '/t/ci', '/hot.atom', '/search?q=build']) {
      const answer = await fetch(site.origin + path, { headers: { ...gzip, accept: 'text/html' } })
      const raw = await new Promise<Buffer>((resolve, reject) => {
        import('node:http').then(({ get }) =>
          get(site.origin + path, { headers: gzip }, (response) => {
            const parts: Buffer[] = []
            response.on('data', (part: Buffer) => parts.push(part))
            response.on('end', () => resolve(Buffer.concat(parts)))
          }).on('error', reject),
        )
      })
      await answer.arrayBuffer()
      const file = join(folder, 'bytes')
      writeFileSync(file, raw)
      const bare = await startProgram(['bench/_bare.mjs', file], {}, /listens at (\S+)/)
      const [ours, theirs]: [(Load & { cpuMs: number })[], Load[]] = [[], []]
      await load(site.origin + path, { seconds: 1, headers: gzip })
      for (let round = 0; round < rounds; round += 1) {
        ours.push(await measured(site.origin + path, site.pid, gzip))
        theirs.push(await load(`${bare.origin}/`, { seconds, headers: gzip }))
      }
      bare.child.kill()
      const perSecond = median(ours.map((run) => run.perSecond))
      const barePerSecond = median(theirs.map((run) => run.perSecond))
      rows.push({
        page: path === permalink ? '/b/…' : path,
        perSecond,
        p99: median(ours.map((run) => run.p99)),
        cpuMs: median(ours.map((run) => run.cpuMs)),
        barePerSecond,
        ratio: median(ours.map((run, i) => run.perSecond / (theirs[i]?.perSecond ?? 1))),
        bytes: raw.length,
      })
    }
    const uncached = await measured(`${site.origin}/api/v1/bemoanings`, site.pid, {})
    rows.push({
      page: '/api/v1/bemoanings (uncached)',
      perSecond: uncached.perSecond,
      p99: uncached.p99,
      cpuMs: uncached.cpuMs,
      barePerSecond: 0,
      ratio: 0,
      bytes: uncached.bytes,
    })
  } finally {
    await site.stop()
  }
  console.log('page                              req/s   p99 ms   CPU ms   bare req/s   ratio   bytes')
  for (const { page, perSecond, p99, cpuMs, barePerSecond, ratio, bytes } of rows) {
    console.log(
      `${page.padEnd(30)} ${perSecond.toFixed(0).padStart(8)} ${p99.toFixed(1).padStart(8)} ${cpuMs.toFixed(3).padStart(8)} ${barePerSecond.toFixed(0).padStart(12)} ${ratio ? ratio.toFixed(2).padStart(7) : '      -'} ${String(bytes).padStart(7)}`,
    )
  }
  mkdirSync('bench/results', { recursive: true })
  writeFileSync(
    'bench/results/read.json',
    `${JSON.stringify({ made: new Date().toISOString(), node: process.version, rows }, null, 2)}\n`,
  )
  const front = rows[0]
  console.log(
    `The shared front page reaches ${((front?.ratio ?? 0) * 100).toFixed(0)}% of a bare node server with the same bytes.`,
  )
}

main().catch((error: unknown) => {
  console.error(error)
  process.exit(1)
})
