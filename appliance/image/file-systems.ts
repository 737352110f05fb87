import { type Reader, u16, u32, uuidAt } from './bytes'
import { type Files, openExt } from './ext'
import { isFat } from './fat'
import type { Partition } from './table'

/** A file system of an image, or what stands in its place. */
export type FileSystem = {
  /** The partition's number; 0 if it fills the whole image. */
  number: number
  start: number
  kind: 'ext' | 'xfs' | 'btrfs' | 'lvm' | 'luks' | 'raid' | 'fat' | 'ntfs' | 'squashfs' | 'iso9660' | 'swap'
  /** Its UUID as `root=UUID=` has it; null if it has none, or none that is known. */
  uuid: string | null
  /** Its files, for ext. */
  files: Files | null
}

/** Kinds that GRUB reads, but the doctor doesn't look into. */
export const opaque: ReadonlySet<FileSystem['kind']> = new Set([
  'xfs',
  'btrfs',
  'lvm',
  'luks',
  'raid',
  'squashfs',
])

/** Names of kinds in sentences. */
export const kindNames: Readonly<Record<FileSystem['kind'], string>> = {
  ext: 'an ext file system',
  xfs: 'an XFS file system',
  btrfs: 'a Btrfs file system',
  lvm: 'LVM',
  luks: 'encrypted with LUKS',
  raid: 'part of a RAID',
  fat: 'a FAT file system',
  ntfs: 'an NTFS file system',
  squashfs: 'a squashfs',
  iso9660: 'an ISO 9660 file system',
  swap: 'swap space',
}

const text = (data: Buffer, at: number, length: number): string => data.toString('latin1', at, at + length)

/** Tells what stands at an offset, by its magic numbers (as blkid(8) does); null for nothing that is known. */
export async function fileSystemAt(read: Reader, number: number, start: number): Promise<FileSystem | null> {
  const head = await read(start, 70_000)
  const of = (
    kind: FileSystem['kind'],
    uuid: string | null = null,
    files: Files | null = null,
  ): FileSystem => ({
    number,
    start,
    kind,
    uuid,
    files,
  })
  if (u16(head, 1_080) === 0xef53) return of('ext', uuidAt(head, 1_128), await openExt(read, start))
  if (text(head, 0, 4) === 'XFSB') return of('xfs', uuidAt(head, 32))
  if (text(head, 65_600, 8) === '_BHRfS_M') return of('btrfs', uuidAt(head, 65_568))
  if (text(head, 0, 4) === 'LUKS') return of('luks', text(head, 168, 36))
  if ([0, 512, 1_024, 1_536].some((at) => text(head, at, 8) === 'LABELONE')) return of('lvm')
  if ([0, 4_096].some((at) => u32(head, at) === 0xa92b4efc)) return of('raid')
  if (text(head, 0, 4) === 'hsqs') return of('squashfs')
  if (text(head, 32_769, 5) === 'CD001') return of('iso9660')
  if (text(head, 4_086, 10) === 'SWAPSPACE2') return of('swap', uuidAt(head, 1_036))
  if (text(head, 3, 4) === 'NTFS') return of('ntfs')
  if (!isFat(head)) return null
  const serial = u32(head, u16(head, 22) === 0 ? 67 : 39)
    .toString(16)
    .toUpperCase()
    .padStart(8, '0')
  return of('fat', `${serial.slice(0, 4)}-${serial.slice(4)}`)
}

/** Returns the file systems of all partitions, and that of the whole image if it has one. */
export async function fileSystemsOf(read: Reader, partitions: readonly Partition[]): Promise<FileSystem[]> {
  const found: FileSystem[] = []
  const whole = await fileSystemAt(read, 0, 0)
  if (whole) found.push(whole)
  for (const { number, start } of partitions.slice(0, 128)) {
    const one = start === 0 ? null : await fileSystemAt(read, number, start)
    if (one) found.push(one)
  }
  return found
}
