// `npm run test:foreign`: tests the built site with third-party programs. Programs that the machine does not have are
// skipped, with the reason. Ends with one plain line: N passed, N failed, N skipped.
import { spawnSync } from 'node:child_process'
import { findFirefox } from './lib/browser.mjs'
import { build, install } from './lib/prepare.mjs'

const total = { passed: 0, failed: 0, skipped: 0 }

/** Runs end-to-end tests, and adds Playwright's counts. */
function endToEnd(args, env) {
  const run = spawnSync('node_modules/.bin/playwright', ['test', ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 1 << 28,
    env: { ...process.env, ...env, FORCE_COLOR: '0', NEXT_TELEMETRY_DISABLED: '1' },
  })
  process.stdout.write(run.stdout ?? '')
  const number = (word) => Number(new RegExp(`^\\s*(\\d+) ${word}`, 'm').exec(run.stdout ?? '')?.[1] ?? 0)
  const failed = number('failed')
  total.passed += number('passed') + number('flaky')
  total.failed += run.status !== 0 && failed === 0 ? 1 : failed
  total.skipped += number('skipped')
}

/** The checks that need a third-party program: how to find it, and what to run with it. */
const checks = [
  {
    title: 'two people at one Firefox',
    find: findFirefox,
    run: (path) => endToEnd(['two-people.spec.ts', '-g', 'Firefox', '--workers=1'], { FIREFOX_PATH: path }),
  },
]

install()
build()
for (const { title, find, run } of checks) {
  console.log(`\n== ${title}`)
  const { path, why } = find()
  if (path) run(path)
  else {
    console.log(`skipped: ${why}`)
    total.skipped += 1
  }
}
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
process.exit(total.failed === 0 ? 0 : 1)
