import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

const suite = 'trixie'
/** What Debian's base lacks to be a machine that starts, and what the test asks with. */
const included = 'systemd,systemd-sysv,dbus,udev,iproute2,ca-certificates,curl,debconf,procps'

/** Programs of the host, with Debian's packages that have them. */
const programs = {
  debootstrap: 'debootstrap',
  'systemd-nspawn': 'systemd-container',
  nsenter: 'util-linux',
  unshare: 'util-linux',
  'mkfs.ext4': 'e2fsprogs',
} as const

/** @returns why no machine can be started here; null if one can */
export function whyNot(): string | null {
  if (process.getuid?.() !== 0) return 'it starts a machine of systemd, which takes root'
  const missing = Object.entries(programs).find(
    ([program]) => spawnSync('sh', ['-c', `command -v ${program}`]).status !== 0,
  )
  return missing ? `there is no ${missing[0]} here: apt-get install ${missing[1]}` : null
}

/** Runs a program of the host. @throws Error with what it said */
export function host(program: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 28 })
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} failed: ${stderr || stdout}`)
  return stdout
}

/**
 * Returns a folder with Debian 13, made once, in whose cache of apt everything lies that the package depends on.
 * @param dependencies of the package
 */
export function debian(dependencies: readonly string[]): string {
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'ibtsocs-package')
  const folder = join(cache, suite)
  if (!existsSync(join(folder, 'sbin/init'))) {
    mkdirSync(cache, { recursive: true })
    const made = `${folder}.new`
    rmSync(made, { recursive: true, force: true })
    // The mirror that this machine uses itself.
    const [mirror = ''] = host(
      'apt-get',
      'indextargets',
      '--format',
      '$(SITE)',
      'Created-By: Packages',
    ).split('\n')
    host('debootstrap', '--variant=minbase', `--include=${included}`, suite, made, mirror)
    renameSync(made, folder)
  }
  const policy = join(folder, 'usr/sbin/policy-rc.d')
  writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 })
  try {
    host('chroot', folder, 'apt-get', 'update', '-qq')
    host(
      'chroot',
      folder,
      ...['apt-get', 'install', '-y', '-qq', '--no-install-recommends', '--download-only', ...dependencies],
    )
  } finally {
    rmSync(policy)
  }
  return folder
}
