import { open } from 'node:fs/promises'
import { errorText } from '../host/error-text'
import { type Host, UnreadableError } from '../host/host'
import { diagnose } from '../image/boots'
import { fatHas } from '../image/fat'
import type { Reader } from '../image/table'
import type { Finding } from './finding'
import { rules } from './rules'

const marks = { fine: 'ok  ', warning: 'warn', bad: 'BAD ' } as const

/** A finding as lines. @param site where the posts are; left out, only their paths are said */
export const linesOf = ({ level, what, cure, post }: Finding, site = ''): string[] => [
  `${marks[level]} ${what}`,
  ...(cure ? [`     Cure: ${cure}`] : []),
  ...(post ? [`     Why:  ${site}${post}`] : []),
]

/** What is said where a rule could not look: the others still can. */
const unseen = (rule: string, error: unknown): Finding =>
  error instanceof UnreadableError
    ? { level: 'warning', what: `${error.path} (${rule}): ${error.why}`, cure: 'Let root call the doctor.' }
    : { level: 'warning', what: `${rule} was not looked at: ${errorText(error)}` }

/** Looks at a host by every rule. */
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

/** Looks at a raw image, without mounting it and without being root. */
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
        what: `Partition table: ${table.kind}, ${table.partitions.length} partitions.`,
      },
      ...table.faults.map((what): Finding => ({ level: 'bad', what, post })),
      ...ways.map(
        ([name, { can, why }]): Finding => ({
          level: can ? 'fine' : 'bad',
          what: `${name}: ${can ? 'boots.' : 'does not boot.'} ${why}`,
          ...(can ? {} : { post }),
        }),
      ),
    ]
  } finally {
    await handle.close()
  }
}
