// Installs what is missing and builds what is stale, and announces what takes long. Needs nothing but Node.
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isBuilt, isInstalled, lockDigest, marker } from './stale.mjs'

process.chdir(join(dirname(fileURLToPath(import.meta.url)), '..', '..'))

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 9)) {
  console.error(`This is Node ${process.version}. The site needs 20.9 or newer.`)
  process.exit(1)
}

const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(0)} s`

/** Installs the dependencies if they are missing or differ from the lock file. */
export function install() {
  if (isInstalled()) return
  const began = Date.now()
  console.log('Installing dependencies (once; a minute or so) …')
  const npm = spawnSync(
    'npm',
    ['ci', '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  )
  if (npm.status !== 0) {
    console.error('The dependencies couldn’t be installed. Is the npm registry reachable?')
    process.exit(1)
  }
  writeFileSync(marker, lockDigest())
  console.log(`  done (${seconds(began)})`)
}

/** Builds if there is no build or the sources have changed since. */
export function build() {
  if (isBuilt()) return
  console.log('Building (once; a minute or so) …')
  const made = spawnSync(process.execPath, ['tools/build.mjs'], { stdio: 'inherit' })
  if (made.status !== 0) process.exit(1)
}
