// `npm run bench -- <name>`: each benchmark prints ratios and writes its result as JSON to bench/results/.

import { spawnSync } from 'node:child_process'
import { findBrowser } from './lib/browser.mjs'
import { build, install } from './lib/prepare.mjs'

/** The benchmarks, with their arguments. */
const benches = {
  read: 'pages: cached, uncached, signed in, beside bare Node and nginx',
  write: '[seconds]  votes, comments, bemoanings, beside pgbench',
  web: '[runs]  a first visit on a throttled phone, in Chromium',
  start: 'cold and next start, memory at rest and under load',
  growth: '[bemoanings]  each listed query at 10000, 100000, 1000000, …',
  search: 'what a search costs',
  leak: '10,000 requests by five people: nobody gets what is another’s',
  fuzz: '[requests]  hostile requests over the API: no 5xx, nothing hangs',
  scan: '[seconds] [tools]  sqlmap, wapiti and ffuf on a running site',
  signin: 'whether the time that a sign-in takes tells anything',
  jury: 'who wins where juries are bribed',
  rings: 'how far a ring of voters moves a bemoaning',
  report: 'brings docs/performance.md up to bench/results',
}

install()
const name = process.argv[2]
if (!name || !Object.hasOwn(benches, name)) {
  const asked = name === undefined || /^(-h|(--)?help)$/.test(name)
  if (!asked) console.error(`There is no bench ${name}.`)
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
