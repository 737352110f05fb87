import { crc32 } from './table'

const guidBytes = (text: string): Buffer => {
  const [a = '', b = '', c = '', d = '', e = ''] = text.split('-')
  const back = (hex: string): Buffer => Buffer.from(hex, 'hex').reverse()
  return Buffer.concat([back(a), back(b), back(c), Buffer.from(d + e, 'hex')])
}

/** Makes a test image of 64 MiB with a GPT of these partitions: type, first and last sector. */
export function gptImage(parts: readonly (readonly [type: string, first: number, last: number])[]): Buffer {
  const image = Buffer.alloc(64 << 20)
  image[446 + 4] = 0xee
  image.writeUInt32LE(1, 446 + 8)
  image.writeUInt32LE(131_071, 446 + 12)
  image.writeUInt16LE(0xaa55, 510)
  const table = Buffer.alloc(128 * 128)
  for (const [n, [type, first, last]] of parts.entries()) {
    guidBytes(type).copy(table, n * 128)
    table.writeBigUInt64LE(BigInt(first), n * 128 + 32)
    table.writeBigUInt64LE(BigInt(last), n * 128 + 40)
  }
  table.copy(image, 1_024)
  const header = Buffer.alloc(92)
  header.write('EFI PART', 'latin1')
  header.writeUInt32LE(0x00010000, 8)
  header.writeUInt32LE(92, 12)
  header.writeBigUInt64LE(2n, 72)
  header.writeUInt32LE(128, 80)
  header.writeUInt32LE(128, 84)
  header.writeUInt32LE(crc32(table), 88)
  header.writeUInt32LE(crc32(header), 16)
  header.copy(image, 512)
  return image
}

/**
 * Puts something into an image that looks like GRUB's first sector and core, as far as the doctor reads them; it
 * doesn't run. @param at the core's first sector
 */
export function grubLike(image: Buffer, at: number): Buffer {
  image.write('GRUB', 0x180, 'latin1')
  image.writeBigUInt64LE(BigInt(at), 0x5c)
  const core = at * 512
  image.write('loading\0.\0\r\n\0Geom\0Read\0 Error', core + 0x100, 'latin1')
  image.writeBigUInt64LE(BigInt(at + 1), core + 500)
  image.writeUInt16LE(58, core + 508)
  image[core + 512] = 0xea
  image.writeUInt32LE(30_000, core + 512 + 8)
  image.writeUInt32LE(90_000, core + 512 + 12)
  return image
}

/** Makes a loader for UEFI that looks like one, as far as the doctor reads it. @param signer names in its signature */
export function loaderLike(signer = ''): Buffer {
  const file = Buffer.alloc(2_048)
  file.write('MZ', 'latin1')
  file.writeUInt32LE(0x80, 0x3c)
  file.write('PE\0\0', 0x80, 'latin1')
  file.writeUInt16LE(0x8664, 0x84)
  file.writeUInt16LE(0x20b, 0x80 + 24)
  if (signer === '') return file
  file.writeUInt32LE(1_024, 0x80 + 24 + 144)
  file.writeUInt32LE(512, 0x80 + 24 + 148)
  file.write(signer, 1_100, 'latin1')
  return file
}

/** Makes a kernel that looks like a bzImage. @param magic the first bytes of its payload, in hexadecimal */
export function kernelLike(magic: string): Buffer {
  const file = Buffer.alloc(8_192)
  file[0x1f1] = 3
  file.write('MZ', 'latin1')
  file.write('HdrS', 0x202, 'latin1')
  file.writeUInt32LE(64, 0x248)
  file.write(magic, 4 * 512 + 64, 'hex')
  return file
}
