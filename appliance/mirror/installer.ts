import { existsSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type SuiteName, suites } from '../config/suites'
import { run } from '../host/programs'
import { type Archive, ArchiveError } from './archive'

/** The installer's kernel and initrd as files, and their version. */
export type Installer = { kernel: string; initrd: string; version: string }

/**
 * Returns the text-console installer from the distribution's signed package.
 * @param folder where it is unpacked, by the package's SHA-256
 */
export async function fetchInstaller(archive: Archive, suite: SuiteName, folder: string): Promise<Installer> {
  const { installerPackage, number } = suites[suite]
  const found = (await archive.packages()).get(installerPackage)
  if (!found) throw new ArchiveError(`The mirror’s index of ${suite} doesn’t list ${installerPackage}.`)
  const unpacked = join(folder, `installer-${found.sha256.slice(0, 16)}`)
  const images = `usr/lib/debian-installer/images/${number}/amd64/text/debian-installer/amd64`
  const installer = {
    kernel: join(unpacked, 'linux'),
    initrd: join(unpacked, 'initrd.gz'),
    version: found.version,
  }
  if (existsSync(unpacked)) return installer
  const deb = await archive.download(found)
  const half = `${unpacked}.part`
  await rm(half, { recursive: true, force: true })
  await mkdir(half, { recursive: true })
  await run('sh', [
    '-c',
    'dpkg-deb --fsys-tarfile "$1" | tar -x -C "$2" "./$3/linux" "./$3/initrd.gz"',
    'sh',
    deb,
    half,
    images,
  ])
  await mkdir(dirname(unpacked), { recursive: true })
  await rename(join(half, images), unpacked)
  await rm(half, { recursive: true, force: true })
  return installer
}
