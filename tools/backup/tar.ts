/**
 * The few parts of tar that a backup needs (POSIX.1-1988 ustar): files with short names, whole in memory. So `tar tf` lists a
 * backup and `tar xf` unpacks it, on any machine, without this site.
 */
const block = 512

/** The largest entry that is read: whoever made a larger one, it was not us. */
export const largestEntry = 16 << 20

export type TarEntry = { name: string; data: Buffer }

/** A file is not what we would have written. */
export class TarError extends Error {}

const checksum = (header: Buffer): number => {
  let sum = 0
  // The checksum itself counts as spaces.
  for (let i = 0; i < block; i += 1) sum += i >= 148 && i < 156 ? 32 : (header[i] ?? 0)
  return sum
}

/** True if a name fits into a header. */
export const fitsTar = (name: string): boolean => splitName(name) !== null

/** Splits a name at a slash into the fields of a header: at most 155 and 100 bytes. */
function splitName(name: string): { prefix: string; name: string } | null {
  if (Buffer.byteLength(name) <= 100) return { prefix: '', name }
  for (let at = name.indexOf('/'); at > 0; at = name.indexOf('/', at + 1)) {
    const [prefix, rest] = [name.slice(0, at), name.slice(at + 1)]
    if (Buffer.byteLength(prefix) > 155) return null
    if (rest && Buffer.byteLength(rest) <= 100) return { prefix, name: rest }
  }
  return null
}

/** Returns the header of a file that only its owner may read. @param size in bytes @param time in seconds since 1970 */
export function tarHeader(path: string, size: number, time: number): Buffer {
  const split = splitName(path)
  if (!split) throw new TarError(`${path} is too long a name.`)
  const header = Buffer.alloc(block)
  const octal = (value: number, at: number, digits: number) =>
    header.write(value.toString(8).padStart(digits, '0'), at, 'latin1')
  header.write(split.name, 0)
  octal(0o600, 100, 7)
  octal(0, 108, 7)
  octal(0, 116, 7)
  octal(size, 124, 11)
  octal(time, 136, 11)
  header.write('0', 156, 'latin1')
  header.write('ustar\x0000', 257, 'latin1')
  header.write(split.prefix, 345)
  octal(checksum(header), 148, 6)
  header.write('\0 ', 154, 'latin1')
  return header
}

/** Returns the zeros that fill the last block of a file. @param size of the file in bytes */
export const tarPadding = (size: number): Buffer => Buffer.alloc((block - (size % block)) % block)

/** The end of an archive. */
export const tarEnd = Buffer.alloc(2 * block)

/** Reads exact numbers of bytes from a stream of chunks. */
class Reader {
  private waiting: Buffer[] = []
  private size = 0
  private readonly from: AsyncIterator<Uint8Array>
  constructor(source: AsyncIterable<Uint8Array>) {
    this.from = source[Symbol.asyncIterator]()
  }
  /** @returns fewer bytes only at the end of the stream */
  async take(wanted: number): Promise<Buffer> {
    while (this.size < wanted) {
      const { done, value } = await this.from.next()
      if (done) break
      this.waiting.push(Buffer.from(value.buffer, value.byteOffset, value.byteLength))
      this.size += value.byteLength
    }
    const all = this.waiting.length === 1 ? (this.waiting[0] as Buffer) : Buffer.concat(this.waiting)
    const taken = all.subarray(0, wanted)
    const rest = all.subarray(taken.length)
    this.waiting = rest.length > 0 ? [rest] : []
    this.size = rest.length
    return taken
  }
  async close(): Promise<void> {
    await this.from.return?.()
  }
}

const field = (header: Buffer, from: number, to: number): string =>
  header.subarray(from, to).toString('utf8').split('\0', 1)[0] ?? ''

function parseHeader(header: Buffer): { name: string; size: number } {
  const [sum, size] = [field(header, 148, 156).trim(), field(header, 124, 136).trim()]
  if (header.toString('latin1', 257, 262) !== 'ustar') throw new TarError('no archive')
  if (!/^[0-7]+$/.test(sum) || Number.parseInt(sum, 8) !== checksum(header)) throw new TarError('damaged')
  if (!/^[0-7]+$/.test(size) || header.toString('latin1', 156, 157) !== '0')
    throw new TarError('unknown entry')
  const prefix = field(header, 345, 500)
  return {
    name: `${prefix ? `${prefix}/` : ''}${field(header, 0, 100)}`,
    size: Number.parseInt(size, 8),
  }
}

/**
 * Yields the files of an archive, one at a time.
 * @throws TarError for what `tarHeader` would not have written, and at an end that comes too early
 */
export async function* readTar(source: AsyncIterable<Uint8Array>): AsyncGenerator<TarEntry> {
  const reader = new Reader(source)
  try {
    for (;;) {
      const header = await reader.take(block)
      if (header.length < block) throw new TarError('cut off')
      if (header.every((byte) => byte === 0)) {
        const rest = await reader.take(block + 1)
        if (rest.length !== block || rest.some((byte) => byte !== 0)) throw new TarError('another end')
        return
      }
      const { name, size } = parseHeader(header)
      if (size > largestEntry) throw new TarError('too large an entry')
      const whole = await reader.take(size + tarPadding(size).length)
      if (whole.length < size) throw new TarError('cut off')
      yield { name, data: whole.subarray(0, size) }
    }
  } finally {
    await reader.close()
  }
}
