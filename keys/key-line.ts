import { lookUp } from '@/core/look-up'
import { fromBase64 } from './fingerprint'
import { foreignFormat, wordsOf } from './foreign-format'

/** The parts of a key that its picture needs: OpenSSH's name for its type, its size, and the bytes that are hashed. */
export type KeyLine =
  | { ok: true; kind: string; bits: number; blob: Uint8Array }
  | { ok: false; message: string }

const refuse = (message: string): KeyLine => ({ ok: false, message })

const mostBytes = 16 * 1024
const mostBits = 16_384
const leastBits = 1_024
/** How many spaces are tried as a lost `+`. */
const most = 40

/** A number is the length of a field that is fixed, with its prefix of four bytes. */
type Field = 'bytes' | 'number' | number
type Kind = { name: string; fields: readonly Field[]; bits: number | 'first' | 'second' }

const point = 4 + 32
/** An ML-DSA-44 key, then an Ed25519 key. */
const composite = 4 + 1_312 + 32

/** Key types by the name at the start of a line, with the fields of the key. */
const kinds: Record<string, Kind> = {
  'ssh-rsa': { name: 'RSA', fields: ['number', 'number'], bits: 'second' },
  'ssh-dss': { name: 'DSA', fields: ['number', 'number', 'number', 'number'], bits: 'first' },
  'ssh-ed25519': { name: 'ED25519', fields: [point], bits: 256 },
  'ecdsa-sha2-nistp256': { name: 'ECDSA', fields: ['bytes', 'bytes'], bits: 256 },
  'ecdsa-sha2-nistp384': { name: 'ECDSA', fields: ['bytes', 'bytes'], bits: 384 },
  'ecdsa-sha2-nistp521': { name: 'ECDSA', fields: ['bytes', 'bytes'], bits: 521 },
  'sk-ssh-ed25519@openssh.com': { name: 'ED25519-SK', fields: [point, 'bytes'], bits: 256 },
  'sk-ecdsa-sha2-nistp256@openssh.com': { name: 'ECDSA-SK', fields: ['bytes', 'bytes', 'bytes'], bits: 256 },
  // OpenSSH 10.6. In 10.4 and 10.5 it was experimental, with another name, and 10.6 does not read those keys.
  'ssh-mldsa44-ed25519': { name: 'MLDSA44-ED25519', fields: [composite], bits: 512 },
}

/**
 * Splits a type name: `ssh-ed25519-cert-v01@openssh.com` is a certificate of an `ssh-ed25519`, and
 * `ssh-mldsa44-ed25519-cert`, alone without that end, of an `ssh-mldsa44-ed25519`.
 */
function plainName(name: string): { plain: string; isCertificate: boolean } {
  const [, young, old] =
    /^(?:(ssh-mldsa44-ed25519)-cert|(?!.*mldsa)(.+)-cert-v01@openssh\.com)$/.exec(name) ?? []
  const plain = young ?? (old?.startsWith('sk-') ? `${old}@openssh.com` : old)
  return { plain: plain ?? name, isCertificate: plain !== undefined }
}

const known = (name: string): boolean => Object.hasOwn(kinds, plainName(name).plain)

/** Yields the length-prefixed strings of a key; never reads past its end. */
function* strings(blob: Uint8Array): Generator<Uint8Array, undefined> {
  const view = new DataView(blob.buffer, blob.byteOffset, blob.byteLength)
  for (let at = 0; at + 4 <= blob.length; ) {
    const length = view.getUint32(at)
    if (length > blob.length - at - 4) return
    yield blob.subarray(at, at + 4 + length)
    at += 4 + length
  }
}

const latin = (bytes: Uint8Array): string => String.fromCharCode(...bytes.subarray(4, 104))

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

const named = (name: string): Uint8Array => {
  const bytes = new Uint8Array(4 + name.length)
  new DataView(bytes.buffer).setUint32(0, name.length)
  for (let at = 0; at < name.length; at += 1) bytes[4 + at] = name.charCodeAt(at)
  return bytes
}

