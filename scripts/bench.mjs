// `npm run bench -- <name>`: each benchmark prints ratios and leaves its result as JSON in bench/results/.

import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { findBrowser } from './lib/browser.mjs'
import { build, install } from './lib/prepare.mjs'

install()
const names = readdirSync('bench')
  .filter((name) => name.endsWith('.ts') && !name.startsWith('_'))
  .map((name) => name.slice(0, -3))
const name = process.argv[2]
if (!name || !existsSync(`bench/${name}.ts`)) {
  console.error(`Usage: npm run bench -- <name>\n  ${names.join('\n  ')}`)
  process.exit(2)
}
build()
if (name === 'web') {
  const browser = findBrowser()
  if (!browser.path) {
    console.error(browser.why)
    process.exit(1)
  }
  process.env.BROWSER_PATH = browser.path
}
process.exit(
  spawnSync(process.execPath, ['--import', 'tsx', `bench/${name}.ts`, ...process.argv.slice(3)], {
    stdio: 'inherit',
  }).status ?? 1,
)
