import { type Reader, u16, u32, u64 } from './bytes'
import { isFat } from './fat'

export type Partition = {
  /** From 1. */
  number: number
  /** GPT: the type's GUID, in lower case. MBR: two hex digits. */
  type: string
  /** Bytes. */
  start: number
  size: number
  /** MBR's boot flag, GPT's "legacy BIOS bootable". */
  active: boolean
}

export type Table = {
  kind: 'gpt' | 'mbr' | 'none'
  partitions: Partition[]
  /** Inconsistencies, in words. */
  faults: string[]
  /** The boot code in the first sector. */
  bootCode: Buffer
  /** Bytes of a sector: 512, or 4096 on disks that have only these. */
  sector: number
}

/** Types of an MBR's partitions that hold others (Linux, block/partitions/msdos.c). */
const extended: ReadonlySet<string> = new Set(['05', '0f', '85'])

/** The most logical partitions, as in Linux. */
const mostLogical = 100

export const gptTypes = {
  bios: '21686148-6449-6e6f-744e-656564454649',
  esp: 'c12a7328-f81f-11d2-ba4b-00a0c93ec93b',
  linux: '0fc63daf-8483-4772-8e79-3d69d8477de4',
} as const

/** The Linux file system type in both kinds of tables. The installer alone makes an MBR when booted by a BIOS. */
export const linuxTypes: ReadonlySet<string> = new Set([gptTypes.linux, '83'])

/** Formats a GUID as UEFI stores it: its first three fields are little-endian (UEFI 2.10, appendix A). */
function guid(bytes: Buffer): string {
  const hex = (from: number, to: number): string => bytes.subarray(from, to).toString('hex')
  const little = (from: number, to: number): string =>
    Buffer.from(bytes.subarray(from, to)).reverse().toString('hex')
  return [little(0, 4), little(4, 6), little(6, 8), hex(8, 10), hex(10, 16)].join('-')
}

const table = Array.from({ length: 256 }, (_, n) => {
  let c = n
  for (let bit = 0; bit < 8; bit += 1) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1
  return c >>> 0
})

/** Returns the CRC-32 that GPT uses (UEFI 2.10, 5.3.2; ISO 3309). */
export const crc32 = (data: Buffer): number => {
  let c = 0xffffffff
  for (const byte of data) c = (c >>> 8) ^ (table[(c ^ byte) & 255] ?? 0)
  return (c ^ 0xffffffff) >>> 0
}

function mbrPartitions(first: Buffer, sector: number): Partition[] {
  return [0, 1, 2, 3].flatMap((n) => {
    const at = 446 + 16 * n
    const type = first[at + 4] ?? 0
    const [start, count] = [u32(first, at + 8), u32(first, at + 12)]
    if (type === 0 || count === 0) return []
    return [
      {
        number: n + 1,
        type: type.toString(16).padStart(2, '0'),
        start: start * sector,
        size: count * sector,
        active: first[at] === 0x80,
      },
    ]
  })
}

/** Returns the partitions inside of an extended one: each sector describes one of them and names the next sector. */
async function logicalPartitions(read: Reader, { start }: Partition, sector: number): Promise<Partition[]> {
  const found: Partition[] = []
  const seen = new Set<number>()
  for (let at = start; found.length < mostLogical && !seen.has(at); ) {
    seen.add(at)
    const here = await read(at, 512)
    if (u16(here, 510) !== 0xaa55) break
    const [own, next] = [446, 462].map((offset) => ({
      type: (here[offset + 4] ?? 0).toString(16).padStart(2, '0'),
      start: u32(here, offset + 8) * sector,
      size: u32(here, offset + 12) * sector,
    }))
    if (own && own.type !== '00' && own.size > 0)
      found.push({ ...own, number: 5 + found.length, start: at + own.start, active: false })
    if (!next || !extended.has(next.type) || next.start === 0) break
    at = start + next.start
  }
  return found
}

/** Returns the bytes of a sector, by where a GPT header is; null if there is none. */
async function gptSector(read: Reader): Promise<number | null> {
  for (const size of [512, 4_096]) if ((await read(size, 8)).toString('latin1') === 'EFI PART') return size
  return null
}

