/** A file, folder or link in an archive. Modes as in chmod. */
export type CpioEntry =
  | { path: string; kind: 'file'; mode: number; data: Buffer | string }
  | { path: string; kind: 'folder'; mode: number }
  | { path: string; kind: 'link'; to: string }

const types = { file: 0o100000, folder: 0o040000, link: 0o120000 } as const
const padded = (length: number): number => (4 - (length % 4)) % 4

function header(fields: readonly number[]): string {
  return `070701${fields.map((field) => field.toString(16).padStart(8, '0').toUpperCase()).join('')}`
}

function record(path: string, number: number, mode: number, data: Buffer): Buffer {
  const name = Buffer.from(`${path}\0`)
  const head = Buffer.from(
    // ino mode uid gid nlink mtime filesize devmajor devminor rdevmajor rdevminor namesize check
    header([number, mode, 0, 0, 1, 0, data.length, 0, 0, 0, 0, name.length, 0]),
  )
  return Buffer.concat([
    head,
    name,
    Buffer.alloc(padded(head.length + name.length)),
    data,
    Buffer.alloc(padded(data.length)),
  ])
}

/**
 * Makes a cpio archive in the format `newc`, which the kernel accepts as an initramfs (its
 * Documentation/driver-api/early-userspace/buffer-format.rst). Everything belongs to root and has no date, so that
 * the same entries give the same bytes. Parent folders are added.
 */
export function cpio(entries: readonly CpioEntry[]): Buffer {
  const all = new Map<string, CpioEntry>()
  for (const entry of entries) {
    if (
      !/^[^/\0][^\0]*$/.test(entry.path) ||
      entry.path.split('/').some((part) => ['', '.', '..'].includes(part))
    )
      throw new Error(`not a valid path in an archive: ${entry.path}`)
    const parts = entry.path.split('/')
    for (let depth = 1; depth < parts.length; depth += 1) {
      const path = parts.slice(0, depth).join('/')
      if (!all.has(path)) all.set(path, { path, kind: 'folder', mode: 0o755 })
    }
    all.set(entry.path, entry)
  }
  const records = [...all.values()].map((entry, n) => {
    const data =
      entry.kind === 'file' ? Buffer.from(entry.data) : Buffer.from(entry.kind === 'link' ? entry.to : '')
    return record(entry.path, n + 1, types[entry.kind] | (entry.kind === 'link' ? 0o777 : entry.mode), data)
  })
  return Buffer.concat([...records, record('TRAILER!!!', 0, 0, Buffer.alloc(0))])
}

/**
 * Appends an archive to an initrd. The first part is padded to a multiple of four bytes, or else the kernel silently
 * skips the second.
 */
export const appended = (initrd: Buffer, overlay: Buffer): Buffer =>
  Buffer.concat([initrd, Buffer.alloc(padded(initrd.length)), overlay])
