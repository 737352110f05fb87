import { open } from 'node:fs/promises'
import { counted } from '../config/sentences'
import { errorText } from '../host/error-text'
import { type Host, UnreadableError } from '../host/host'
import { diagnose } from '../image/boots'
import { fatHas } from '../image/fat'
import type { Reader } from '../image/table'
import type { Finding } from './finding'
import { rules } from './rules'

const marks = { fine: 'ok  ', warning: 'warn', bad: 'BAD ' } as const

/** Returns a finding as lines. @param site the origin of the posts; without it only their paths are printed */
export const linesOf = ({ level, what, cure, post }: Finding, site = ''): string[] => [
  `${marks[level]} ${what}`,
  ...(cure ? [`     Cure: ${cure}`] : []),
  ...(post ? [`     Why:  ${site}${post}`] : []),
]

/** The finding for a rule that failed, so that the other rules still run. */
const unseen = (rule: string, error: unknown): Finding =>
  error instanceof UnreadableError
    ? { level: 'warning', what: `${error.path} (${rule}): ${error.why}`, cure: 'Run the doctor as root.' }
    : { level: 'warning', what: `The rule ${rule} couldn’t check: ${errorText(error)}` }

/** Runs every rule on a host. */
export async function examineHost(host: Host): Promise<Finding[]> {
  const found: Finding[] = []
  for (const { name, look } of rules)
    try {
      found.push(...(await look(host)))
    } catch (error) {
      found.push(unseen(name, error))
    }
  return found
}

/** Examines a raw image, without mounting it or being root. */
export async function examineImage(path: string): Promise<Finding[]> {
  const handle = await open(path)
  try {
    const read: Reader = async (offset, length) => {
      const buffer = Buffer.alloc(length)
      const { bytesRead } = await handle.read(buffer, 0, length, offset)
      return buffer.subarray(0, bytesRead)
    }
    const { table, bios, uefi, xen } = await diagnose(read, ({ start }) =>
      fatHas(read, start, 'EFI/BOOT/BOOTX64.EFI'),
    )
    const post = '/blog/grub-on-a-disk-image'
    const ways = [
      ['BIOS', bios],
      ['UEFI', uefi],
      ['Xen, PV and PVH', xen],
    ] as const
    return [
      {
        level: table.kind === 'none' ? 'bad' : 'fine',
        what: `Partition table: ${table.kind}, ${counted(table.partitions.length, 'partition', 'partitions')}.`,
      },
      ...table.faults.map((what): Finding => ({ level: 'bad', what, post })),
      ...ways.map(
        ([name, { can, why }]): Finding => ({
          level: can ? 'fine' : 'bad',
          what: `${name}: ${can ? 'boots.' : 'doesn’t boot.'} ${why}`,
          ...(can ? {} : { post }),
        }),
      ),
    ]
  } finally {
    await handle.close()
  }
}
