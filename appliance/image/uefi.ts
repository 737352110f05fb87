import { type Reader, u16, u32 } from './bytes'
import { fatFile, isFat } from './fat'
import { gptTypes, type Table } from './table'
import { no, type Way, yes } from './way'

/** The file that firmware starts from a disk that it has no entry for (UEFI 2.10, 3.5.1.1). */
const loader = 'EFI/BOOT/BOOTX64.EFI'

/** What is in a loader: null if it is none for this processor. */
type Loader = { signed: 'Microsoft' | 'somebody' | null } | null

/** Reads a loader (PE format, Microsoft; section “Optional Header”). */
function readLoader(file: Buffer): Loader {
  const pe = u32(file, 0x3c)
  const x64 = 0x8664
  if (file.toString('latin1', 0, 2) !== 'MZ' || file.toString('latin1', pe, pe + 4) !== 'PE\0\0') return null
  if (u16(file, pe + 4) !== x64 || u16(file, pe + 24) !== 0x20b) return null
  const [at, size] = [u32(file, pe + 24 + 144), u32(file, pe + 24 + 148)]
  if (size === 0 || at === 0 || at + size > file.length) return { signed: null }
  const names = file.toString('latin1', at, at + size)
  return { signed: /Microsoft (Corporation )?UEFI CA/.test(names) ? 'Microsoft' : 'somebody' }
}

const onSecureBoot = {
  Microsoft: 'It is signed by Microsoft, so it also starts with Secure Boot.',
  somebody:
    'It is signed, but not by Microsoft: with Secure Boot it starts only where its signer’s key is enrolled.',
  none: 'It isn’t signed: with Secure Boot, firmware answers “Access Denied”.',
} as const

/** Tells whether firmware finds a loader that it can start. */
export async function uefi({ partitions }: Table, read: Reader): Promise<Way> {
  const esp = partitions.find(({ type }) => type === gptTypes.esp || type === 'ef')
  if (!esp) return no('The image has no EFI system partition.')
  if (!isFat(await read(esp.start, 512)))
    return no(`Partition ${esp.number}, the EFI system partition, isn’t formatted with FAT.`)
  const file = await fatFile(read, esp.start, loader)
  if (!file)
    return no(`Partition ${esp.number} has no ${loader}: run grub-install --target=x86_64-efi --removable.`)
  const found = readLoader(file)
  if (!found)
    return no(
      `${loader} on partition ${esp.number} ${file.length === 0 ? 'is empty' : 'isn’t a program for this firmware'}: run grub-install --target=x86_64-efi --removable.`,
    )
  return yes(`Partition ${esp.number} has ${loader}. ${onSecureBoot[found.signed ?? 'none']}`)
}
