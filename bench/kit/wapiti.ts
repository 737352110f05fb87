import { join } from 'node:path'
import { bounded, type Finding, type Report, readJson, type Scan } from './scan'

/**
 * All modules except those that need a server on the internet (ssrf, xxe) or lists from there (nikto, wapp), or do what
 * ffuf does.
 */
const modules =
  `backup blindsql cookieflags crlf csp csrf exec file htaccess http_headers methods permanentxss redirect
  shellshock sql xss`.split(/\s+/)

type Found = { method: string; path: string; info: string; parameter: string | null }
type Written = { vulnerabilities: Record<string, Found[]>; anomalies: Record<string, Found[]> }

async function run(scan: Scan, signedIn: boolean, seconds: number): Promise<Report> {
  const { origin } = scan.site
  const out = join(scan.folder, signedIn ? 'in.json' : 'out.json')
  const args = [
    ...[
      '-u',
      `${origin}/`,
      '--scope',
      'domain',
      '--flush-session',
      '-m',
      modules.join(','),
      '-f',
      'json',
      '-o',
      out,
    ],
    ...['--store-session', join(scan.folder, 'session'), '--store-config', join(scan.folder, 'config')],
    ...[
      '--max-scan-time',
      String(seconds * 0.3),
      '--max-attack-time',
      String((seconds * 0.65) / modules.length),
    ],
    ...[
      '--max-links-per-page',
      '60',
      '--max-files-per-dir',
      '25',
      '-d',
      '6',
      '-t',
      '10',
      '--no-bugreport',
      '-v',
      '1',
    ],
    // wapiti asks for brotli, cannot read it, and then finds no links.
    ...['-H', 'Accept-Encoding: identity'],
    ...['-H', `Origin: ${origin}`, ...(signedIn ? ['-H', `Cookie: ${scan.cookie}`] : [])],
    ...['/search?q=ci', '/submit', '/signin', '/signup', '/forgot', '/randomart'].flatMap((path) => [
      '-s',
      origin + path,
    ]),
  ]
  // wapiti checks the time only between requests.
  const { cut } = await bounded('wapiti', args, { seconds: seconds + 60, folder: scan.folder })
  const written = readJson<Written>(out)
  const findings: Finding[] = Object.entries({ ...written?.vulnerabilities, ...written?.anomalies }).flatMap(
    ([what, all]) =>
      all.map(({ method, path, info, parameter }) => ({
        what,
        where: `${method} ${path}${signedIn ? ' (signed in)' : ''}`,
        detail: parameter ? `${parameter}: ${info}` : info,
      })),
  )
  if (!written) findings.push({ what: 'no report', where: 'wapiti', detail: 'it was cut off or failed' })
  return { findings, runs: 1, cut: cut ? 1 : 0 }
}

/** Runs wapiti once signed out and once signed in. */
export async function wapiti(scan: Scan): Promise<Report> {
  const stranger = await run(scan, false, scan.seconds / 2)
  const user = await run(scan, true, scan.seconds / 2)
  return {
    findings: [...stranger.findings, ...user.findings],
    runs: 2,
    cut: stranger.cut + user.cut,
  }
}
