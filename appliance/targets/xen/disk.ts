import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'

/** Bytes per block; the helper uses the same number. */
const blockSize = 1 << 20

/**
 * Yields the blocks of a disk that are not zero, in the format that the helper reads: each after its number, 8 bytes,
 * big-endian. Most of a fresh disk is zero, so both ends skip those blocks.
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

/** Returns the SHA-256 of the output of `blocksOf`. */
export async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const block of blocksOf(file)) hash.update(block)
  return hash.digest('hex')
}
