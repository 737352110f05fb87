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
