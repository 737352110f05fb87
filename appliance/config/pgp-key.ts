const block =
  /^-----BEGIN PGP PUBLIC KEY BLOCK-----\r?\n((?:[A-Za-z]+: .*\r?\n)*)\r?\n?([A-Za-z0-9+/=\r\n]+?)(?:\r?\n=([A-Za-z0-9+/]{4}))?\r?\n-----END PGP PUBLIC KEY BLOCK-----\s*$/

/** The checksum of armoured data (RFC 4880, section 6.1). */
function crc24(data: Buffer): number {
  let crc = 0xb704ce
  for (const byte of data) {
    crc ^= byte << 16
    for (let bit = 0; bit < 8; bit += 1) {
      crc <<= 1
      if (crc & 0x1000000) crc ^= 0x1864cfb
    }
  }
  return crc & 0xffffff
}

/** The number of a packet for public keys (RFC 4880, section 4.3). */
const publicKeyPacket = 6

/** Returns the number of the first packet; null if the data begins with none (RFC 4880, section 4.2). */
function packetOf(data: Buffer): number | null {
  const first = data[0] ?? 0
  if ((first & 0x80) === 0) return null
  return first & 0x40 ? first & 0x3f : (first >> 2) & 0x0f
}

/** True for a whole armoured block that holds a public key: undamaged, and nothing before or after it. */
export function isArmouredKey(text: string): boolean {
  const [, , body = '', sum] = block.exec(text.trimStart()) ?? []
  const data = Buffer.from(body.replace(/\s/g, ''), 'base64')
  if (data.length < 20 || packetOf(data) !== publicKeyPacket) return false
  return sum === undefined || Buffer.from(sum, 'base64').readUIntBE(0, 3) === crc24(data)
}
