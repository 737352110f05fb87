/** Reads up to `length` bytes of an image or disk from an offset; fewer at its end. */
export type Reader = (offset: number, length: number) => Promise<Buffer>

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
}

const sector = 512

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

function mbrPartitions(first: Buffer): Partition[] {
  return [0, 1, 2, 3].flatMap((n) => {
    const entry = first.subarray(446 + 16 * n, 462 + 16 * n)
    const type = entry[4] ?? 0
    const [start, count] = [entry.readUInt32LE(8), entry.readUInt32LE(12)]
    if (type === 0 || count === 0) return []
    return [
      {
        number: n + 1,
        type: type.toString(16).padStart(2, '0'),
        start: start * sector,
        size: count * sector,
        active: entry[0] === 0x80,
      },
    ]
  })
}

async function readGpt(read: Reader, faults: string[]): Promise<Partition[]> {
  const header = await read(sector, sector)
  if (header.length < 92 || header.toString('latin1', 0, 8) !== 'EFI PART') {
    faults.push('The first sector announces a GPT, but the second has no GPT header.')
    return []
  }
  const size = Math.min(header.readUInt32LE(12), sector)
  const blank = Buffer.from(header.subarray(0, size))
  blank.writeUInt32LE(0, 16)
  if (crc32(blank) !== header.readUInt32LE(16)) faults.push('The GPT header doesn’t match its checksum.')
  const [at, count, length] = [
    Number(header.readBigUInt64LE(72)),
    header.readUInt32LE(80),
    header.readUInt32LE(84),
  ]
  if (count > 1_024 || length < 128 || length > 4_096) {
    faults.push('The GPT header describes an impossible table.')
    return []
  }
  const entries = await read(at * sector, count * length)
  if (entries.length < count * length || crc32(entries) !== header.readUInt32LE(88))
    faults.push('The GPT’s partition table doesn’t match its checksum.')
  return Array.from({ length: Math.floor(entries.length / length) }, (_, n): Partition[] => {
    const entry = entries.subarray(n * length, (n + 1) * length)
    const type = guid(entry.subarray(0, 16))
    if (/^[0-]+$/.test(type)) return []
    const [first, last] = [Number(entry.readBigUInt64LE(32)), Number(entry.readBigUInt64LE(40))]
    return [
      {
        number: n + 1,
        type,
        start: first * sector,
        size: (last - first + 1) * sector,
        active: (entry.readBigUInt64LE(48) & 4n) !== 0n,
      },
    ]
  }).flat()
}

/** Reads the partition table of a raw image, without mounting it. */
export async function readTable(read: Reader): Promise<Table> {
  const first = await read(0, sector)
  const none = { kind: 'none' as const, partitions: [], bootCode: Buffer.alloc(0) }
  if (first.length < sector) return { ...none, faults: ['The image is smaller than a sector.'] }
  if (first[510] !== 0x55 || first[511] !== 0xaa)
    return {
      ...none,
      faults: ['The image has no partition table: its first sector lacks the signature 55 AA.'],
    }
  const bootCode = first.subarray(0, 440)
  const mbr = mbrPartitions(first)
  const faults: string[] = []
  if (!mbr.some(({ type }) => type === 'ee')) return { kind: 'mbr', partitions: mbr, faults, bootCode }
  return { kind: 'gpt', partitions: await readGpt(read, faults), faults, bootCode }
}
