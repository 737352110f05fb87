// `npm run functions`: installs what is missing, then runs tools/functions.ts with a migrated temporary database.
import { spawnSync } from 'node:child_process'
import { install } from './lib/prepare.mjs'

install()
const tsx = ['--import', 'tsx']
const { status } = spawnSync(
  process.execPath,
  [
    ...tsx,
    'tools/with-database.ts',
    process.execPath,
    ...tsx,
    'tools/functions.ts',
    ...process.argv.slice(2),
  ],
  { stdio: 'inherit' },
)
process.exit(status ?? 1)
