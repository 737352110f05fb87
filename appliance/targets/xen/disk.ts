import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'

/** Bytes of a block; the helper knows the same number. */
const blockSize = 1 << 20

/**
 * The blocks of a disk that are not zero, as the helper reads them: each after its number, 8 bytes, the largest first. Most of
 * a fresh disk is zero, and neither end should count it.
 */
export async function* blocksOf(file: string): AsyncGenerator<Buffer> {
  const handle = await open(file)
  const zero = Buffer.alloc(blockSize)
  try {
    for (let number = 0; ; number++) {
      const record = Buffer.alloc(8 + blockSize)
      const { bytesRead } = await handle.read(record, 8, blockSize, number * blockSize)
      if (bytesRead === 0) return
      if (record.subarray(8, 8 + bytesRead).equals(zero.subarray(0, bytesRead))) continue
      record.writeBigUInt64BE(BigInt(number))
      yield record.subarray(0, 8 + bytesRead)
    }
  } finally {
    await handle.close()
  }
}

/** SHA-256 of what `blocksOf` gives. */
export async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const block of blocksOf(file)) hash.update(block)
  return hash.digest('hex')
}
