import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bounded, type Finding, type Report, requestFile, type Scan, type Target } from './scan'

/** Reads the injectable parameters from sqlmap's output. */
export function injected(said: string): string[] {
  return [...said.matchAll(/^Parameter: (.+)$/gm)].map(([, parameter = '']) => parameter)
}

async function one(target: Target, at: number, { site, cookie, folder }: Scan, seconds: number) {
  const file = join(folder, `request-${at}`)
  writeFileSync(file, requestFile(target, site.origin, cookie))
  const args = `-r ${file} --batch --ignore-stdin --flush-session --disable-coloring --dbms=PostgreSQL --level=2 --risk=2 --technique=BEUST
    --time-sec=3 --timeout=15 --retries=1 --ignore-code=401 --skip=User-Agent,Referer,Host,Origin --output-dir=${folder}/out`
  return bounded('sqlmap', args.split(/\s+/), { seconds, folder })
}

/** Runs sqlmap on one target after the other, each with its share of the time. */
export async function sqlmap(scan: Scan): Promise<Report> {
  const end = performance.now() + scan.seconds * 1_000
  const findings: Finding[] = []
  let cut = 0
  for (const [at, target] of scan.targets.entries()) {
    const left = (end - performance.now()) / 1_000
    const done = await one(target, at, scan, Math.max(5, left / (scan.targets.length - at)))
    if (done.cut) cut += 1
    for (const parameter of injected(done.said))
      findings.push({ what: 'SQL injection', where: `${target.method} ${target.path}`, detail: parameter })
  }
  return { findings, runs: scan.targets.length, cut }
}
