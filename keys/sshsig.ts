import { createHash } from 'node:crypto'
import { readKeyBlob } from './ssh-blob'
import type { SshPublicKey } from './ssh-key'
import { decodeBase64, WireReader, wireString } from './ssh-wire'
import { checkSignature, type Verdict } from './sshsig-check'

/**
 * Why a signature is rejected: `malformed` (not an armoured SSHSIG, or damaged), `too-large`, `unsupported-version`,
 * `wrong-namespace` (made for something else), `unsupported-hash` (not sha256 or sha512), `wrong-key`,
 * `unsupported-algorithm` (RSA with SHA-1, WebAuthn), `no-user-presence` (security key not touched), `bad-signature`
 * (does not fit message and key).
 */
export type SshSigCode =
  | 'too-large'
  | 'unsupported-version'
  | 'wrong-namespace'
  | 'unsupported-hash'
  | 'wrong-key'
  | Exclude<Verdict, 'ok'>

/** A signature to verify. */
export type SshSignatureClaim = {
  /** The complete file written by `ssh-keygen -Y sign`; text around it is ignored. */
  armored: string
  /** The exact signed message; text is encoded as UTF-8. */
  message: string | Uint8Array
  /** The `-n` of `ssh-keygen -Y sign`; never empty. */
  namespace: string
  key: Pick<SshPublicKey, 'blob'>
}

/** The result of `verifySshSignature`; `message` is a sentence for the user. */
export type SshSignatureResult = { ok: true } | { ok: false; code: SshSigCode; message: string }

const MAGIC = 'SSHSIG'
const HEADER = '-----BEGIN SSH SIGNATURE-----'
const FOOTER = '-----END SSH SIGNATURE-----'
const MAX_CHARACTERS = 16 * 1024

const messages: Record<SshSigCode, string> = {
  malformed: `That isn’t a complete SSH signature. Paste everything from ${HEADER} to ${FOOTER}, once.`,
  'too-large': 'That is too long for an SSH signature.',
  'unsupported-version': 'This version of the SSH signature format is not supported.',
  'wrong-namespace':
    'The signature was made for another purpose. Use the namespace (-n) of the command shown.',
  'unsupported-hash': 'The signature uses a hash other than sha256 or sha512.',
  'wrong-key': 'The signature was made with another key.',
  'unsupported-algorithm': 'The signature uses an algorithm that is not supported, such as RSA with SHA-1.',
  'no-user-presence': 'Your security key didn’t confirm that you touched it.',
  'bad-signature': 'The signature doesn’t match the text and the key. Sign the text exactly as shown.',
}

/**
 * Verifies a detached signature of `ssh-keygen -Y sign` (OpenSSH PROTOCOL.sshsig, version 1). Keys and algorithms:
 * Ed25519, ECDSA on the three NIST curves, RSA with SHA-2, and the two security key types. The reserved field is part
 * of the signed data, but its value is ignored. Never throws.
 * @param claim the armoured signature, the message, the namespace and the expected key
 * @returns `ok`, or a code with a sentence
 */
export function verifySshSignature(claim: SshSignatureClaim): SshSignatureResult {
  const code = judge(claim)
  return code === 'ok' ? { ok: true } : { ok: false, code, message: messages[code] }
}

function judge({ armored, message, namespace, key }: SshSignatureClaim): SshSigCode | 'ok' {
  if (armored.length > MAX_CHARACTERS) return 'too-large'
  const blob = removeArmor(armored)
  if (!blob) return 'malformed'
  const reader = new WireReader(blob)
  const magic = reader.raw(MAGIC.length)
  const version = reader.uint32()
  if (magic.toString('latin1') !== MAGIC) return 'malformed'
  if (version !== 1) return blob.length < MAGIC.length + 4 ? 'malformed' : 'unsupported-version'
  const publicKey = reader.string()
  const madeFor = reader.string()
  const reserved = reader.string()
  const hash = reader.name()
  const signature = reader.string()
  if (!reader.complete) return 'malformed'

  if (namespace === '' || !madeFor.equals(Buffer.from(namespace))) return 'wrong-namespace'
  if (hash !== 'sha256' && hash !== 'sha512') return 'unsupported-hash'
  if (!publicKey.equals(key.blob)) return 'wrong-key'
  const parts = readKeyBlob(publicKey)
  if (!parts.ok) return parts.code === 'malformed' ? 'malformed' : 'unsupported-algorithm'
  const signed = Buffer.concat([
    Buffer.from(MAGIC),
    wireString(madeFor),
    wireString(reserved),
    wireString(hash),
    wireString(createHash(hash).update(message).digest()),
  ])
  return checkSignature(parts, signature, signed)
}

/** Returns the public key embedded in a signature, unchecked; null if it is not a signature. */
export function signerOf(armored: string): Buffer | null {
  if (armored.length > MAX_CHARACTERS) return null
  const blob = removeArmor(armored)
  if (!blob) return null
  const reader = new WireReader(blob)
  reader.raw(MAGIC.length)
  reader.uint32()
  return reader.string()
}

/**
 * Decodes the signature in a text. A terminal shows more around it ("Signing data on standard input", the next prompt),
 * so what stands before and after is ignored. Two signatures are refused: only one can be meant.
 */
function removeArmor(armored: string): Buffer | null {
  const [, inner = '', second] = armored.split(HEADER)
  const end = inner.indexOf(FOOTER)
  if (end < 0 || second !== undefined) return null
  return decodeBase64(inner.slice(0, end).replace(/\s/g, ''))
}
