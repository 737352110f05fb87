import { gptTypes, type Partition, type Reader, readTable, type Table } from './table'

/** Whether an image can boot in some way, and why not. */
export type Way = { can: boolean; why: string }
export type Diagnosis = { table: Table; bios: Way; uefi: Way; xen: Way }

const way = (can: boolean, why: string): Way => ({ can, why })

/** True if the first sector has GRUB's boot code, which contains its name (grub-core/boot/i386/pc/boot.S). */
const hasGrub = (code: Buffer): boolean => code.includes('GRUB')

/** The smallest gap before the first partition, in bytes, that fits GRUB's core, which has some 60 sectors. */
const leastGap = 62 * 512

async function bios(table: Table, read: Reader): Promise<Way> {
  if (!hasGrub(table.bootCode))
    return way(false, 'The first sector has no GRUB boot code: run grub-install --target=i386-pc on it.')
  if (table.kind === 'mbr') {
    const first = Math.min(...table.partitions.map(({ start }) => start))
    return first < leastGap
      ? way(
          false,
          `The first partition begins at sector ${first / 512}, which leaves no room for GRUB’s core. Begin it at sector 2048.`,
        )
      : way(true, `GRUB is in the first sector and has ${Math.floor(first / 512) - 1} sectors for its core.`)
  }
  const home = table.partitions.find(({ type }) => type === gptTypes.bios)
  if (!home)
    return way(false, 'The GPT has no BIOS boot partition for GRUB’s core. Add one (1 MiB, type bios_grub).')
  const core = await read(home.start, 512)
  return core.some((byte) => byte !== 0)
    ? way(true, 'GRUB is in the first sector, and the BIOS boot partition isn’t empty.')
    : way(false, 'The BIOS boot partition is empty: run grub-install --target=i386-pc on it.')
}

/** True for a FAT boot sector, which an EFI system partition must start with (Microsoft FAT specification, 3.1). */
const isFat = (first: Buffer): boolean =>
  first.length >= 512 &&
  first[510] === 0x55 &&
  first[511] === 0xaa &&
  /FAT(12|16|32)/.test(first.toString('latin1', 54, 90))

async function uefi(
  { partitions }: Table,
  read: Reader,
  hasLoader: (esp: Partition) => Promise<boolean>,
): Promise<Way> {
  const esp = partitions.find(({ type }) => type === gptTypes.esp || type === 'ef')
  if (!esp) return way(false, 'The image has no EFI system partition.')
  if (!isFat(await read(esp.start, 512)))
    return way(false, `Partition ${esp.number}, the EFI system partition, isn’t formatted with FAT.`)
  return (await hasLoader(esp))
    ? way(true, `Partition ${esp.number} has EFI/BOOT/BOOTX64.EFI.`)
    : way(
        false,
        `Partition ${esp.number} has no EFI/BOOT/BOOTX64.EFI: run grub-install --target=x86_64-efi --removable.`,
      )
}

/**
 * True for an ext file system, by its magic number 56 bytes into the superblock, which begins at 1024 (Linux,
 * Documentation/filesystems/ext4).
 */
const isExt = async ({ start }: Partition, read: Reader): Promise<boolean> =>
  (await read(start + 1_080, 2)).equals(Buffer.from([0x53, 0xef]))

/**
 * Determines how an image can boot, without being root and without mounting it.
 * @param hasLoader true if an EFI system partition has the loader that firmware looks for
 */
export async function diagnose(
  read: Reader,
  hasLoader: (esp: Partition) => Promise<boolean>,
): Promise<Diagnosis> {
  const table = await readTable(read)
  if (table.kind === 'none') {
    const no = way(false, table.faults[0] ?? 'The image has no partition table.')
    return { table, bios: no, uefi: no, xen: no }
  }
  const roots = []
  for (const partition of table.partitions) if (await isExt(partition, read)) roots.push(partition)
  return {
    table,
    bios: await bios(table, read),
    uefi: await uefi(table, read, hasLoader),
    xen:
      roots.length > 0
        ? way(
            true,
            `Partition ${roots[0]?.number} is an ext file system, where GRUB for PV and PVH guests looks for boot/grub/grub.cfg.`,
          )
        : way(
            false,
            'No partition is an ext file system, so GRUB for PV and PVH guests can’t find a grub.cfg.',
          ),
  }
}
