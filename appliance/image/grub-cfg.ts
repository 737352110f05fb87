// What GRUB would do with a grub.cfg, as far as the image alone shows.
import { u16, u32 } from './bytes'
import type { FileSystem } from './file-systems'

/** Folders in which GRUB for guests of Xen looks on every file system (grub-xen's embedded configuration). */
const configs = ['/boot/grub/grub.cfg', '/grub/grub.cfg'] as const

/** One `linux` line of a grub.cfg, with what belongs to it. */
type Entry = { linux: string; options: string; initrds: string[]; searched: string | null }

/** A grub.cfg of an image, and what is wrong with its first entry. */
export type Config = {
  path: string
  on: FileSystem
  /** A sentence that says where it would stop; null if everything that it names is there. */
  fault: string | null
  /** How its kernels are packed. */
  packed: readonly Packing[]
}

/** How a kernel is packed; null if it isn't a bzImage. */
export type Packing = 'gzip' | 'xz' | 'zstd' | 'lzma' | 'lzo' | 'lz4' | 'bzip2' | 'not at all' | null

const packings = [
  ['1f8b', 'gzip'],
  ['fd377a58', 'xz'],
  ['28b52ffd', 'zstd'],
  ['5d0000', 'lzma'],
  ['894c5a4f', 'lzo'],
  ['02214c18', 'lz4'],
  ['425a68', 'bzip2'],
  ['7f454c46', 'not at all'],
] as const

/** Returns how a kernel is packed, by the payload in it (Linux, Documentation/arch/x86/boot.rst). */
export function packingOf(kernel: Buffer): Packing {
  const payload = (data: Buffer, at: number): Packing =>
    packings.find(([magic]) => data.toString('hex', at, at + magic.length / 2) === magic)?.[1] ?? null
  // A kernel without the boot protocol is one for Xen alone: an ELF file, perhaps packed as a whole.
  if (kernel.toString('latin1', 0x202, 0x206) !== 'HdrS') return payload(kernel, 0)
  return payload(kernel, ((kernel[0x1f1] || 4) + 1) * 512 + u32(kernel, 0x248))
}

const unquoted = (word: string): string => word.replace(/^['"]|['"]$/g, '')

/** Returns the entries of a grub.cfg, in their order. */
export function entriesOf(text: string): Entry[] {
  const entries: Entry[] = []
  let searched: string | null = null
  for (const line of text.split('\n').slice(0, 20_000)) {
    const [command = '', ...words] = line.trim().split(/\s+/)
    if (command === 'search') searched = words.find((word) => /^[0-9A-Fa-f-]{8,}$/.test(word)) ?? searched
    if (/^linux(16|efi)?$/.test(command) && words[0])
      entries.push({ linux: unquoted(words[0]), options: words.slice(1).join(' '), initrds: [], searched })
    if (/^initrd(16|efi)?$/.test(command)) entries.at(-1)?.initrds.push(...words.map(unquoted))
  }
  return entries
}

/** True for a path that only a running GRUB knows. */
const isOpen = (path: string): boolean => path.includes('$') || path.includes('(')

const same = (one: string | null, other: string): boolean => one?.toLowerCase() === other.toLowerCase()

/** Returns where the first entry would stop. @param all the file systems of the image */
async function faultOf(
  entries: readonly Entry[],
  on: FileSystem,
  all: readonly FileSystem[],
  text: string,
): Promise<string | null> {
  const [first] = entries
  if (!first)
    return /^\s*(multiboot2?|chainloader|configfile|blscfg|source)\b/m.test(text)
      ? null
      : 'It starts no kernel, so GRUB would stop at its menu.'
  const home = first.searched === null ? on : all.find(({ uuid }) => same(uuid, first.searched ?? ''))
  if (!home) return `It looks for the file system ${first.searched}, which the image doesn’t have.`
  for (const [what, path] of [['kernel', first.linux], ...first.initrds.map((one) => ['initrd', one])] as [
    string,
    string,
  ][])
    if (home.files && !isOpen(path) && (await home.files.read(path, 1)) === null)
      return what === 'kernel'
        ? `Its kernel ${path} isn’t there, so GRUB would stop with an error.`
        : `Its initrd ${path} isn’t there, so GRUB would stop with an error.`
  const [, root] = /(?:^|\s)root=UUID=([0-9A-Fa-f-]+)/.exec(first.options) ?? []
  // The root may be inside of what the doctor doesn't look into.
  const hidden = all.some(({ kind }) => kind === 'lvm' || kind === 'luks' || kind === 'raid')
  if (root && !hidden && !all.some(({ uuid }) => same(uuid, root)))
    return `Its kernel would wait for the root file system ${root}, which the image doesn’t have.`
  return null
}

/** Returns the grub.cfg that GRUB finds first; null if no file system that the doctor reads has one. */
export async function grubConfig(all: readonly FileSystem[]): Promise<Config | null> {
  for (const on of all)
    for (const path of configs) {
      const text = (await on.files?.read(path))?.toString('utf8')
      if (text === undefined) continue
      const entries = entriesOf(text)
      const packed: Packing[] = []
      for (const { linux, searched } of entries.slice(0, 32)) {
        const home = searched === null ? on : all.find(({ uuid }) => same(uuid, searched))
        const kernel = isOpen(linux) ? null : await home?.files?.read(linux, 1 << 20)
        if (kernel && u16(kernel, 0) !== 0) packed.push(packingOf(kernel))
      }
      // The menu for guests of Xen names its kernel by a variable: any copy beside the kernel may be meant.
      return {
        path,
        on,
        fault: await faultOf(
          entries.filter(({ linux }) => !isOpen(linux)),
          on,
          all,
          text,
        ),
        packed,
      }
    }
  return null
}
