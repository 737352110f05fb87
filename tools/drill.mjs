// `npm run drill -- <name>|all [arguments]`: breaks a real site on purpose and counts what survives.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { build, install } from './lib/prepare.mjs'

install()
const names = readdirSync('drills')
  .filter((name) => /^[^_].*\.ts$/.test(name) && !name.endsWith('.test.ts'))
  .map((name) => name.slice(0, -3))
const [name, ...args] = process.argv.slice(2)
if (name !== 'all' && !(name && existsSync(`drills/${name}.ts`))) {
  const about = (each) =>
    /about:\s*(['"`])([\s\S]+?)\1/
      .exec(readFileSync(`drills/${each}.ts`, 'utf8'))?.[2]
      ?.replace(/\$\{\w+\} /, '') ?? ''
  const asked = name === undefined || /^(-h|(--)?help)$/.test(name)
  if (!asked) console.error(`Unknown drill ${name}.`)
  const lines = names.map((each) => `  ${each.padEnd(18)} ${about(each)}`)
  console.error(`Usage: npm run drill -- <name>|all [arguments]\n${lines.join('\n')}`)
  console.error(
    'A drill writes its results to drills/results and docs/drills.md, which are part of the repository.',
  )
  process.exit(asked ? 0 : 2)
}
build()
const failed = (name === 'all' ? names : [name]).filter(
  (each) =>
    spawnSync(process.execPath, ['--import', 'tsx', 'drills/kit/main.ts', each, ...args], {
      stdio: 'inherit',
    }).status !== 0,
)
spawnSync(process.execPath, ['--import', 'tsx', 'drills/kit/table.ts'], { stdio: 'inherit' })
if (failed.length > 0) console.error(`Failed drills: ${failed.join(' ')}`)
process.exit(failed.length > 0 ? 1 : 0)
