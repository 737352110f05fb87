import { packageOf } from '../host/error-text'
import { findProgram } from '../host/programs'

/** Programs that a build calls. */
const tools = ['qemu-system-x86_64', 'qemu-img', 'gpgv', 'gpg', 'xz', 'cpio', 'dpkg-deb', 'depmod', 'debugfs']

/** A program that a build needs is not installed. */
export class MissingError extends Error {}

/** @throws MissingError with the packages to install */
export function checkTools(): void {
  const missing = tools.filter((tool) => !findProgram(tool)).map((tool) => packageOf[tool] ?? tool)
  if (missing.length > 0)
    throw new MissingError(`Some programs are missing: apt-get install ${missing.join(' ')}`)
}
