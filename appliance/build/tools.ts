import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Programs that a build calls, and the packages they are in. */
const tools = {
  'qemu-system-x86_64': 'qemu-system-x86',
  'qemu-img': 'qemu-utils',
  gpgv: 'gpgv',
  gpg: 'gpg',
  xz: 'xz-utils',
  cpio: 'cpio',
  'dpkg-deb': 'dpkg',
  depmod: 'kmod',
  debugfs: 'e2fsprogs',
} as const

/** Something that a build needs is not on this machine. */
export class MissingError extends Error {}

/** @throws MissingError that names the packages */
export async function checkTools(): Promise<void> {
  const missing: string[] = []
  for (const [tool, name] of Object.entries(tools))
    await run('sh', ['-c', 'PATH="$PATH:/usr/sbin:/sbin" command -v "$1"', 'sh', tool]).catch(() =>
      missing.push(name),
    )
  if (missing.length > 0) throw new MissingError(`Missing here: apt-get install ${missing.join(' ')}`)
}
