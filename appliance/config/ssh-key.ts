/** The fields of a public key after its type: how many, and whether their contents are possible. */
type Shape = (fields: readonly Buffer[]) => boolean

/** Bits of a multi-precision integer (RFC 4251, section 5). */
const bitsOf = (number: Buffer): number => {
  const digits = number.toString('hex').replace(/^0+/, '')
  return digits === ''
    ? 0
    : (digits.length - 1) * 4 + Number.parseInt(digits[0] ?? '0', 16).toString(2).length
}

/** An uncompressed point of a curve, whose coordinates have this many bytes (RFC 5656, section 3.1). */
const isPoint = (point: Buffer | undefined, bytes: number): boolean =>
  point?.length === 1 + 2 * bytes && point[0] === 4

const ecdsa =
  (curve: string, bytes: number): Shape =>
  (fields) =>
    fields.length === 2 && fields[0]?.toString('latin1') === curve && isPoint(fields[1], bytes)

/** What follows the type in the data of each kind of key (RFC 4253, 5656, 8709; OpenSSH, PROTOCOL.u2f). */
const shapes: ReadonlyMap<string, Shape> = new Map<string, Shape>([
  ['ssh-ed25519', (fields) => fields.length === 1 && fields[0]?.length === 32],
  // sshd refuses RSA keys of fewer bits (RequiredRSASize).
  [
    'ssh-rsa',
    ([e, n, ...more]) =>
      more.length === 0 && bitsOf(e ?? Buffer.alloc(0)) > 1 && bitsOf(n ?? Buffer.alloc(0)) >= 1_024,
  ],
  ['ecdsa-sha2-nistp256', ecdsa('nistp256', 32)],
  ['ecdsa-sha2-nistp384', ecdsa('nistp384', 48)],
  ['ecdsa-sha2-nistp521', ecdsa('nistp521', 66)],
  ['sk-ssh-ed25519@openssh.com', (fields) => fields.length === 2 && fields[0]?.length === 32],
  [
    'sk-ecdsa-sha2-nistp256@openssh.com',
    (fields) => fields.length === 3 && ecdsa('nistp256', 32)(fields.slice(0, 2)),
  ],
])

/** Splits the data of a key into its fields, each after four bytes of length; null if the lengths don't add up. */
function fieldsOf(data: Buffer): Buffer[] | null {
  const fields: Buffer[] = []
  for (let at = 0; at < data.length; ) {
    if (at + 4 > data.length) return null
    const end = at + 4 + data.readUInt32BE(at)
    if (end > data.length) return null
    fields.push(data.subarray(at + 4, end))
    at = end
  }
  return fields
}

/** Returns what is wrong with the data of a public key line, whose type is known; null if OpenSSH can read it. */
export function keyFault(line: string): string | null {
  const [type = '', data = ''] = line.split(' ')
  const [named, ...fields] = fieldsOf(Buffer.from(data, 'base64')) ?? []
  if (named?.toString('latin1') !== type)
    return 'This key’s data doesn’t match its type. Copy the whole line.'
  return shapes.get(type)?.(fields) ? null : 'This key’s data is damaged or cut off. Copy the whole line.'
}