/** Returns the bit length of a positive number; 0 if it is not one. */
function bitsOf(number: Uint8Array | undefined): number {
  const bytes = number?.subarray(4) ?? new Uint8Array()
  if ((bytes[0] ?? 0x80) >= 0x80) return 0
  const from = bytes.findIndex((byte) => byte !== 0)
  return from < 0 ? 0 : (bytes.length - from) * 8 - (Math.clz32(bytes[from] ?? 0) - 24)
}

function readBlob(name: string, blob: Uint8Array): KeyLine {
  const { plain, isCertificate } = plainName(name)
  const kind = lookUp(kinds, plain)
  const [type, ...rest] = [...strings(blob)]
  if (!kind || !type) return refuse('The key is damaged. Copy the whole line again.')
  if (latin(type) !== name) return refuse(`The line says ${name}, but the key inside has another type.`)
  // In a certificate the type is followed by a nonce, and the key by fields that are not hashed.
  const fields = (isCertificate ? rest.slice(1) : rest).slice(0, kind.fields.length)
  const read = joined([type, ...(isCertificate ? rest.slice(0, 1) : []), ...fields]).length
  if (fields.length < kind.fields.length || (read === blob.length) === isCertificate)
    return refuse('The key is damaged: its content doesn’t match its type. Copy the whole line again.')
  const wrong = kind.fields.findIndex(
    (field, at) => typeof field === 'number' && fields[at]?.length !== field,
  )
  const bits = typeof kind.bits === 'number' ? kind.bits : bitsOf(fields[kind.bits === 'first' ? 0 : 1])
  if (wrong >= 0 || bits === 0)
    return refuse('The key is damaged: one of its numbers is invalid. Copy the whole line again.')
  if (bits > mostBits) return refuse(`This key says it has ${bits} bits; OpenSSH takes at most ${mostBits}.`)
  if (bits < leastBits && typeof kind.bits !== 'number')
    return refuse(`This key has ${bits} bits; OpenSSH takes at least ${leastBits}.`)
  return {
    ok: true,
    kind: kind.name + (isCertificate ? '-CERT' : ''),
    bits,
    blob: isCertificate ? joined([named(plain), ...fields]) : blob,
  }
}

/** Finds the type of a key: the first word that is one, outside of quotes, or inside if one is never closed. */
const findType = (line: string) =>
  [...wordsOf(line), ...wordsOf(line, /[^ \t]+/g)].find(({ word }) => known(word))

/**
 * Parses a line of an OpenSSH public key file, of any type, certificates included. Ignores the text before and after
 * the key, such as options of `authorized_keys` and host names. Runs in the browser; does no mathematical checks, as
 * `ssh-keygen -l` does few.
 */
export function parseKeyLine(text: string): KeyLine {
  const line = text.trim()
  if (line.length > mostBytes) return refuse('That is too long for a public key. Paste at most 16 kB.')
  const foreign = foreignFormat(line)
  if (foreign) return refuse(foreign)
  const type = findType(line)
  if (!type)
    return refuse(
      'That doesn’t look like an SSH public key or a fingerprint. A key begins with its type, such as ssh-ed25519; a fingerprint with SHA256: or MD5:.',
    )
  const name = type.word
  const missing = refuse('The key itself is missing after its type. Copy the whole line.')
  const rest = line
    .slice(type.at + name.length)
    .trim()
    .replaceAll('\t', ' ')
  if (rest === '') return missing
  let first: KeyLine | null = null
  let tried = 0
  // In a URL a + means a space, so the pieces between spaces are joined by + until they form a valid key.
  for (let end = rest.indexOf(' '); tried < most; end = rest.indexOf(' ', end + 1)) {
    const text = (end < 0 ? rest : rest.slice(0, end)).replaceAll(' ', '+')
    const blob = fromBase64(text.replace(/={0,2}$/, ''))
    const read = blob
      ? readBlob(name, blob)
      : refuse('The key is damaged: its base64 isn’t complete. Copy the whole line again.')
    if (read.ok) return read
    first ??= read
    tried += 1
    if (end < 0) break
  }
  return first ?? missing
}
