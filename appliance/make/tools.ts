import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { packageOf } from '../host/error-text'

const run = promisify(execFile)

/** Programs that a build calls. */
const tools = ['qemu-system-x86_64', 'qemu-img', 'gpgv', 'gpg', 'xz', 'cpio', 'dpkg-deb', 'depmod', 'debugfs']

/** A program that a build needs is not installed. */
export class MissingError extends Error {}

/** @throws MissingError with the packages to install */
export async function checkTools(): Promise<void> {
  const missing: string[] = []
  for (const tool of tools)
    await run('sh', ['-c', 'PATH="$PATH:/usr/sbin:/sbin" command -v "$1"', 'sh', tool]).catch(() =>
      missing.push(packageOf[tool] ?? tool),
    )
  if (missing.length > 0)
    throw new MissingError(`Some programs are missing: apt-get install ${missing.join(' ')}`)
}
