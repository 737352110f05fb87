// `npm run appliance -- <verb>`: installs what is missing, then runs the builder. `npm run test:appliance` builds with the
// real installer and tries what it built; `npm run test:xen` does it on a Xen host.
import { spawnSync } from 'node:child_process'
import { install } from './lib/prepare.mjs'

install()
const [first, ...rest] = process.argv.slice(2)
const programs = { '--whole': 'appliance/lab/whole-test.ts', '--xen': 'appliance/lab/xen-test.ts' }
const program = programs[first]
const { status, signal } = spawnSync(
  process.execPath,
  ['--import', 'tsx', program ?? 'appliance/main.ts', ...(program ? rest : process.argv.slice(2))],
  { stdio: 'inherit' },
)
process.exit(status ?? (signal ? 130 : 1))
