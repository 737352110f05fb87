import { type Reader, u16, u32 } from './bytes'

/** True for the first sector of a FAT volume (Microsoft FAT specification, 3.1). */
export const isFat = (first: Buffer): boolean =>
  u16(first, 510) === 0xaa55 && /FAT(12|16|32)/.test(first.toString('latin1', 54, 90))

type Volume = {
  /** Reads a chain of clusters, at most about so many bytes; a cycle ends there, too. */
  chain: (first: number, most: number) => Promise<Buffer>
  root: () => Promise<Buffer>
}

const eof = 0x0ffffff8

/** Opens a FAT volume at an offset (Microsoft FAT specification, 3 and 4). @returns null if its numbers are invalid */
async function open(read: Reader, start: number): Promise<Volume | null> {
  const boot = await read(start, 512)
  const [bytes, perCluster, reserved, fats] = [u16(boot, 11), boot[13] ?? 0, u16(boot, 14), boot[16] ?? 0]
  if (![512, 1_024, 2_048, 4_096].includes(bytes) || perCluster === 0 || fats === 0) return null
  const rootEntries = u16(boot, 17)
  const fatSize = u16(boot, 22) || u32(boot, 36)
  const total = u16(boot, 19) || u32(boot, 32)
  const rootStart = reserved + fats * fatSize
  const rootSectors = Math.ceil((rootEntries * 32) / bytes)
  const dataStart = rootStart + rootSectors
  const clusters = Math.floor((total - dataStart) / perCluster)
  // Small volumes formatted as FAT32 have no 16-bit size, and count as FAT32 too.
  const bits = u16(boot, 22) === 0 ? 32 : clusters < 4_085 ? 12 : 16
  const fat = await read(start + reserved * bytes, Math.min(fatSize * bytes, 8 << 20))
  const next = (cluster: number): number => {
    if (bits === 32) return u32(fat, cluster * 4) & 0x0fffffff
    if (bits === 16) return widen(u16(fat, cluster * 2), 0xfff8)
    const pair = u16(fat, cluster + (cluster >> 1))
    return widen(cluster & 1 ? pair >> 4 : pair & 0xfff, 0xff8)
  }
  const data = start + dataStart * bytes
  const size = perCluster * bytes
  const chain = async (first: number, most: number): Promise<Buffer> => {
    const parts: Buffer[] = []
    for (
      let cluster = first;
      cluster >= 2 && cluster < eof && parts.length < Math.ceil(most / size);
      cluster = next(cluster)
    )
      parts.push(await read(data + (cluster - 2) * size, size))
    return Buffer.concat(parts)
  }
  return {
    chain,
    root: () =>
      bits === 32
        ? chain(u32(boot, 44), largestFolder)
        : read(start + rootStart * bytes, rootSectors * bytes),
  }
}

/** Bytes of the largest folder: 65,536 entries. */
const largestFolder = 2 << 20

const widen = (value: number, last: number): number => (value >= last ? eof : value)

/** Finds an entry by its short name, `BOOTX64 EFI`. Long names are skipped, because firmware needs none of them. */
function find(folder: Buffer, name: string): { cluster: number; size: number; folder: boolean } | null {
  for (let at = 0; at + 32 <= folder.length; at += 32) {
    const entry = folder.subarray(at, at + 32)
    if (entry[0] === 0) return null
    const attributes = entry[11] ?? 0
    if (entry[0] === 0xe5 || attributes === 0x0f || attributes & 8) continue
    if (entry.toString('latin1', 0, 11) === name)
      return {
        cluster: u16(entry, 20) * 65_536 + u16(entry, 26),
        size: u32(entry, 28),
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

/**
 * Returns the first bytes of a file on a FAT volume, at most `most`.
 * @param path its short names
 * @returns null if there is none
 */
export async function fatFile(
  read: Reader,
  start: number,
  path: string,
  most = 16 << 20,
): Promise<Buffer | null> {
  const volume = await open(read, start)
  if (!volume) return null
  let folder = await volume.root()
  const names = path.split('/')
  for (const [depth, name] of names.entries()) {
    const found = find(folder, shortName(name))
    if (!found) return null
    const last = depth === names.length - 1
    if (found.folder === last) return null
    const length = last ? Math.min(found.size, most) : largestFolder
    folder = await volume.chain(found.cluster, length)
    if (last) return folder.subarray(0, length)
  }
  return null
}
