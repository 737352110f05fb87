import { namesIn, type Package } from '../mirror/packages'

/** A stanza of dpkg's status file: its fields in order, with what continues a line. */
export type Stanza = { name: string; text: string }

/** Reads a status file (deb822(5)). */
export const parseStatus = (text: string): Stanza[] =>
  text
    .split(/\n\n+/)
    .map((stanza) => ({ name: /^Package: (\S+)$/m.exec(stanza)?.[1] ?? '', text: stanza.trim() }))
    .filter(({ name }) => name !== '')

/** A field of a stanza; empty when it has none. */
export const fieldOf = ({ text }: Stanza, name: string): string =>
  new RegExp(`^${name}: *(.*)$`, 'm').exec(text)?.[1] ?? ''

/** What the installer needs beyond its initrd for an install on one disk. Their dependencies follow. */
export const steps = [
  'apt-mirror-setup',
  'apt-setup-udeb',
  'base-installer',
  'bootstrap-base',
  'clock-setup',
  'di-utils-mapdevfs',
  'disk-detect',
  'dosfstools-udeb',
  'finish-install',
  'grub-installer',
  'partman-auto',
  'partman-base',
  'partman-basicfilesystems',
  'partman-basicmethods',
  'partman-efi',
  'partman-ext3',
  'partman-partitioning',
  'partman-target',
  'partman-utils',
  'pkgsel',
  'tzsetup-udeb',
  'user-setup-udeb',
] as const

/** Modules' packages: the running kernel's own come from its ordinary package instead. */
const isModules = (name: string): boolean => /-modules(-|$)|^kernel-image-/.test(name)

/**
 * The udebs that have to be there, and are not in the initrd.
 * @param index of udebs in the archive, by name
 * @param present in the initrd
 */
export function neededUdebs(index: ReadonlyMap<string, Package>, present: readonly Stanza[]): Package[] {
  const there = new Set(present.flatMap((stanza) => [stanza.name, ...namesIn(fieldOf(stanza, 'Provides'))]))
  const needed = new Map<string, Package>()
  const visit = (name: string): void => {
    if (there.has(name) || needed.has(name) || isModules(name)) return
    const found = index.get(name)
    // What is not there by name is provided by one of the steps, or not asked for by this way to install.
    if (!found) return
    needed.set(name, found)
    for (const other of namesIn(found.depends)) visit(other)
  }
  for (const name of steps) visit(name)
  return [...needed.values()].sort((a, b) => a.name.localeCompare(b.name))
}
