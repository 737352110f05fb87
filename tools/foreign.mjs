// `npm run test:foreign`: tests the built site with third-party programs. Programs that the machine does not have are
// skipped, with the reason. Ends with one plain line: N passed, N failed, N skipped.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
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

/** Runs unit test files, and adds the counts of Node's test runner. */
function unit(...files) {
  const run = spawnSync(process.execPath, ['tools/unit.mjs', ...files], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 1 << 28,
    env: { ...process.env, FOREIGN: '1', NEXT_TELEMETRY_DISABLED: '1' },
  })
  process.stdout.write(run.stdout ?? '')
  const number = (word) => Number(new RegExp(`^# ${word} (\\d+)`, 'm').exec(run.stdout ?? '')?.[1] ?? 0)
  total.passed += number('pass')
  total.failed += Math.max(number('fail'), run.status === 0 ? 0 : 1)
  total.skipped += number('skipped')
}

/** Debian's packages with the programs that the tests of `tests/foreign/` and `tests/http/` drive. */
const packages = [
  'w3m',
  'lynx',
  'elinks',
  'links',
  'links2',
  'tmux',
  'bsdutils',
  'newsboat',
  'python3-feedparser',
  'rss2email',
  'liferea',
  'dbus',
  'libglib2.0-bin',
  'fortune-mod',
  'nginx-light',
  'varnish',
  'postgresql',
  'webkit2gtk-driver',
  'xvfb',
  'xauth',
  'postgresql',
  'age',
  'ifupdown',
  'libvirt-clients',
  'libxml2-utils',
]

/** Installs what is missing, as root on Debian; what stays missing is named by the test that needs it. */
function installPrograms() {
  const isThere = (name) =>
    spawnSync('dpkg-query', ['-s', name], { encoding: 'utf8' }).stdout?.includes('ok installed') ||
    (name === 'nginx-light' && existsSync('/usr/sbin/nginx'))
  const missing = packages.filter((name) => !isThere(name))
  if (missing.length === 0 || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return
  console.log(`Installing ${missing.join(' ')} (once) …`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  spawnSync('apt-get', ['update', '-qq'], { stdio: 'inherit', env })
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env,
  })
}

/** The checks: how to find the program, if not by the test itself, and what to run with it. */
const checks = [
  { title: 'w3m and lynx', run: () => unit('tests/http/text-browsers.test.ts') },
  { title: 'elinks, links, links2 and lynx', run: () => unit('tests/foreign/text-browsers.test.ts') },
  { title: 'feedparser, rss2email, newsboat, fortune', run: () => unit('tests/foreign/programs.test.ts') },
  { title: 'liferea', run: () => unit('tests/foreign/liferea.test.ts') },
  { title: 'a TypeScript client of the API', run: () => unit('tests/http/api-client.test.ts') },
  { title: 'Varnish as a cache', run: () => unit('tests/foreign/varnish.test.ts') },
  { title: 'a replica of Postgres', run: () => unit('tests/foreign/replica.test.ts') },
  { title: 'nginx as a cache', run: () => unit('tests/http/vary.test.ts') },
  { title: 'an SMTP server', run: () => unit('tests/http/smtp.test.ts') },
  { title: 'ssh-keygen', run: () => unit('tests/http/ssh-proof.test.ts') },
  { title: 'ssh in tmux, Dropbear, PuTTY', run: () => unit('tests/foreign/terminal.test.ts') },
  { title: 'the screen in tmux', run: () => unit('tests/foreign/screen.test.ts') },
  { title: 'npx and Git', run: () => unit('tests/foreign/command-line.test.ts') },
  { title: 'pg_dump, pg_restore, age', run: () => unit('tests/foreign/backup.test.ts') },
  { title: 'ifupdown', run: () => unit('appliance/plan/interfaces.test.ts') },
  { title: 'libvirt', run: () => unit('appliance/plan/libvirt.test.ts') },
  { title: 'WebKitGTK', run: () => unit('tests/foreign/webkit.test.ts') },
  {
    title: 'Firefox',
    find: findFirefox,
    run: (path) => endToEnd(['firefox.spec.ts', '--project=desk', '--workers=1'], { FIREFOX_PATH: path }),
  },
  {
    title: 'two people share one Firefox',
    find: findFirefox,
    run: (path) => endToEnd(['two-people.spec.ts', '-g', 'Firefox', '--workers=1'], { FIREFOX_PATH: path }),
  },
]

install()
build()
installPrograms()
for (const { title, find, run } of checks) {
  console.log(`\n== ${title}`)
  const { path, why } = find?.() ?? { path: title }
  if (path) run(path)
  else {
    console.log(`skipped: ${why}`)
    total.skipped += 1
  }
}
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
process.exit(total.failed === 0 ? 0 : 1)
