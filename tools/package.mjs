// `npm run package`: builds the site as a Debian package. The last line of output is the package's path.
import { spawnSync } from 'node:child_process'
import { build, install } from './lib/prepare.mjs'

install()
build()
process.exit(
  spawnSync(process.execPath, ['--import', 'tsx', 'tools/package/main.ts', ...process.argv.slice(2)], {
    stdio: 'inherit',
  }).status ?? 1,
)
