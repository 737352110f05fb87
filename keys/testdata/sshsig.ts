import assert from 'node:assert/strict'
import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { parsePublicKeyLine, type SshPublicKey } from '../ssh-key'
import { wireString } from '../ssh-wire'
import { type SshSignatureClaim, verifySshSignature } from '../sshsig'

/** Namespace and message of the test signatures. */
export const namespace = 'signin@ibtsocs.example'
export const message = 'Sign in to IBTSOCS: 4f1c\n'
/** Raw SHA-256. */
export const sha256 = (bytes: string | Uint8Array) => createHash('sha256').update(bytes).digest()
/** Concatenates fields as wire strings. */
export const wire = (...fields: (string | Uint8Array)[]) => Buffer.concat(fields.map(wireString))
/** Encodes a small number as a wire uint32. */
export const uint32 = (value: number) => Buffer.of(0, 0, 0, value)
/** Encodes a big-endian magnitude as the content of an mpint. */
export const positive = (bytes: Buffer): Buffer => {
  const trimmed = Buffer.from(bytes.toString('hex').replace(/^(00)+/, ''), 'hex')
  return (trimmed[0] ?? 0) & 0x80 ? Buffer.concat([Buffer.of(0), trimmed]) : trimmed
}
/** Encodes an SSHSIG blob as text. */
export const armor = (blob: Buffer) =>
  `-----BEGIN SSH SIGNATURE-----\n${blob.toString('base64').replace(/.{70}/g, '$&\n')}\n-----END SSH SIGNATURE-----\n`
/** Decodes an armoured signature. */
export const dearmor = (armored: string) => Buffer.from(armored.replace(/-----.*-----/g, ''), 'base64')
/** `ok`, or the error code. */
export const codeOf = (claim: SshSignatureClaim) => {
  const result = verifySshSignature(claim)
  return result.ok ? 'ok' : result.code
}
/** Parses a line that must be valid. */
export const keyOf = (line: string): SshPublicKey => {
  const key = parsePublicKeyLine(line)
  assert.ok(key.ok)
  return key
}

/** Makes an SSHSIG field by field, so that each can be wrong. */
export function make(
  publicKey: Uint8Array,
  signer: (signed: Buffer) => Buffer,
  change: { magic?: string; version?: number; reserved?: string; hash?: string } = {},
): string {
  const { magic = 'SSHSIG', version = 1, reserved = '', hash = 'sha512' } = change
  const digest = createHash(hash === 'sha256' || hash === 'sha512' ? hash : 'sha1')
    .update(message)
    .digest()
  const head = [namespace, reserved, hash]
  const signed = Buffer.concat([Buffer.from('SSHSIG'), wire(...head, digest)])
  const blob = [Buffer.from(magic), uint32(version), wire(publicKey, ...head, signer(signed))]
  return armor(Buffer.concat(blob))
}

/** Checks variants of a valid claim: other message, key and namespace, every truncation and every changed byte. */
export function checkHostileVariants(claim: SshSignatureClaim) {
  const { armored } = claim
  const other = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }).x ?? ''
  const otherKey = { blob: wire('ssh-ed25519', Buffer.from(other, 'base64url')) }
  assert.equal(codeOf(claim), 'ok')
  assert.equal(codeOf({ ...claim, message: Buffer.from(message) }), 'ok')
  assert.equal(codeOf({ ...claim, armored: `\r\n ${armored.replaceAll('\n', '\r\n')} ` }), 'ok')
  assert.equal(codeOf({ ...claim, message: message.trim() }), 'bad-signature')
  assert.equal(codeOf({ ...claim, namespace: 'file' }), 'wrong-namespace')
  assert.equal(codeOf({ ...claim, namespace: '' }), 'wrong-namespace')
  assert.equal(codeOf({ ...claim, key: otherKey }), 'wrong-key')
  const blob = dearmor(armored)
  for (let i = 0; i < blob.length; i++) {
    assert.equal(codeOf({ ...claim, armored: armor(blob.subarray(0, i)) }), 'malformed', `cut at ${i}`)
    const changed = Buffer.from(blob)
    changed[i] = (changed[i] ?? 0) ^ (1 << (i % 8))
    assert.notEqual(codeOf({ ...claim, armored: armor(changed) }), 'ok', `changed at ${i}`)
  }
  for (let i = 0; i < armored.trimEnd().length; i++)
    assert.notEqual(codeOf({ ...claim, armored: armored.slice(0, i) }), 'ok', `text cut at ${i}`)
  assert.equal(codeOf({ ...claim, armored: armor(Buffer.concat([blob, Buffer.of(0)])) }), 'malformed')
}

/** A key pair for signatures made in tests. */
export const ed = generateKeyPairSync('ed25519')
/** Its 32-byte public key, its blob, and a function that returns its signature blob. */
export const edPoint = Buffer.from(ed.publicKey.export({ format: 'jwk' }).x ?? '', 'base64url')
export const edBlob = wire('ssh-ed25519', edPoint)
export const edSign = (signed: Buffer) => wire('ssh-ed25519', sign(null, signed, ed.privateKey))
