/**
 * Reads the data types of RFC 4251 section 5 from untrusted bytes.
 *
 * It never throws and never reads out of bounds: the first read that does not fit makes the reader fail for good, and
 * from then on all reads give 0 or empty bytes. So read everything, then trust it only if `complete` is true.
 */
export class WireReader {
  readonly #bytes: Buffer
  #at = 0
  #failed = false

  /** @param bytes what to read; it is neither copied nor changed */
  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  /** Whether all reads fitted and nothing is left over. */
  get complete(): boolean {
    return !this.#failed && this.#at === this.#bytes.length
  }

  /** The next `length` bytes as they are (a view), or empty when there are fewer. */
  raw(length: number): Buffer {
    if (this.#failed || length > this.#bytes.length - this.#at) {
      this.#failed = true
      return Buffer.alloc(0)
    }
    this.#at += length
    return this.#bytes.subarray(this.#at - length, this.#at)
  }

  /** `byte`: 0 to 255. */
  byte(): number {
    return this.raw(1)[0] ?? 0
  }

  /** `uint32`, big-endian. */
  uint32(): number {
    const bytes = this.raw(4)
    return bytes.length === 4 ? bytes.readUInt32BE() : 0
  }

  /** `string`: a uint32 length, then that many bytes; a view of them. */
  string(): Buffer {
    return this.raw(this.uint32())
  }

  /** `string` read as latin1, for names that are compared with ASCII ones. */
  name(): string {
    return this.string().toString('latin1')
  }

  /**
   * `mpint`, of which keys and signatures hold only positive ones: the big-endian magnitude without the sign byte.
   * Zero, negative and needlessly long forms fail, so that a key has one encoding and one fingerprint.
   */
  positive(): Buffer {
    const bytes = this.string()
    const [first = 0, second = 0] = bytes
    if (bytes.length === 0 || first >= 0x80 || (first === 0 && second < 0x80)) {
      this.#failed = true
      return Buffer.alloc(0)
    }
    return first === 0 ? bytes.subarray(1) : bytes
  }
}

/**
 * A `string` of RFC 4251: four bytes of length, then the content.
 *
 * In: bytes, or text that becomes UTF-8. Out: new bytes.
 */
export function wireString(content: string | Uint8Array): Buffer {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return Buffer.concat([length, bytes])
}

/**
 * Strict base64 (RFC 4648 section 4, padded, no white space, no stray bits at the end).
 *
 * In: text. Out: the bytes, or undefined when it is empty or not exactly what an encoder would have written.
 */
export function decodeBase64(text: string): Buffer | undefined {
  if (text === '' || /[^A-Za-z0-9+/=]/.test(text)) return undefined
  const bytes = Buffer.from(text, 'base64')
  return bytes.toString('base64') === text ? bytes : undefined
}
