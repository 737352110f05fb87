// Finds a Chromium, or installs the distribution's when we may.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

const onPath = () => {
  for (const name of names) {
    const found = spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).stdout.trim()
    if (found) return found
  }
  return null
}

/** @returns {{path: string} | {path: null, why: string}} a browser to test with, or a sentence that says what to install */
export function findBrowser() {
  const given = process.env.BROWSER_PATH
  if (given && existsSync(given)) return { path: given }
  const found = onPath()
  if (found) return { path: found }
  const why =
    'The end-to-end tests need Chromium. Install it (Debian, Ubuntu: apt-get install chromium), or set BROWSER_PATH.'
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return { path: null, why }
  console.log("Installing the distribution's Chromium (once; a minute or so) …")
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  spawnSync('apt-get', ['update', '-qq'], { stdio: 'inherit', env })
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env,
  })
  const installed = onPath()
  return installed ? { path: installed } : { path: null, why }
}
