// What a BIOS would do with an image: the first sector, and the loader that it leads to.
import { type Reader, u16, u32, u64 } from './bytes'
import type { FileSystem } from './file-systems'
import { gptTypes, type Table } from './table'
import { no, unknown, type Way, yes } from './way'

/** Where GRUB's boot.img has the number of the core's first sector (grub-core/boot/i386/pc/boot.S). */
const kernelSector = 0x5c
/** Where the core's first sector ends with the list of its other sectors (diskboot.S); an entry has 12 bytes. */
const blockList = { last: 500, entry: 12, least: 300 } as const

/** True if the first sector has GRUB's boot code, which contains its name. */
const hasGrub = (code: Buffer): boolean => code.includes('GRUB')

/** True for the first sector of GRUB's core: it contains diskboot.S's messages. */
const isDiskboot = (sector: Buffer): boolean => sector.includes('Geom') && sector.includes('Read')

/**
 * Follows GRUB's first sector to its core.
 * @param size the image's bytes
 * @returns a sentence that says where it would hang; null if the core is whole
 */
export async function coreFault(
  code: Buffer,
  read: Reader,
  sector: number,
  size: number,
): Promise<string | null> {
  const first = u64(code, kernelSector)
  const head = await read(first * 512, 512)
  if (first === 0 || head.length < 512)
    return `GRUB’s first sector leads to sector ${first}, which the image doesn’t have, so it would hang there.`
  if (!isDiskboot(head))
    return `GRUB’s first sector leads to sector ${first}, which doesn’t hold GRUB’s core, so it would hang there.`
  let body: number | null = null
  for (let at = blockList.last; at >= blockList.least; at -= blockList.entry) {
    const [start, count] = [u64(head, at), u16(head, at + 8)]
    if (start === 0 || count === 0) break
    if ((start + count) * 512 > size)
      return `GRUB’s core would continue at sector ${start}, beyond the end of the image, so it would hang there.`
    body ??= start
  }
  if (body === null) return `GRUB’s core at sector ${first} lists no further sectors, so it would hang there.`
  // The body begins with a far jump, then with its packed and unpacked sizes (startup_raw.S).
  const start = await read(body * 512, sector)
  const [packed, whole] = [u32(start, 8), u32(start, 12)]
  return start[0] === 0xea && packed > 1_024 && whole > packed && whole < 8 << 20
    ? null
    : `Sector ${body} should hold the body of GRUB’s core, but holds something else, so it would hang there.`
}

/** The name of another loader whose code stands in the first sector; null for none that is known. */
function otherLoader(code: Buffer, first: Buffer): string | null {
  if (code.includes('isolinux.bin')) return 'ISOLINUX'
  return /SYSLINUX|EXTLINUX|ldlinux/.test(first.toString('latin1')) ? 'EXTLINUX or SYSLINUX' : null
}

/** Tells about an image whose first sector is not GRUB's. */
async function withoutGrub(table: Table, read: Reader, isIso: boolean): Promise<Way> {
  const active = table.partitions.find((one) => one.active)
  const other = otherLoader(table.bootCode, active ? await read(active.start, 512) : Buffer.alloc(0))
  if (other === 'ISOLINUX' || (other && active && table.bootCode.some((byte) => byte !== 0)))
    return yes(`${other} is in the first sector${other === 'ISOLINUX' ? '' : ' and the active partition'}.`)
  if (table.bootCode.every((byte) => byte === 0))
    return no(
      'The first sector has no GRUB boot code, nor any other: run grub-install --target=i386-pc on it.',
    )
  return isIso
    ? unknown('The first sector has boot code of an ISO image that the doctor doesn’t know.')
    : unknown(
        'The first sector has boot code that the doctor doesn’t know, and no GRUB boot code. To replace it, run grub-install --target=i386-pc on it.',
      )
}

/** Tells whether a BIOS gets as far as GRUB's menu. */
export async function bios(
  table: Table,
  systems: readonly FileSystem[],
  read: Reader,
  size: number,
): Promise<Way> {
  const isIso = systems.some(({ kind }) => kind === 'iso9660')
  if (!hasGrub(table.bootCode)) return withoutGrub(table, read, isIso)
  // The first sector of an ISO image leads to the image of a boot CD, whose core has no list of sectors.
  if (isIso) return yes('GRUB is in the first sector of this ISO image.')
  if (table.kind === 'gpt') {
    const home = table.partitions.find(({ type }) => type === gptTypes.bios)
    if (!home)
      return no('The GPT has no BIOS boot partition for GRUB’s core. Add one (1 MiB, type bios_grub).')
    if ((await read(home.start, 512)).every((byte) => byte === 0))
      return no('The BIOS boot partition is empty: run grub-install --target=i386-pc on it.')
  } else if (table.partitions.length > 0) {
    const first = Math.min(...table.partitions.map(({ start }) => start))
    if (first < leastGap)
      return no(
        `The first partition begins at sector ${first / 512}, which leaves no room for GRUB’s core. Begin it at sector 2048.`,
      )
  }
  const fault = await coreFault(table.bootCode, read, 512, size)
  if (fault) return no(`${fault} Run grub-install --target=i386-pc on it.`)
  return table.partitions.length === 0
    ? no('GRUB starts, but sees no partition, so it would stop at its prompt.')
    : yes('GRUB’s first sector leads to its whole core.')
}

/** The smallest gap before the first partition, in bytes, that fits GRUB's core, which has some 60 sectors. */
const leastGap = 62 * 512
