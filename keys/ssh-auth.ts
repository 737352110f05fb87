import { verify } from 'node:crypto'
import { readKeyBlob } from './ssh-blob'
import { checkSignature } from './sshsig-check'

/** A signature of a handshake (RFC 4252, section 7), as the library hands it on. */
export type HandshakeSignature = {
  /** The key's blob. */
  key: Buffer
  /** Without the name of its algorithm; of ECDSA in DER. */
  signature: Buffer
  /** Of RSA: `sha256`, `sha512`; undefined for SHA-1, which counts as no signature. */
  hash: string | undefined
  /** What was signed: the session and the request. */
  signed: Buffer
}

const string = (bytes: Buffer): Buffer => {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return Buffer.concat([length, bytes])
}

/** Bytes after the signature of a security key: flags and a counter (OpenSSH PROTOCOL.u2f). */
const tail = 5

/**
 * True if a key has signed a handshake. Every kind of key that accounts can have is known, security keys too.
 * Certificates are not: they name an authority, and we have none.
 */
export function hasSigned({ key, signature, hash, signed }: HandshakeSignature): boolean {
  const parts = readKeyBlob(key)
  if (!parts.ok) return false
  const isSecurityKey = parts.kind.endsWith('-SK')
  if (parts.kind === 'ECDSA')
    try {
      const size = parts.bits === 256 ? 'sha256' : parts.bits === 384 ? 'sha384' : 'sha512'
      return verify(size, signed, { key: parts.publicKey, dsaEncoding: 'der' }, signature)
    } catch {
      return false
    }
  if (parts.kind === 'RSA' && hash !== 'sha256' && hash !== 'sha512') return false
  const name = parts.kind === 'RSA' ? `rsa-sha2-${hash?.slice(3)}` : parts.type
  const at = isSecurityKey ? Math.max(0, signature.length - tail) : signature.length
  const blob = Buffer.concat([
    string(Buffer.from(name)),
    string(signature.subarray(0, at)),
    signature.subarray(at),
  ])
  return checkSignature(parts, blob, signed) === 'ok'
}
