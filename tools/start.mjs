// `npm start` and `npm run dev`: prepares everything, then starts the site.
import { spawnSync } from 'node:child_process'
import { environmentFault } from '../core/env-rules.mjs'
import { build, install } from './lib/prepare.mjs'

const dev = process.argv.includes('--dev')
// Checked before anything that takes minutes; the server checks again.
const wrong = environmentFault(process.env)
if (wrong) {
  console.error(wrong)
  process.exit(1)
}
install()
if (dev) {
  process.env.NODE_ENV = 'development'
  const tools = spawnSync(process.execPath, ['tools/build.mjs', '--tools'], { stdio: 'inherit' })
  if (tools.status !== 0) process.exit(1)
} else {
  process.env.NODE_ENV = 'production'
  build()
}
process.env.NEXT_TELEMETRY_DISABLED = '1'
process.title = 'ibtsocs'
await import('../dist/server.mjs')
