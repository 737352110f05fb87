import { createHash, verify } from 'node:crypto'
import { lookUp } from '@/core/look-up'
import type { KeyParts } from './ssh-blob'
import { WireReader } from './ssh-wire'

/** The result of checking a signature; `SshSigCode` explains the values. */
export type Verdict = 'ok' | 'malformed' | 'unsupported-algorithm' | 'no-user-presence' | 'bad-signature'

const USER_PRESENT = 1
const rsaHashes: Record<string, string> = { 'rsa-sha2-256': 'sha256', 'rsa-sha2-512': 'sha512' }

/**
 * Verifies a signature blob (RFC 4253 section 6.6, RFC 5656 section 3.1.2, RFC 8332, RFC 8709 section 6, OpenSSH
 * PROTOCOL.u2f) with a key. RSA with SHA-1 (`ssh-rsa`) and WebAuthn forms are unsupported; a security key must have
 * detected its user. Never throws.
 * @param blob the type, then the signature
 * @param signed the signed bytes
 */
export function checkSignature(key: KeyParts, blob: Buffer, signed: Buffer): Verdict {
  const reader = new WireReader(blob)
  const algorithm = reader.name()
  const signature = reader.string()
  const isSecurityKey = key.kind.endsWith('-SK')
  const flags = isSecurityKey ? reader.byte() : 0
  const counter = isSecurityKey ? reader.raw(4) : Buffer.alloc(0)

  const rsaHash = key.kind === 'RSA' ? lookUp(rsaHashes, algorithm) : undefined
  const isExpected = key.kind === 'RSA' ? rsaHash !== undefined : algorithm === key.type
  if (!isExpected) return algorithm === '' ? 'malformed' : 'unsupported-algorithm'
  if (!reader.complete) return 'malformed'
  if (isSecurityKey && (flags & USER_PRESENT) === 0) return 'no-user-presence'

  const data = isSecurityKey
    ? Buffer.concat([sha256(key.application), Buffer.of(flags), counter, sha256(signed)])
    : signed
  if (rsaHash) return checkRsa(key, signature, { data, hash: rsaHash })
  if (key.kind.startsWith('ECDSA')) return checkEcdsa(key, signature, data)
  return signature.length === 64 ? attempt(() => verify(null, data, key.publicKey, signature)) : 'malformed'
}

function checkRsa(key: KeyParts, signature: Buffer, over: { data: Buffer; hash: string }): Verdict {
  const size = Math.ceil(key.bits / 8)
  if (signature.length === 0 || signature.length > size) return 'malformed'
  // Some signers drop leading zeros; OpenSSL requires the length of the modulus.
  const padded = leftPad(signature, size)
  return attempt(() => verify(over.hash, over.data, key.publicKey, padded))
}

function checkEcdsa(key: KeyParts, signature: Buffer, data: Buffer): Verdict {
  const size = Math.ceil(key.bits / 8)
  const reader = new WireReader(signature)
  const r = reader.positive()
  const s = reader.positive()
  if (!reader.complete || r.length > size || s.length > size) return 'malformed'
  const hash = key.bits === 256 ? 'sha256' : key.bits === 384 ? 'sha384' : 'sha512'
  const pair = Buffer.concat([leftPad(r, size), leftPad(s, size)])
  return attempt(() => verify(hash, data, { key: key.publicKey, dsaEncoding: 'ieee-p1363' }, pair))
}

function attempt(check: () => boolean): Verdict {
  try {
    return check() ? 'ok' : 'bad-signature'
  } catch {
    return 'bad-signature'
  }
}

function leftPad(bytes: Buffer, size: number): Buffer {
  return Buffer.concat([Buffer.alloc(size - bytes.length), bytes])
}

function sha256(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest()
}
