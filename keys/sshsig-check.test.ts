import assert from 'node:assert/strict'
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { test } from 'node:test'
import { opensshAccepts, skipWithoutKeygen } from './testdata/ssh-keygen'
import {
  armor,
  checkHostileVariants,
  codeOf,
  dearmor,
  ed,
  edBlob,
  edPoint,
  edSign,
  keyOf,
  make,
  message,
  namespace,
  positive,
  sha256,
  uint32,
  wire,
} from './testdata/sshsig'

test('each field of the container is checked', () => {
  const claim = { message, namespace, key: { blob: edBlob } }
  const code = (...args: Parameters<typeof make>) => codeOf({ ...claim, armored: make(...args) })
  assert.equal(code(edBlob, edSign), 'ok')
  assert.equal(code(edBlob, edSign, { hash: 'sha256' }), 'ok')
  assert.equal(code(edBlob, edSign, { reserved: 'whatever' }), 'ok')
  assert.equal(code(edBlob, edSign, { hash: 'sha1' }), 'unsupported-hash')
  assert.equal(code(edBlob, edSign, { hash: 'SHA512' }), 'unsupported-hash')
  assert.equal(code(edBlob, edSign, { magic: 'SSHSIH' }), 'malformed')
  assert.equal(code(edBlob, edSign, { version: 0 }), 'unsupported-version')
  assert.equal(code(edBlob, edSign, { version: 2 }), 'unsupported-version')
  assert.equal(
    code(edBlob, (signed) => wire('ssh-rsa', edSign(signed))),
    'unsupported-algorithm',
  )
  const withReserved = dearmor(make(edBlob, edSign, { reserved: 'abc' }))
    .toString('latin1')
    .replace('abc', 'abd')
  assert.equal(codeOf({ ...claim, armored: armor(Buffer.from(withReserved, 'latin1')) }), 'bad-signature')
})

test('RSA: accepts only SHA-2, and a signature without its leading zero', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const { n = '', e = '' } = publicKey.export({ format: 'jwk' })
  const blob = wire('ssh-rsa', ...[e, n].map((part) => positive(Buffer.from(part, 'base64url'))))
  const code = (name: string, hash: string, cut = (bytes: Buffer) => bytes) =>
    codeOf({
      armored: make(blob, (signed) => wire(name, cut(sign(hash, signed, privateKey)))),
      message,
      namespace,
      key: { blob },
    })
  assert.equal(code('rsa-sha2-256', 'sha256'), 'ok')
  assert.equal(code('rsa-sha2-512', 'sha512'), 'ok')
  assert.equal(code('ssh-rsa', 'sha1'), 'unsupported-algorithm')
  assert.equal(code('rsa-sha2-512', 'sha256'), 'bad-signature')
  assert.equal(
    code('rsa-sha2-512', 'sha512', (bytes) => Buffer.concat([Buffer.of(0), bytes])),
    'malformed',
  )
  assert.equal(
    // Not its first byte: that is zero once in 256 times, and may be left out.
    code('rsa-sha2-512', 'sha512', (bytes) => bytes.subarray(0, -1)),
    'bad-signature',
  )
  assert.equal(
    code('rsa-sha2-512', 'sha512', () => Buffer.alloc(0)),
    'malformed',
  )
  for (let i = 0, isShort = false; !isShort && i < 3000; i++) {
    const armored = make(
      blob,
      (signed) => {
        const signature = sign('sha256', signed, privateKey)
        isShort = signature[0] === 0
        return wire('rsa-sha2-256', isShort ? signature.subarray(1) : signature)
      },
      { reserved: String(i) },
    )
    if (isShort) assert.equal(codeOf({ armored, message, namespace, key: { blob } }), 'ok')
  }
})

const application = 'ssh:'
const skSigned = (signed: Buffer, tail: Buffer) => Buffer.concat([sha256(application), tail, sha256(signed)])
const tailOf = (flags: number) => Buffer.concat([Buffer.of(flags), uint32(9)])

test('sk-ssh-ed25519@openssh.com', () => {
  const type = 'sk-ssh-ed25519@openssh.com'
  const blob = wire(type, edPoint, application)
  const signer = (flags: number) => (signed: Buffer) => {
    const tail = tailOf(flags)
    return Buffer.concat([wire(type, sign(null, skSigned(signed, tail), ed.privateKey)), tail])
  }
  const key = keyOf(`${type} ${blob.toString('base64')}`)
  const claim = { armored: make(blob, signer(1)), message, namespace, key }
  checkHostileVariants(claim)
  if (!skipWithoutKeygen) assert.ok(opensshAccepts(claim))
  const code = (sign: (signed: Buffer) => Buffer) =>
    codeOf({ armored: make(blob, sign), message, namespace, key })
  assert.equal(code(signer(5)), 'ok')
  assert.equal(code(signer(0)), 'no-user-presence')
  assert.equal(code(signer(4)), 'no-user-presence')
  assert.equal(code(edSign), 'unsupported-algorithm')
  assert.equal(
    code((signed) => wire(type, sign(null, signed, ed.privateKey))),
    'malformed',
  )
})

test('sk-ecdsa-sha2-nistp256@openssh.com', () => {
  const type = 'sk-ecdsa-sha2-nistp256@openssh.com'
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  const point = Buffer.concat([Buffer.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')])
  const blob = wire(type, 'nistp256', point, application)
  const signer = (flags: number) => (signed: Buffer) => {
    const tail = tailOf(flags)
    const pair = sign('sha256', skSigned(signed, tail), { key: privateKey, dsaEncoding: 'ieee-p1363' })
    return Buffer.concat([
      wire(type, wire(positive(pair.subarray(0, 32)), positive(pair.subarray(32)))),
      tail,
    ])
  }
  const key = keyOf(`${type} ${blob.toString('base64')}`)
  const claim = { armored: make(blob, signer(1)), message, namespace, key }
  checkHostileVariants(claim)
  if (!skipWithoutKeygen) assert.ok(opensshAccepts(claim))
  assert.equal(codeOf({ armored: make(blob, signer(0)), message, namespace, key }), 'no-user-presence')
  const webauthn = make(blob, (signed) => Buffer.concat([wire(`webauthn-${type}`), signer(1)(signed)]))
  assert.equal(codeOf({ armored: webauthn, message, namespace, key }), 'unsupported-algorithm')
})

test('rejects garbage as malformed in time', () => {
  const claim = { message, namespace, key: { blob: edBlob } }
  for (const armored of [
    '',
    '\0',
    '-----BEGIN SSH SIGNATURE----------END SSH SIGNATURE-----',
    armor(Buffer.alloc(0)),
  ])
    assert.equal(codeOf({ ...claim, armored }), 'malformed')
  for (let i = 0; i < 300; i++) {
    assert.equal(codeOf({ ...claim, armored: armor(randomBytes(i)) }), 'malformed')
    const lengths = Buffer.concat([Buffer.from('SSHSIG'), uint32(1), Buffer.alloc(40, 0xff)])
    assert.equal(codeOf({ ...claim, armored: armor(lengths.subarray(0, 10 + (i % 41))) }), 'malformed')
  }
  assert.equal(codeOf({ ...claim, armored: 'A'.repeat(1e7) }), 'too-large')
})
