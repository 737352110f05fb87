// Runs Debian's scanners against the built site: `npm run bench -- scan [seconds each] [sqlmap,wapiti,ffuf]`.
// Exits with 1 when a scanner finds something that has not been examined.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ffuf } from './kit/ffuf'
import { openHole } from './kit/hole'
import { answered, type Report, type Scan } from './kit/scan'
import { excuse } from './kit/scan-judged'
import { startScanned } from './kit/scanned'
import { sqlmap } from './kit/sqlmap'
import { wapiti } from './kit/wapiti'

const tools = { sqlmap, wapiti, ffuf } as const
const [seconds = '300', chosen = 'sqlmap,wapiti,ffuf'] = process.argv.slice(2)
const names = chosen.split(',').filter((name): name is keyof typeof tools => name in tools)

const absent = names.filter((name) => spawnSync('which', [name]).status !== 0)
if (absent.length > 0 || names.length === 0) {
  console.error(
    `Some tools are missing: ${absent.join(', ') || Object.keys(tools).join(', ')}. As root, on Debian:`,
  )
  console.error(`  apt-get update && apt-get install -y --no-install-recommends ${absent.join(' ')}`)
  process.exit(2)
}

const version = (name: string): string =>
  spawnSync('dpkg-query', ['-W', '-f', '$' + '{Version}', name], { encoding: 'utf8' }).stdout ||
  'not from Debian'

async function main(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'ibtsocs-scan-'))
  const site = await startScanned()
  const hole = await openHole()
  const results: object[] = []
  let open = 0
  try {
    for (const name of names) {
      const scan = (
        origin: string,
        targets: Scan['targets'],
        part: string,
        limit: number,
      ): Promise<Report> => {
        const own = join(folder, name, part)
        mkdirSync(own, { recursive: true })
        return tools[name]({
          site: { ...site, origin },
          targets,
          cookie: site.cookie,
          folder: own,
          seconds: limit,
        })
      }
      const control = await scan(hole.origin, [{ method: 'GET', path: '/search?q=1' }], 'control', 60)
      const sees = control.findings.some(({ what }) => /inject|xss|scripting|reflected/i.test(what))
      const before = await answered(site.origin)
      const began = performance.now()
      const { findings, runs, cut } = await scan(site.origin, site.targets, 'site', Number(seconds))
      const after = await answered(site.origin)
      const answers = Object.fromEntries(
        Object.entries(after).map(([status, count]) => [status, count - (before[status] ?? 0)]),
      )
      const told = findings.map((finding) => ({ ...finding, excuse: excuse(name, finding) }))
      const faults = told.filter(({ excuse: why }) => why === null)
      open += faults.length + (sees ? 0 : 1)
      const took = Math.round((performance.now() - began) / 1_000)
      const requests = Object.values(answers).reduce((sum, count) => sum + count, 0)
      results.push({
        name,
        version: version(name),
        seconds: took,
        runs,
        cut,
        requests,
        answers,
        seesTheHole: sees,
        findings: told,
      })
      console.log(
        `${name} ${version(name)}: ${requests} requests in ${took} s (${JSON.stringify(answers)}), ${runs} runs, ${cut} cut off; ${sees ? 'finds' : 'DOES NOT FIND'} the hole that was left open; ${told.length} findings, ${faults.length} of them not examined`,
      )
      for (const { what, where, detail } of faults.slice(0, 40))
        console.log(`  ${what} | ${where} | ${detail}`.slice(0, 300))
    }
    const lives = (await fetch(`${site.origin}/`, { signal: AbortSignal.timeout(5_000) })).status === 200
    const drift = await site.drift()
    const failed = results.reduce(
      (sum: number, one) => sum + ((one as { answers: Record<string, number> }).answers['5xx'] ?? 0),
      0,
    )
    console.log(
      `The site ${lives ? 'responds' : 'DOES NOT RESPOND'}; ${failed} responses 5xx; drift ${drift}`,
    )
    mkdirSync('bench/results', { recursive: true })
    writeFileSync(
      'bench/results/scan.json',
      `${JSON.stringify({ made: new Date().toISOString(), lives, failed, drift, results }, null, 2)}\n`,
    )
    return open === 0 && lives && failed === 0 && drift === 0 ? 0 : 1
  } finally {
    await hole.stop()
    await site.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error)
    process.exit(1)
  },
)