async function readGpt(read: Reader, faults: string[], sector: number): Promise<Partition[]> {
  const header = await read(sector, 512)
  const size = Math.min(u32(header, 12), 512)
  const blank = Buffer.from(header.subarray(0, size))
  if (size < 92 || blank.length < 92) {
    faults.push('The GPT header describes an impossible table.')
    return []
  }
  blank.writeUInt32LE(0, 16)
  if (crc32(blank) !== u32(header, 16)) faults.push('The GPT header doesn’t match its checksum.')
  const [at, count, length] = [u64(header, 72), u32(header, 80), u32(header, 84)]
  if (count > 1_024 || length < 128 || length > 4_096) {
    faults.push('The GPT header describes an impossible table.')
    return []
  }
  const entries = await read(at * sector, count * length)
  if (entries.length < count * length || crc32(entries) !== u32(header, 88))
    faults.push('The GPT’s partition table doesn’t match its checksum.')
  return Array.from({ length: Math.floor(entries.length / length) }, (_, n): Partition[] => {
    const entry = entries.subarray(n * length, (n + 1) * length)
    const type = guid(entry.subarray(0, 16))
    if (/^[0-]+$/.test(type)) return []
    const [first, last] = [u64(entry, 32), u64(entry, 40)]
    return [
      {
        number: n + 1,
        type,
        start: first * sector,
        size: (last - first + 1) * sector,
        active: ((entry[48] ?? 0) & 4) !== 0,
      },
    ]
  }).flat()
}

/** Names partitions that the image doesn't hold whole. @param size the image's bytes */
function checkEnds(partitions: readonly Partition[], size: number, faults: string[]): void {
  for (const { number, start, size: length } of partitions)
    if (start + length > size)
      faults.push(
        `Partition ${number} ends ${Math.ceil((start + length - size) / 2 ** 20)} MiB beyond the end of the image, which was cut off or not copied whole.`,
      )
}

/**
 * Reads the partition table of a raw image, without mounting it.
 * @param size the image's bytes; left out, the ends of partitions aren't checked
 */
export async function readTable(read: Reader, size = Number.POSITIVE_INFINITY): Promise<Table> {
  const first = await read(0, 512)
  const none = { kind: 'none' as const, partitions: [], bootCode: Buffer.alloc(0), sector: 512 }
  if (first.length < 512) return { ...none, faults: ['The image is smaller than a sector.'] }
  const gpt = await gptSector(read)
  if (u16(first, 510) !== 0xaa55)
    return {
      ...none,
      faults: [
        gpt === null
          ? 'The image has no partition table: its first sector lacks the signature 55 AA.'
          : 'The image has a GPT, but its first sector, the protective MBR, is gone. Repair it with gdisk: x, n, w.',
      ],
    }
  // A file system's own first sector ends like that, too, but its code stands where a table has only 00 or 80.
  const odd = [0, 1, 2, 3].some((n) => ((first[446 + 16 * n] ?? 0) & 0x7f) !== 0)
  if (odd || (isFat(first) && mbrPartitions(first, 512).length === 0))
    return {
      ...none,
      faults: [
        'The image has no partition table: its first sector is the boot sector of a file system, or damaged.',
      ],
    }
  const bootCode = first.subarray(0, 440)
  const mbr = mbrPartitions(first, gpt ?? 512)
  const faults: string[] = []
  if (mbr.some(({ type }) => type === 'ee')) {
    if (gpt === null) faults.push('The first sector announces a GPT, but the second has no GPT header.')
    const partitions = gpt === null ? [] : await readGpt(read, faults, gpt)
    checkEnds(partitions, size, faults)
    return { kind: 'gpt', partitions, faults, bootCode, sector: gpt ?? 512 }
  }
  if (gpt !== null && mbr.length === 0)
    faults.push(
      'The image has a GPT, but the protective MBR before it lists no partition, so GRUB sees none. Repair it with gdisk: x, n, w.',
    )
  const inside = mbr.find(({ type }) => extended.has(type))
  const partitions = [...mbr, ...(inside ? await logicalPartitions(read, inside, 512) : [])]
  checkEnds(partitions, size, faults)
  return { kind: 'mbr', partitions, faults, bootCode, sector: 512 }
}
