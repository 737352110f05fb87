// Reading numbers from images that may be damaged: what is missing reads as zero, and nothing throws.

/** Reads up to `length` bytes of an image or disk from an offset; fewer at its end. */
export type Reader = (offset: number, length: number) => Promise<Buffer>

/** The most bytes of one read, so that a damaged length can't fill the memory. */
const most = 32 << 20

/**
 * Returns a reader that takes any numbers.
 * @param read reads within the image
 * @param size the image's bytes
 */
export const bounded =
  (read: Reader, size: number): Reader =>
  async (offset, length) => {
    if (!Number.isFinite(offset) || !Number.isFinite(length) || offset < 0 || offset >= size || length <= 0)
      return Buffer.alloc(0)
    return read(Math.floor(offset), Math.floor(Math.min(length, most, size - offset)))
  }

export const u16 = (data: Buffer, at: number): number =>
  at >= 0 && at + 2 <= data.length ? data.readUInt16LE(at) : 0
export const u32 = (data: Buffer, at: number): number =>
  at >= 0 && at + 4 <= data.length ? data.readUInt32LE(at) : 0
/** A number of 64 bits; beyond 2^53 it is inexact, and no image is as large. */
export const u64 = (data: Buffer, at: number): number =>
  at >= 0 && at + 8 <= data.length ? Number(data.readBigUInt64LE(at)) : 0

/** Formats 16 bytes as a UUID in their order, as file systems of Linux store it. */
export const uuidAt = (data: Buffer, at: number): string =>
  data.toString('hex', at, at + 16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
