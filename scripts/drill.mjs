// `npm run drill -- <name>|all [arguments]`: breaks a real site on purpose and counts what is left.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { build, install } from './lib/prepare.mjs'

install()
const names = readdirSync('drills')
  .filter((name) => /^[^_].*\.ts$/.test(name) && !name.endsWith('.test.ts'))
  .map((name) => name.slice(0, -3))
const [name, ...args] = process.argv.slice(2)
if (name !== 'all' && !(name && existsSync(`drills/${name}.ts`))) {
  console.error(`Usage: npm run drill -- <name>|all [arguments]\n  ${names.join('\n  ')}`)
  process.exit(2)
}
build()
const failed = (name === 'all' ? names : [name]).filter(
  (each) =>
    spawnSync(process.execPath, ['--import', 'tsx', 'drills/_main.ts', each, ...args], { stdio: 'inherit' })
      .status !== 0,
)
spawnSync(process.execPath, ['--import', 'tsx', 'drills/_table.ts'], { stdio: 'inherit' })
if (failed.length > 0) console.error(`Do not hold: ${failed.join(' ')}`)
process.exit(failed.length > 0 ? 1 : 0)
