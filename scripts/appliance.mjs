// `npm run appliance -- <verb>`: installs what is missing, then runs the builder.
import { spawnSync } from 'node:child_process'
import { install } from './lib/prepare.mjs'

install()
const { status, signal } = spawnSync(
  process.execPath,
  ['--import', 'tsx', 'appliance/main.ts', ...process.argv.slice(2)],
  { stdio: 'inherit' },
)
process.exit(status ?? (signal ? 130 : 1))
