/**
 * Reads the data types of RFC 4251 section 5 from untrusted bytes. Never throws and never reads out of bounds: after
 * the first read that does not fit, every read returns 0 or empty bytes. Read everything, then trust it only if
 * `complete` is true.
 */
export class WireReader {
  readonly #bytes: Buffer
  #at = 0
  #failed = false

  /** @param bytes neither copied nor changed */
  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  /** True if every read succeeded and no bytes are left. */
  get complete(): boolean {
    return !this.#failed && this.#at === this.#bytes.length
  }

  /** Returns the next `length` bytes as a view, or empty if there are fewer. */
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

  /** `string`: a uint32 length, then that many bytes, as a view. */
  string(): Buffer {
    return this.raw(this.uint32())
  }

  /** `string` decoded as latin1, for comparison with ASCII names. */
  name(): string {
    return this.string().toString('latin1')
  }

  /**
   * Reads an `mpint`, which is always positive in keys and signatures: the big-endian magnitude without the sign byte.
   * Zero, negative and non-minimal forms fail, so that a key has one encoding and one fingerprint.
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
 * Encodes a `string` of RFC 4251: four bytes of length, then the content.
 * @param content bytes, or text that is encoded as UTF-8
 */
export function wireString(content: string | Uint8Array): Buffer {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return Buffer.concat([length, bytes])
}

/**
 * Decodes strict base64 (RFC 4648 section 4, padded, no white space, no stray bits at the end).
 * @returns the bytes, or null if the text is empty or not in canonical form
 */
export function decodeBase64(text: string): Buffer | null {
  if (text === '' || /[^A-Za-z0-9+/=]/.test(text)) return null
  const bytes = Buffer.from(text, 'base64')
  return bytes.toString('base64') === text ? bytes : null
}
