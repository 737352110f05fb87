// `npm run bench -- <name>`: each benchmark prints ratios and writes its result as JSON to bench/results/.

import { spawnSync } from 'node:child_process'
import { findBrowser } from './lib/browser.mjs'
import { build, install } from './lib/prepare.mjs'

/** The benchmarks, with their arguments. */
const benches = {
  read: '[--against <folder>]  page reads, compared with bare Node, nginx and another build',
  alike: '<folder>  compares every page with another build, byte by byte',
  pooler: '[rounds]  what PgBouncer costs in each mode, beside a direct connection',
  write: '[seconds]  votes, comments, bemoanings, compared with pgbench',
  votes: '<folder> [rounds] [seconds]  votes in turns with another build',
  web: '[runs]  a first visit on a throttled phone, in Chromium',
  ssh: '[rounds]  200 terminals at once: memory, and pages beside them and beside refused handshakes',
  start: 'cold start and restart, memory at rest and under load',
  backup: '[bemoanings] [rounds]  backups and restores beside pg_dump and pg_restore, pages meanwhile',
  growth: '[bemoanings]  each listed query at 10000, 100000, 1000000, …',
  search: 'the cost of a search',
  reindex: '[bemoanings]  reindexing an existing site, and votes and searches meanwhile',
  leak: '10,000 requests by five people: no response contains another person’s data',
  fuzz: '[requests]  hostile API requests: no 5xx, no hangs',
  scan: '[seconds] [tools]  sqlmap, wapiti and ffuf against a running site',
  signin: 'whether response times of sign-ins reveal accounts',
  jury: 'whether bribed juries win points',
  rings: 'how far a voting ring moves a bemoaning',
  report: 'updates docs/performance.md from bench/results',
}

install()
const name = process.argv[2]
if (!name || !Object.hasOwn(benches, name)) {
  const asked = name === undefined || /^(-h|(--)?help)$/.test(name)
  if (!asked) console.error(`Unknown bench ${name}.`)
  const lines = Object.entries(benches).map(([each, does]) => `  ${each.padEnd(8)} ${does}`)
  console.error(`Usage: npm run bench -- <name> …\n${lines.join('\n')}`)
  process.exit(asked ? 0 : 2)
}
build()
if (name === 'web') {
  const browser = findBrowser()
  if (!browser.path) {
    console.error(browser.why)
    process.exit(1)
  }
  process.env.BROWSER_PATH = browser.path
}
process.exit(
  spawnSync(process.execPath, ['--import', 'tsx', `bench/${name}.ts`, ...process.argv.slice(3)], {
    stdio: 'inherit',
  }).status ?? 1,
)
