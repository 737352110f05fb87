import { type FileHandle, open } from 'node:fs/promises'
import { counted } from '../config/sentences'
import { errorText } from '../host/error-text'
import { type Host, UnreadableError } from '../host/host'
import { type Diagnosis, diagnose } from '../image/boots'
import type { Reader } from '../image/bytes'
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

const verdicts = { true: 'boots.', false: 'doesn’t boot.', null: 'may boot.' } as const

/** Examines a raw image, without mounting it or being root. */
export async function examineImage(path: string): Promise<Finding[]> {
  const handle = await open(path)
  try {
    const read: Reader = async (offset, length) => {
      const buffer = Buffer.alloc(length)
      const { bytesRead } = await handle.read(buffer, 0, length, offset)
      return buffer.subarray(0, bytesRead)
    }
    return findingsOf(await diagnose(read, await sizeOf(handle)))
  } finally {
    await handle.close()
  }
}

/** Returns the bytes of an image, or of a disk, whose own size the system gives as 0. */
async function sizeOf(handle: FileHandle): Promise<number> {
  const found = await handle.stat()
  return found.isBlockDevice() ? Number.MAX_SAFE_INTEGER : found.size
}

/** Returns what to say about an image. */
export function findingsOf({ table, bios, uefi, pvh, pv }: Diagnosis): Finding[] {
  const post = '/blog/grub-on-a-disk-image'
  const ways = [
    ['BIOS', bios],
    ['UEFI', uefi],
    ['Xen, PVH', pvh],
    ['Xen, PV', pv],
  ] as const
  const sectors = table.sector === 512 ? '' : `, sectors of ${table.sector} bytes`
  return [
    {
      level: table.kind === 'none' && pvh.can === false ? 'bad' : 'fine',
      what: `Partition table: ${table.kind}, ${counted(table.partitions.length, 'partition', 'partitions')}${sectors}.`,
    },
    ...table.faults.map((what): Finding => ({ level: 'bad', what, post })),
    ...ways.map(
      ([name, { can, why }]): Finding => ({
        level: can === null ? 'warning' : can ? 'fine' : 'bad',
        what: `${name}: ${verdicts[`${can}`]} ${why}`,
        ...(can ? {} : { post }),
      }),
    ),
  ]
}
