import { createHash } from 'node:crypto'
import { foreignFormat, wordsOf } from './foreign-format'
import { isKeyType, type KeyBlobError, type KeyKind, type KeyType, readKeyBlob } from './ssh-blob'
import { decodeBase64 } from './ssh-wire'

/** An OpenSSH public key, from a line of `id_*.pub`. */
export type SshPublicKey = {
  type: KeyType
  /** The binary key (RFC 4253 section 6.6), which is hashed for fingerprints. */
  blob: Buffer
  /** The rest of the line, often user@host; may be empty. */
  comment: string
  bits: number
  kind: KeyKind
}

/** Why a line is rejected; `message` is a sentence for the user. */
export type SshKeyError = {
  ok: false
  code: 'not-a-key' | KeyBlobError['code']
  message: string
}

/** The hashes that `ssh-keygen -l -E` supports. */
export type FingerprintHash = 'md5' | 'sha1' | 'sha256' | 'sha384' | 'sha512'

const MAX_BYTES = 16 * 1024

/**
 * Parses one line of a public key file (sshd(8), AUTHORIZED_KEYS FILE FORMAT). Rejects DSA, ML-DSA, all certificates,
 * RSA below 2048 or above 16384 bits, and more than 16 kB. Never throws.
 * @param line white space around it and options before the key are ignored
 * @returns the key with `ok: true`, or an error
 */
export function parsePublicKeyLine(line: string): ({ ok: true } & SshPublicKey) | SshKeyError {
  if (line.length > MAX_BYTES || Buffer.byteLength(line) > MAX_BYTES)
    return refuse('too-large', 'That is too long for a public key. Paste at most 16 kB.')
  const foreign = foreignFormat(line)
  if (foreign) return refuse('not-a-key', foreign)
  const text = withoutOptions(line.trim())
  const [, name = '', base64 = '', comment = ''] = /^(\S+)(?:[ \t]+(\S+))?(?:[ \t]+(.*))?$/su.exec(text) ?? []
  if (!isKeyType(name)) return refuseName(name)
  if (base64 === '')
    return refuse('malformed', 'The key itself is missing after its type. Copy the whole line.')
  if (/[\p{Cc}\p{Cs}]/u.test(comment.replaceAll('\t', ' ')))
    return refuse('malformed', 'A public key is one line. Paste a single key, without line breaks.')
  const blob = decodeBase64(base64)
  if (!blob)
    return refuse('malformed', 'The key is damaged: its base64 isn’t complete. Copy the whole line again.')
  const parts = readKeyBlob(blob)
  if (!parts.ok && parts.code === 'unsupported-type')
    return refuse('malformed', `The line says ${name}, but the key inside has another type.`)
  if (!parts.ok) return parts
  if (parts.type !== name)
    return refuse('malformed', `The line says ${name}, the key inside is ${parts.type}.`)
  return { ok: true, type: parts.type, blob, comment, bits: parts.bits, kind: parts.kind }
}

/** How the names of key types begin, known or not. */
const typeName = /^(?:ssh|ecdsa|sk|rsa|webauthn)-[\w.@-]+$/

/** Returns a line of `authorized_keys` from its key on, without the options before it. */
function withoutOptions(line: string): string {
  const [first, second] = wordsOf(line)
  return first && second && !typeName.test(first.word) && typeName.test(second.word)
    ? line.slice(second.at)
    : line
}

/**
 * Returns the raw digest of a key, from which the randomart is drawn.
 * @returns 16 (md5), 20, 32, 48 or 64 bytes
 */
export function keyDigest(blob: Uint8Array, hash: FingerprintHash): Buffer {
  return createHash(hash).update(blob).digest()
}

/**
 * Returns the fingerprint as OpenSSH prints it since 6.8 (ssh-keygen(1), `-l -E`).
 * @returns `MD5:` and hexadecimal pairs joined by colons, or `SHA256:` (`SHA1:`, …) and base64 without padding
 */
export function fingerprint(blob: Uint8Array, hash: FingerprintHash): string {
  const digest = keyDigest(blob, hash)
  const printed =
    hash === 'md5'
      ? (digest.toString('hex').match(/../g) ?? []).join(':')
      : digest.toString('base64').replace(/=+$/, '')
  return `${hash.toUpperCase()}:${printed}`
}

function refuseName(name: string): SshKeyError {
  if (/^[a-z0-9-]+-cert-v\d+@openssh\.com$/.test(name))
    return refuse('unsupported-type', 'That is a certificate. Paste the plain public key it was made from.')
  if (name === 'ssh-dss')
    return refuse('unsupported-type', 'DSA keys are too weak. Make a new one: ssh-keygen -t ed25519')
  if (typeName.test(name))
    return refuse(
      'unsupported-type',
      `Keys of type ${name.slice(0, 60)} are not supported. Try ssh-keygen -t ed25519`,
    )
  return refuse(
    'not-a-key',
    'That is not an SSH public key. It starts with a type, such as ssh-ed25519, then the key.',
  )
}

function refuse(code: SshKeyError['code'], message: string): SshKeyError {
  return { ok: false, code, message }
}
