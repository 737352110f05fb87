import { createPublicKey, type KeyObject } from 'node:crypto'
import { lookUp } from '@/core/look-up'
import { WireReader } from './ssh-wire'

/** OpenSSH's names for families of keys. */
export type KeyKind = 'RSA' | 'ECDSA' | 'ED25519' | 'ECDSA-SK' | 'ED25519-SK'

/** The accepted key types, by name on the wire, with their families. */
export const keyTypes = {
  'ssh-ed25519': 'ED25519',
  'ecdsa-sha2-nistp256': 'ECDSA',
  'ecdsa-sha2-nistp384': 'ECDSA',
  'ecdsa-sha2-nistp521': 'ECDSA',
  'ssh-rsa': 'RSA',
  'sk-ssh-ed25519@openssh.com': 'ED25519-SK',
  'sk-ecdsa-sha2-nistp256@openssh.com': 'ECDSA-SK',
} as const satisfies Record<string, KeyKind>

/** One of the names in `keyTypes`. */
export type KeyType = keyof typeof keyTypes

/** A parsed public key. */
export type KeyParts = {
  ok: true
  type: KeyType
  kind: KeyKind
  /** 256 for Ed25519, the curve's size for ECDSA, the modulus' size for RSA. */
  bits: number
  publicKey: KeyObject
  /** Security keys only: the relying party, such as `ssh:`. */
  application: Buffer
}

/** Why a blob is rejected; `message` is a sentence for the user. */
export type KeyBlobError = {
  ok: false
  code: 'unsupported-type' | 'malformed' | 'too-large' | 'weak'
  message: string
}

const MIN_RSA_BITS = 2048
const MAX_RSA_BITS = 16384
/** OpenSSL rejects longer exponents with large moduli; with smaller ones they only slow down verification. */
const MAX_EXPONENT_BYTES = 8

const curves: Record<string, { name: string; bits: number }> = {
  nistp256: { name: 'P-256', bits: 256 },
  nistp384: { name: 'P-384', bits: 384 },
  nistp521: { name: 'P-521', bits: 521 },
}

/** True if a name on the wire is an accepted key type. */
export function isKeyType(name: string): name is KeyType {
  return Object.hasOwn(keyTypes, name)
}

/**
 * Parses a public key blob (RFC 4253 section 6.6 for RSA, RFC 5656 section 3.1 for ECDSA, RFC 8709 section 4 for
 * Ed25519, OpenSSH PROTOCOL.u2f for security keys). Checks that points of ECDSA keys are on their curve; like OpenSSH,
 * it does not check Ed25519 points. Never throws.
 * @param blob the decoded base64 of a key line
 * @returns the parts, with a key object for `node:crypto`, or an error
 */
export function readKeyBlob(blob: Buffer): KeyParts | KeyBlobError {
  const reader = new WireReader(blob)
  const type = reader.name()
  if (!isKeyType(type)) return refuse('unsupported-type', 'This type of key is not supported.')
  const kind = keyTypes[type]
  if (kind === 'RSA') return readRsa(reader, type)

  const curve = kind.startsWith('ECDSA') ? lookUp(curves, reader.name()) : undefined
  const point = reader.string()
  const application = kind.endsWith('-SK') ? reader.string() : Buffer.alloc(0)
  if (!reader.complete) return malformed()
  if (kind === 'ED25519' || kind === 'ED25519-SK') {
    if (point.length !== 32) return malformed()
    const publicKey = importKey({ kty: 'OKP', crv: 'Ed25519', x: point.toString('base64url') })
    return publicKey ? { ok: true, type, kind, bits: 256, publicKey, application } : malformed()
  }
  if (!curve || !type.includes(`nistp${curve.bits}`)) return malformed()
  const size = Math.ceil(curve.bits / 8)
  if (point.length !== 1 + 2 * size || point[0] !== 4) return malformed()
  const publicKey = importKey({
    kty: 'EC',
    crv: curve.name,
    x: point.subarray(1, 1 + size).toString('base64url'),
    y: point.subarray(1 + size).toString('base64url'),
  })
  return publicKey ? { ok: true, type, kind, bits: curve.bits, publicKey, application } : malformed()
}

function readRsa(reader: WireReader, type: KeyType): KeyParts | KeyBlobError {
  const exponent = reader.positive()
  const modulus = reader.positive()
  if (!reader.complete) return malformed()
  const bits = modulus.length * 8 - Math.clz32(modulus[0] ?? 0) + 24
  if (bits < MIN_RSA_BITS)
    return refuse('weak', `This RSA key has ${bits} bits; it needs at least ${MIN_RSA_BITS}.`)
  if (bits > MAX_RSA_BITS)
    return refuse('too-large', `This RSA key has ${bits} bits; we accept at most ${MAX_RSA_BITS}.`)
  if (exponent.length > MAX_EXPONENT_BYTES)
    return refuse('too-large', "This RSA key's exponent is too large.")
  const isEven = [exponent, modulus].some((number) => ((number.at(-1) ?? 0) & 1) === 0)
  if (isEven) return malformed()
  if (exponent.equals(Buffer.of(1)))
    return refuse('weak', 'This RSA key has the exponent 1: anybody can sign with it.')
  const publicKey = importKey({
    kty: 'RSA',
    n: modulus.toString('base64url'),
    e: exponent.toString('base64url'),
  })
  if (!publicKey) return malformed()
  return { ok: true, type, kind: 'RSA', bits, publicKey, application: Buffer.alloc(0) }
}

function importKey(key: Record<string, string>): KeyObject | null {
  try {
    return createPublicKey({ key, format: 'jwk' })
  } catch {
    return null
  }
}

function refuse(code: KeyBlobError['code'], message: string): KeyBlobError {
  return { ok: false, code, message }
}

function malformed(): KeyBlobError {
  return refuse(
    'malformed',
    'The key is damaged: its content doesn’t match its type. Copy the whole line again.',
  )
}
