// `npm run test:appliance -- [config]`: builds with the real installer and tests the result. Without a config it
// makes one with three keys, and a key pair of its own.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { launchSync, runSync } from '../host/programs'
import { realHost } from '../host/real'
import { run } from '../run'
import { program } from './program'

/** Packages that a build and its tests need. As root on Debian they are installed, otherwise listed. */
const packages = [
  'qemu-system-x86',
  'qemu-utils',
  'ovmf',
  'gpg',
  'gpgv',
  'xz-utils',
  'cpio',
  'kmod',
  'e2fsprogs',
  'openssl',
  'openssh-client',
  'chromium',
]

function installTools(): void {
  const missing = packages.filter(
    (name) =>
      launchSync('dpkg-query', ['-W', '-f', ['$', '{Status}'].join(''), name], { encoding: 'utf8' })
        .stdout !== 'install ok installed',
  )
  if (missing.length === 0) return
  if (process.getuid?.() !== 0) {
    console.error(`Some programs are missing: apt-get install ${missing.join(' ')}`)
    process.exit(1)
  }
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  runSync('apt-get', ['-qq', 'update'], env)
  runSync('apt-get', ['-qq', '-y', '--no-install-recommends', 'install', ...missing], env)
}

async function main(args: readonly string[]): Promise<number> {
  installTools()
  const folder = mkdtempSync(join(tmpdir(), 'appliance-test-'))
  try {
    let [config] = args
    if (!config) {
      const key = join(folder, 'key')
      runSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'test', '-f', key])
      config = join(folder, 'appliance.yaml')
      const line = readFileSync(`${key}.pub`, 'utf8').trim()
      writeFileSync(config, `appliance: www.example.org\napp: .\nssh: { keys: ["${line}"] }\n`)
    }
    const voice = { say: console.log, note: console.error }
    const began = Date.now()
    const since = () => `${((Date.now() - began) / 1_000).toFixed(0)} s`
    const built = await run(['build', config], realHost, voice)
    console.error(`build: ${built === 0 ? 'done' : 'failed'} after ${since()}`)
    const tested = built === 0 ? await run(['test', config], realHost, voice) : built
    console.error(`total: ${since()}`)
    return tested
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

await program('npm run test:appliance -- [config]', { least: 0, most: 1 }, main)
