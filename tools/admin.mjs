// `npm run admin -- …`: works whether the site is running or not.

import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { install } from './lib/prepare.mjs'
import { isBuilt } from './lib/stale.mjs'

install()
process.env.NODE_ENV = 'production'
if (!existsSync('dist/admin.mjs') || !isBuilt()) {
  const tools = spawnSync(process.execPath, ['tools/build.mjs', '--tools'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  if (tools.status !== 0) process.exit(1)
}
await import('../dist/admin.mjs')
