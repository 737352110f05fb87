// Finds a Chromium or a Firefox, or installs the distribution's if permitted.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const chromium = {
  // The headless one first: the same engine without windows takes two thirds of the time.
  names: ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
  given: 'BROWSER_PATH',
  debian: ['chromium-headless-shell', 'chromium'],
  why: 'The end-to-end tests need Chromium. Install it (Debian: apt-get install chromium-headless-shell, or chromium), or set BROWSER_PATH.',
}
const firefox = {
  names: ['firefox-esr', 'firefox'],
  given: 'FIREFOX_PATH',
  debian: ['firefox-esr'],
  why: 'Firefox isn’t installed. Install it (Debian: apt-get install firefox-esr), or set FIREFOX_PATH.',
}

const onPath = (names) => {
  for (const name of names) {
    const found = spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).stdout.trim()
    if (found) return found
  }
  return null
}

function find({ names, given: variable, debian, why }) {
  const given = process.env[variable]
  if (given && existsSync(given)) return { path: given }
  const found = onPath(names)
  if (found) return { path: found }
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return { path: null, why }
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  spawnSync('apt-get', ['update', '-qq'], { stdio: 'inherit', env })
  for (const name of debian) {
    console.log(`Installing the distribution's ${name} (once; a minute or so) …`)
    const made = spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', name], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env,
    })
    if (made.status === 0) break
  }
  const installed = onPath(names)
  return installed ? { path: installed } : { path: null, why }
}

/** @returns {{path: string} | {path: null, why: string}} a browser to test with, or a sentence that says what to install */
export const findBrowser = () => find(chromium)

/** @returns {{path: string} | {path: null, why: string}} the machine's own Firefox, or a sentence that says what to install */
export const findFirefox = () => find(firefox)
