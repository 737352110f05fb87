import { namesIn, type Package } from '../mirror/packages'

/** A stanza of dpkg's status file, with its fields in order and their continuation lines. */
export type Stanza = { name: string; text: string }

/** Parses a status file (deb822(5)). */
export const parseStatus = (text: string): Stanza[] =>
  text
    .split(/\n\n+/)
    .map((stanza) => ({ name: /^Package: (\S+)$/m.exec(stanza)?.[1] ?? '', text: stanza.trim() }))
    .filter(({ name }) => name !== '')

/** Returns a field of a stanza; empty if there is none. */
export const fieldOf = ({ text }: Stanza, name: string): string =>
  new RegExp(`^${name}: *(.*)$`, 'm').exec(text)?.[1] ?? ''

/** The udebs that an install on one disk needs beyond the initrd. Their dependencies are added later. */
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

/** True for packages of modules: those of the running kernel come from its ordinary package instead. */
const isModules = (name: string): boolean => /-modules(-|$)|^kernel-image-/.test(name)

/**
 * Returns the udebs that are needed and are not in the initrd.
 * @param index udebs in the archive, by name
 * @param present packages in the initrd
 */
export function neededUdebs(index: ReadonlyMap<string, Package>, present: readonly Stanza[]): Package[] {
  const there = new Set(present.flatMap((stanza) => [stanza.name, ...namesIn(fieldOf(stanza, 'Provides'))]))
  const needed = new Map<string, Package>()
  const visit = (name: string): void => {
    if (there.has(name) || needed.has(name) || isModules(name)) return
    const found = index.get(name)
    // A name without a package is provided by one of the steps, or not needed for this kind of install.
    if (!found) return
    needed.set(name, found)
    for (const other of namesIn(found.depends)) visit(other)
  }
  for (const name of steps) visit(name)
  return [...needed.values()].sort((a, b) => a.name.localeCompare(b.name))
}
