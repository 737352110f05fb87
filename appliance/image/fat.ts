import type { Reader } from './table'

type Volume = {
  data: number
  cluster: number
  entries: (name: number) => Promise<number>
  root: () => Promise<Buffer>
}

const eof = 0x0ffffff8

/** Opens a FAT volume at an offset (Microsoft FAT specification, 3 and 4). @throws if its numbers are invalid */
async function open(read: Reader, start: number): Promise<Volume> {
  const boot = await read(start, 512)
  const [bytes, perCluster, reserved, fats] = [
    boot.readUInt16LE(11),
    boot[13] ?? 0,
    boot.readUInt16LE(14),
    boot[16] ?? 0,
  ]
  if (bytes !== 512 || perCluster === 0 || fats === 0) throw new Error('this isn’t a FAT volume')
  const rootEntries = boot.readUInt16LE(17)
  const fatSize = boot.readUInt16LE(22) || boot.readUInt32LE(36)
  const total = boot.readUInt16LE(19) || boot.readUInt32LE(32)
  const rootStart = reserved + fats * fatSize
  const rootSectors = Math.ceil((rootEntries * 32) / 512)
  const dataStart = rootStart + rootSectors
  const clusters = Math.floor((total - dataStart) / perCluster)
  // Small volumes formatted as FAT32 have no 16-bit size, and count as FAT32 too.
  const bits = boot.readUInt16LE(22) === 0 ? 32 : clusters < 4_085 ? 12 : 16
  const fat = await read(start + reserved * 512, Math.min(fatSize * 512, 8 << 20))
  const next = (cluster: number): number => {
    if (bits === 32) return fat.readUInt32LE(cluster * 4) & 0x0fffffff
    if (bits === 16) return widen(fat.readUInt16LE(cluster * 2), 0xfff8)
    const pair = fat.readUInt16LE(cluster + (cluster >> 1))
    return widen(cluster & 1 ? pair >> 4 : pair & 0xfff, 0xff8)
  }
  const data = start + dataStart * 512
  const size = perCluster * 512
  return {
    data,
    cluster: size,
    entries: async (cluster) => next(cluster),
    root: async () =>
      bits === 32
        ? chain(read, { data, size }, next, boot.readUInt32LE(44))
        : read(start + rootStart * 512, rootSectors * 512),
  }
}

const widen = (value: number, last: number): number => (value >= last ? eof : value)

/** Reads a chain of clusters; stops in a cycle. */
async function chain(
  read: Reader,
  { data, size }: { data: number; size: number },
  next: (cluster: number) => number,
  first: number,
): Promise<Buffer> {
  const parts: Buffer[] = []
  for (let cluster = first; cluster >= 2 && cluster < eof && parts.length < 1_024; cluster = next(cluster))
    parts.push(await read(data + (cluster - 2) * size, size))
  return Buffer.concat(parts)
}

/** Finds an entry by its short name, `BOOTX64 EFI`. Long names are skipped, because firmware needs none of them. */
function find(folder: Buffer, name: string): { cluster: number; folder: boolean } | null {
  for (let at = 0; at + 32 <= folder.length; at += 32) {
    const entry = folder.subarray(at, at + 32)
    if (entry[0] === 0) return null
    const attributes = entry[11] ?? 0
    if (entry[0] === 0xe5 || attributes === 0x0f || attributes & 8) continue
    if (entry.toString('latin1', 0, 11) === name)
      return {
        cluster: (entry.readUInt16LE(20) << 16) | entry.readUInt16LE(26),
        folder: (attributes & 0x10) !== 0,
      }
  }
  return null
}

/** Converts `BOOTX64.EFI` to its form in a directory: `BOOTX64 EFI`. */
const shortName = (name: string): string => {
  const [base = '', extension = ''] = name.toUpperCase().split('.')
  return base.padEnd(8) + extension.padEnd(3)
}

/** True if a FAT volume has a file, by its path of short names. */
export async function fatHas(read: Reader, start: number, path: string): Promise<boolean> {
  const volume = await open(read, start).catch(() => null)
  if (!volume) return false
  let folder = await volume.root()
  const names = path.split('/')
  for (const [depth, name] of names.entries()) {
    const found = find(folder, shortName(name))
    if (!found) return false
    if (depth === names.length - 1) return !found.folder
    if (!found.folder) return false
    const parts: Buffer[] = []
    for (
      let cluster = found.cluster;
      cluster >= 2 && cluster < eof && parts.length < 1_024;
      cluster = await volume.entries(cluster)
    )
      parts.push(await read(volume.data + (cluster - 2) * volume.cluster, volume.cluster))
    folder = Buffer.concat(parts)
  }
  return false
}
