/** The hashes used for fingerprints, with their digest sizes in bytes. */
export const hashSizes = { md5: 16, sha1: 20, sha256: 32, sha384: 48, sha512: 64 } as const
export type HashName = keyof typeof hashSizes

export type ParsedFingerprint =
  | { ok: true; hash: HashName; digest: Uint8Array; printed: string }
  | { ok: false; message: string }

const refuse = (message: string): ParsedFingerprint => ({ ok: false, message })

/** True if a text looks like a fingerprint rather than a key. */
export const isFingerprint = (text: string): boolean =>
  /^\s*(?:(?:md5|sha\d{1,3}):|(?:[0-9a-f]{2}:){3})/i.test(text)

const base64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** Decodes strict base64 without padding: no stray bits at the end. @returns null if it is invalid */
export function fromBase64(text: string): Uint8Array | null {
  if (!/^[A-Za-z0-9+/]+$/.test(text) || text.length % 4 === 1) return null
  const bytes: number[] = []
  let [held, bits] = [0, 0]
  for (const letter of text) {
    held = ((held << 6) | base64.indexOf(letter)) & 0xffff
    bits += 6
    if (bits >= 8) {
      bits -= 8
      bytes.push((held >> bits) & 0xff)
    }
  }
  return (held & ((1 << bits) - 1)) === 0 ? Uint8Array.from(bytes) : null
}

/**
 * Parses a fingerprint as OpenSSH prints it: `SHA256:` and base64, `MD5:` and pairs of hexadecimal digits, or those
 * pairs alone, as before 6.8. Runs in the browser too.
 */
export function parseFingerprint(text: string): ParsedFingerprint {
  const trimmed = text.trim()
  if (trimmed.length > 200) return refuse('That is too long for a fingerprint.')
  const pairs = /^(?:md5:)?((?:[0-9a-f]{2}:)+[0-9a-f]{2})$/i.exec(trimmed)?.[1]
  if (pairs) {
    const digest = Uint8Array.from(pairs.split(':').map((pair) => Number.parseInt(pair, 16)))
    return digest.length === 16
      ? { ok: true, hash: 'md5', digest, printed: `MD5:${pairs.toLowerCase()}` }
      : refuse(`An MD5 fingerprint has 16 pairs of digits; this one has ${digest.length}.`)
  }
  const [, name = '', rest = ''] = /^(md5|sha1|sha256|sha384|sha512):(.*)$/is.exec(trimmed) ?? []
  const hash = name.toLowerCase() as HashName
  if (!name) return refuse('A fingerprint begins with SHA256: or MD5:, as ssh-keygen -l prints it.')
  if (hash === 'md5')
    return refuse('MD5: needs 16 pairs of hexadecimal digits after it, with colons between.')
  const digest = fromBase64(rest.replace(/=+$/, ''))
  if (!digest)
    return refuse(`${name.toUpperCase()}: needs base64 after it. A character here is wrong or missing.`)
  return digest.length === hashSizes[hash]
    ? { ok: true, hash, digest, printed: `${name.toUpperCase()}:${rest.replace(/=+$/, '')}` }
    : refuse(
        `A ${name.toUpperCase()} fingerprint has ${hashSizes[hash]} bytes; this one has ${digest.length}.`,
      )
}
