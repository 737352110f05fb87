// `npm run package`: builds the site as a Debian package. The last line of output is the package's path.
import { spawnSync } from 'node:child_process'
import { build, install } from './lib/prepare.mjs'

install()
build()
const trial = process.argv.includes('--trial')
const made = spawnSync(process.execPath, ['--import', 'tsx', 'tools/package/main.ts'], {
  stdio: ['ignore', trial ? 'pipe' : 'inherit', 'inherit'],
  encoding: 'utf8',
})
if (made.status !== 0 || !trial) process.exit(made.status ?? 1)
const path = made.stdout.trim().split('\n').at(-1)
console.log(path)
// `npm run test:package`: installs it, disturbs it and removes it, in a Debian that systemd has started.
process.exit(
  spawnSync(process.execPath, ['--import', 'tsx', '--test', 'tools/package/trial/trial.test.ts'], {
    stdio: 'inherit',
    env: { ...process.env, PACKAGE: path },
  }).status ?? 1,
)
