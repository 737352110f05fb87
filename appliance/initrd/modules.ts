import { cp, mkdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { run } from '../host/programs'
import type { CpioEntry } from './cpio'
import { entriesOf } from './unpack'

/** Drivers for an install on a virtual disk of any hypervisor, and the file systems of the image. */
export const wanted = [
  'virtio_blk',
  'virtio_scsi',
  'virtio_net',
  'virtio_console',
  'virtio_rng',
  'xen-blkfront',
  'xen-netfront',
  'sd_mod',
  'sr_mod',
  'ahci',
  'ext4',
  'vfat',
  'nls_cp437',
  'nls_ascii',
  'nls_iso8859-1',
  'nls_utf8',
  'efivarfs',
  'loop',
  'isofs',
  'dm-mod',
] as const

/** Parses modules.dep: for each module its file and its dependencies (modules.dep(5)). */
export function parseDependencies(text: string): Map<string, { file: string; needs: string[] }> {
  const all = new Map<string, { file: string; needs: string[] }>()
  for (const line of text.split('\n')) {
    const [file = '', needs = ''] = line.split(':')
    const name = nameOf(file)
    if (name) all.set(name, { file, needs: needs.trim().split(' ').filter(Boolean) })
  }
  return all
}

const nameOf = (file: string): string =>
  (file.split('/').pop() ?? '').replace(/\.ko(\.\w+)?$/, '').replaceAll('-', '_')

/** Returns the files of these modules and their dependencies. A built-in module has no file and is skipped. */
export function closure(
  names: readonly string[],
  dependencies: ReturnType<typeof parseDependencies>,
): string[] {
  const files = new Set<string>()
  const visit = (name: string): void => {
    const found = dependencies.get(name.replaceAll('-', '_'))
    if (!found || files.has(found.file)) return
    files.add(found.file)
    for (const file of found.needs) visit(nameOf(file))
  }
  for (const name of names) visit(name)
  return [...files].sort()
}

/**
 * Returns the modules that the initrd lacks, with new lists of all modules.
 * @param kernel unpacked from the ordinary package of exactly the initrd's kernel
 * @param initrd modules unpacked from the initrd; the missing ones are copied into it
 */
export async function moduleEntries(kernel: string, initrd: string, version: string): Promise<CpioEntry[]> {
  const [from, to] = [kernel, initrd].map((folder) => join(folder, 'usr/lib/modules', version)) as [
    string,
    string,
  ]
  await run('depmod', ['-b', join(kernel, 'usr'), version])
  const files = closure(wanted, parseDependencies(await readFile(join(from, 'modules.dep'), 'utf8')))
  for (const file of files) {
    await mkdir(dirname(join(to, file)), { recursive: true })
    await cp(join(from, file), join(to, file))
  }
  for (const list of ['modules.order', 'modules.builtin', 'modules.builtin.modinfo'])
    await cp(join(from, list), join(to, list), { force: true })
  await run('depmod', ['-b', join(initrd, 'usr'), version])
  const all = await entriesOf(initrd)
  const prefix = `usr/lib/modules/${version}/`
  return all.filter(({ path }) => {
    const name = path.startsWith(prefix) ? path.slice(prefix.length) : ''
    return files.includes(name) || /^modules\.[a-z.]+$/.test(name)
  })
}
