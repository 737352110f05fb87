// `npm test`: prepares everything, then runs every test that needs no virtual machine.
// Ends with one plain line: N passed, N failed[, N skipped].
import { spawnSync } from 'node:child_process'
import { findBrowser } from './lib/browser.mjs'
import { build, install } from './lib/prepare.mjs'

install()
const total = { passed: 0, failed: 0, skipped: 0 }
/** Tests that passed only alone or at the second attempt. */
const shaky = []
const times = []
const only = process.argv[2]
const stages = ['lint', 'types', 'unit', 'e2e']
if (only && !stages.includes(only)) {
  console.error(
    `Unknown stage ${only}. Choose one of ${stages.join(', ')}. To run one test file: node tools/unit.mjs <file>`,
  )
  process.exit(2)
}
const began = Date.now()

/** Runs one stage and adds its counts. Without counts, the stage counts as 1. */
function stage(name, command, args, count) {
  if (only && only !== name) return
  const since = Date.now()
  console.log(`\n== ${name}`)
  const run = spawnSync(command, args, {
    encoding: 'utf8',
    stdio: ['ignore', count ? 'pipe' : 'inherit', 'inherit'],
    maxBuffer: 1 << 28,
    env: { ...process.env, FORCE_COLOR: '0', NEXT_TELEMETRY_DISABLED: '1' },
  })
  if (count) process.stdout.write(run.stdout ?? '')
  const counted = count?.(run.stdout ?? '') ?? {
    passed: run.status === 0 ? 1 : 0,
    failed: run.status === 0 ? 0 : 1,
    skipped: 0,
  }
  if (run.status !== 0 && counted.failed === 0) counted.failed = 1
  for (const key of Object.keys(total)) total[key] += counted[key]
  shaky.push(...(counted.shaky ?? []))
  const took = `${((Date.now() - since) / 1000).toFixed(0)} s`
  times.push(`${name} ${took}`)
  console.log(`-- ${name}: ${counted.passed} passed, ${counted.failed} failed (${took})`)
}

const number = (text, pattern) => Number(pattern.exec(text)?.[1] ?? 0)
const nodeCounts = (text) => ({
  passed: number(text, /^# pass (\d+)$/m),
  failed: number(text, /^# fail (\d+)$/m),
  skipped: number(text, /^# skipped (\d+)$/m),
  shaky: /^# second try (.+)$/m.exec(text)?.[1]?.split(' ') ?? [],
})
/** Playwright lists them below a line with their number. */
const flakyOf = (text) =>
  (/^\s*\d+ flaky\n((?:\s+\[.+\n)+)/m.exec(text)?.[1] ?? '')
    .split('\n')
    .map((line) => line.replace(/─+$/, '').trim())
    .filter(Boolean)
const playwrightCounts = (text) => ({
  passed: number(text, /^\s*(\d+) passed/m) + number(text, /^\s*(\d+) flaky/m),
  failed: number(text, /^\s*(\d+) failed/m),
  skipped: number(text, /^\s*(\d+) skipped/m),
  shaky: flakyOf(text),
})

build()
stage('lint', 'node_modules/.bin/biome', ['check', '--error-on-warnings', '.'])
stage('types', 'node_modules/.bin/tsc', ['--noEmit'])
stage('unit', process.execPath, ['tools/unit.mjs'], nodeCounts)
if (!only || only === 'e2e') {
  const browser = findBrowser()
  if (browser.path) {
    process.env.BROWSER_PATH = browser.path
    stage('e2e', 'node_modules/.bin/playwright', ['test', ...process.argv.slice(3)], playwrightCounts)
  } else {
    console.error(browser.why)
    total.failed += 1
  }
}
console.log(`\n${((Date.now() - began) / 1000).toFixed(0)} s in total: ${times.join(', ')}`)
for (const name of shaky) console.log(`Passed only on the second try: ${name}`)
console.log(
  `${total.passed} passed, ${total.failed} failed${total.skipped ? `, ${total.skipped} skipped` : ''}`,
)
process.exit(total.failed === 0 ? 0 : 1)
