import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Archive, ArchiveError } from '../mirror/archive'
import type { Package } from '../mirror/packages'
import type { CpioEntry } from './cpio'
import { moduleEntries } from './modules'
import { neededUdebs, parseStatus, type Stanza } from './udebs'
import { entriesOf, unpackControl, unpackDeb, unpackInitrd } from './unpack'

/** The additions to the installer, for plan and manifest. */
export type Supplement = {
  entries: CpioEntry[]
  kernel: string
  udebs: string[]
  /** Udebs that the mirror lacks, and the packages used instead. */
  replaced: Record<string, string>
}

/** Ordinary packages that contain the same programs as a udeb. */
const standIns: Record<string, { packages: readonly string[]; files: RegExp }> = {
  'e2fsprogs-udeb': {
    packages: ['e2fsprogs', 'libext2fs2t64', 'libcom-err2', 'libss2', 'libblkid1', 'libuuid1'],
    files:
      /^(usr\/sbin\/(mke2fs|mkfs\.ext[234]|e2fsck|fsck\.ext[234]|tune2fs|resize2fs)|etc\/mke2fs\.conf|usr\/lib\/x86_64-linux-gnu\/lib(ext2fs|e2p|com_err|ss|blkid|uuid)\.so.*)$/,
  },
}
/** Udebs that this kind of install does not need. */
const dispensable = new Set(['ntfs-3g-udeb', 'fuse3-udeb', 'libfuse3-4-udeb'])

const controlFiles = /^(postinst|prerm|config|templates|isinstallable|menutest)$/

/** Returns the stanza in the status file for an unpacked udeb. */
const stanzaOf = (control: string, status: string): string =>
  control.trim().replace(/^Package: .*$/m, (line) => `${line}\nStatus: install ok ${status}`)

async function udebEntries(
  archive: Archive,
  udeb: Package,
  work: string,
): Promise<{ entries: CpioEntry[]; stanza: string }> {
  const deb = await archive.download(udeb)
  const [files, control] = [join(work, udeb.name, 'files'), join(work, udeb.name, 'control')]
  await unpackDeb(deb, files)
  await unpackControl(deb, control)
  const entries = await entriesOf(files)
  for (const name of (await readdir(control)).filter((one) => controlFiles.test(one)))
    entries.push({
      path: `var/lib/dpkg/info/${udeb.name}.${name}`,
      kind: 'file',
      mode: name === 'templates' ? 0o644 : 0o755,
      data: await readFile(join(control, name)),
    })
  return { entries, stanza: stanzaOf(await readFile(join(control, 'control'), 'utf8'), 'unpacked') }
}

async function standInEntries(archive: Archive, udeb: string, work: string): Promise<CpioEntry[]> {
  const standIn = standIns[udeb]
  if (!standIn)
    throw new ArchiveError(
      `The mirror lacks ${udeb}, and no other package can replace it. Use another mirror.`,
    )
  const index = await archive.packages()
  const folder = join(work, udeb)
  for (const name of standIn.packages) {
    const found = index.get(name)
    if (!found)
      throw new ArchiveError(
        `The mirror has neither ${udeb} nor ${name}, which would replace it. Use another mirror.`,
      )
    await unpackDeb(await archive.download(found), folder)
  }
  return (await entriesOf(folder)).filter(({ path }) => standIn.files.test(path))
}

/** Returns the kernel version of an initrd, from its kernel package. */
export function kernelOf(status: readonly Stanza[]): string {
  const name = status.map((stanza) => stanza.name).find((one) => one.startsWith('kernel-image-'))
  const version = /^kernel-image-(.+)-di$/.exec(name ?? '')?.[1]
  if (!version) throw new ArchiveError('The installer doesn’t name its kernel.')
  return version
}

/**
 * Puts everything that the installer would fetch for itself into its initrd. So it can install from a mirror that
 * lacks some of it, with a kernel that the mirror has already replaced.
 * @param work an empty folder to unpack in
 */
export async function buildSupplement(archive: Archive, initrd: string, work: string): Promise<Supplement> {
  const base = join(work, 'initrd')
  await unpackInitrd(initrd, base, ['var/lib/dpkg/status', 'usr/lib/modules/*'])
  const present = parseStatus(await readFile(join(base, 'var/lib/dpkg/status'), 'utf8'))
  const kernel = kernelOf(present)
  const needed = neededUdebs(await archive.packages('udeb'), present)
  const lost = new Set((await archive.missing(needed)).map(({ name }) => name))
  const entries: CpioEntry[] = []
  const stanzas = present.map((stanza) =>
    // Everything is fetched already, so the step that would fetch it is marked as done.
    stanza.name === 'download-installer'
      ? stanza.text
          .replace('install ok unpacked', 'install ok installed')
          .replace(/^Installer-Menu-Item: .*\n?/m, '')
      : stanza.text,
  )
  const replaced: Record<string, string> = {}
  for (const udeb of needed) {
    if (dispensable.has(udeb.name)) {
      // Without its Provides field, because the udeb is not really installed.
      stanzas.push(`Package: ${udeb.name}\nStatus: install ok installed\nVersion: ${udeb.version}`)
      replaced[udeb.name] = 'nothing'
    } else if (lost.has(udeb.name)) {
      entries.push(...(await standInEntries(archive, udeb.name, work)))
      stanzas.push(`Package: ${udeb.name}\nStatus: install ok installed\nVersion: ${udeb.version}`)
      replaced[udeb.name] = (standIns[udeb.name]?.packages ?? []).join(', ')
    } else {
      const made = await udebEntries(archive, udeb, work)
      entries.push(...made.entries)
      stanzas.push(made.stanza)
    }
  }
  const image = (await archive.packages()).get(`linux-image-${kernel}`)
  if (!image)
    throw new ArchiveError(
      `The mirror has no linux-image-${kernel}: its installer is older than its kernels. Build again later, or use another mirror.`,
    )
  const unpacked = join(work, 'kernel')
  await unpackDeb(await archive.download(image), unpacked)
  entries.push(...(await moduleEntries(unpacked, base, kernel)))
  for (const name of ['ext2', 'ext3', 'ext4', 'loop', 'fat', 'md', 'crypto-dm'])
    if (!present.some((stanza) => stanza.name === `${name}-modules-${kernel}-di`))
      stanzas.push(
        `Package: ${name}-modules-${kernel}-di\nStatus: install ok installed\nVersion: ${image.version}\nProvides: ${name}-modules`,
      )
  // partman looks for these files, and insists on LVM and encryption if they are missing.
  for (const name of ['lvm', 'crypto'])
    entries.push({ path: `usr/lib/partman/lib/${name}-base.sh`, kind: 'file', mode: 0o644, data: '' })
  entries.push({ path: 'var/lib/dpkg/status', kind: 'file', mode: 0o644, data: `${stanzas.join('\n\n')}\n` })
  return { entries, kernel, udebs: needed.map(({ name }) => name), replaced }
}
