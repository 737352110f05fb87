import { bios } from './bios'
import { bounded, type Reader } from './bytes'
import { type FileSystem, fileSystemsOf, kindNames, opaque } from './file-systems'
import { type Config, grubConfig } from './grub-cfg'
import { readTable, type Table } from './table'
import { uefi } from './uefi'
import { next, no, unknown, type Way, yes } from './way'

/** How an image can boot. */
export type Diagnosis = { table: Table; bios: Way; uefi: Way; pvh: Way; pv: Way }

const where = ({ number }: FileSystem): string => (number === 0 ? 'The image' : `Partition ${number}`)

/** Tells what GRUB makes of the image's file systems, however it was started. */
function menu(config: Config | null, systems: readonly FileSystem[]): Way {
  if (config)
    return config.fault
      ? no(`${where(config.on)} has ${config.path}. ${config.fault}`)
      : yes(`${where(config.on)} has ${config.path}.`)
  const closed = systems.find(({ kind, files }) => opaque.has(kind) || (kind === 'ext' && !files))
  if (closed)
    return unknown(
      `${where(closed)} is ${kindNames[closed.kind]}, which GRUB may read, but the doctor doesn’t look into.`,
    )
  if (systems.some(({ kind }) => kind === 'iso9660'))
    return unknown('The doctor doesn’t look into ISO images.')
  return systems.some(({ kind }) => kind === 'ext')
    ? no('No file system has boot/grub/grub.cfg, so GRUB would stop at its prompt: run update-grub in it.')
    : no('No partition is an ext file system or another that GRUB reads, so it can’t find a grub.cfg.')
}

/** Tells about PV guests, whose kernel GRUB itself has to unpack. */
function pvOf(pvh: Way, config: Config | null): Way {
  if (pvh.can !== true || !config) return pvh
  const known = config.packed.filter((one) => one !== null)
  if (
    known.length === 0 ||
    known.some((one) => one === 'gzip' || one === 'xz' || one === 'lzo' || one === 'not at all')
  )
    return pvh
  return no(
    `Its kernel is packed with ${known[0]}, which GRUB for PV guests can’t unpack: it would say “not xen image”. A copy packed with gzip beside it would start.`,
  )
}

/**
 * Determines how an image can boot, without being root and without mounting it.
 * @param read reads the image
 * @param size its bytes
 */
export async function diagnose(read: Reader, size: number): Promise<Diagnosis> {
  const safely = bounded(read, size)
  const table = await readTable(safely, size)
  const systems = await fileSystemsOf(safely, table.partitions)
  const config = await grubConfig(systems)
  const grub = menu(config, systems)
  if (table.kind === 'none') {
    const none = no(table.faults[0] ?? 'The image has no partition table.')
    return {
      table,
      bios: none,
      uefi: none,
      pvh: systems.length > 0 ? grub : none,
      pv: systems.length > 0 ? pvOf(grub, config) : none,
    }
  }
  const isIso = systems.some(({ kind }) => kind === 'iso9660')
  const byBios = await bios(table, systems, safely, size)
  const byGrub = byBios.can === true && byBios.why.startsWith('GRUB') && !isIso
  return {
    table,
    bios: byGrub ? next(byBios, grub) : byBios,
    // What the loader is, only its own configuration tells; most are GRUB.
    uefi: await uefi(table, safely),
    pvh: grub,
    pv: pvOf(grub, config),
  }
}
