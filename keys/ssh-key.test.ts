import assert from 'node:assert/strict'
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fingerprint, parsePublicKeyLine } from './ssh-key'
import { wireString } from './ssh-wire'
import { keygen, makeKey, skipWithoutKeygen, temporaryFolder } from './testdata/ssh-keygen'

type Vector = {
  key: string | null
  alg: 'md5' | 'sha256' | 'sha512'
  fingerprint: string
  title: string
}
const vectors: Vector[] = JSON.parse(
  readFileSync(new URL('./testdata/randomart-vectors.json', import.meta.url), 'utf8'),
)

const codeOf = (line: string) => {
  const result = parsePublicKeyLine(line)
  return result.ok ? 'ok' : result.code
}
const lineOf = (type: string, ...fields: (string | Uint8Array)[]) =>
  `${type} ${Buffer.concat([type, ...fields].map(wireString)).toString('base64')}`
const rsaLine = (bits: number, exponent = 65537) => {
  const modulus = Buffer.alloc(Math.ceil(bits / 8))
  modulus[0] = 1 << ((bits - 1) % 8)
  modulus[modulus.length - 1] = 1 | (modulus.at(-1) ?? 0)
  const positive = (bytes: Buffer) => ((bytes[0] ?? 0) & 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes)
  const e = Buffer.from(
    exponent
      .toString(16)
      .padStart(2, '0')
      .replace(/^(.)(..)*$/, '0$&'),
    'hex',
  )
  return lineOf('ssh-rsa', positive(e), positive(modulus))
}
const ed25519 = lineOf('ssh-ed25519', Buffer.alloc(32, 7))

test('test vectors: type, bits and fingerprints', () => {
  for (const vector of vectors) {
    if (!vector.key) continue
    const key = parsePublicKeyLine(vector.key)
    assert.ok(key.ok)
    assert.equal(`[${key.kind} ${key.bits}]`, vector.title)
    assert.equal(fingerprint(key.blob, vector.alg), vector.fingerprint)
  }
})

test('keys from ssh-keygen have its fingerprints', { skip: skipWithoutKeygen }, () => {
  const kinds = [
    ['-t', 'ed25519'],
    ['-t', 'ecdsa', '-b', '256'],
    ['-t', 'ecdsa', '-b', '384'],
    ['-t', 'ecdsa', '-b', '521'],
    ['-t', 'rsa', '-b', '2048'],
  ]
  for (const options of kinds) {
    const { line, file } = makeKey(options, 'Evan  Bemoaner <e@example.com>')
    const key = parsePublicKeyLine(`  ${line}`)
    assert.ok(key.ok)
    assert.equal(key.comment, 'Evan  Bemoaner <e@example.com>')
    for (const hash of ['sha256', 'md5', 'sha1', 'sha384', 'sha512'] as const)
      assert.equal(
        `${key.bits} ${fingerprint(key.blob, hash)} ${key.comment} (${key.kind})`,
        keygen('-l', '-E', hash, '-f', `${file}.pub`).trim(),
      )
  }
})

test('DSA, certificates and unknown types are unsupported', { skip: skipWithoutKeygen }, () => {
  const ca = makeKey(['-t', 'ed25519'])
  const user = makeKey(['-t', 'ed25519'])
  keygen('-q', '-s', ca.file, '-I', 'id', '-n', 'user', `${user.file}`)
  assert.equal(codeOf(readFileSync(`${user.file}-cert.pub`, 'utf8')), 'unsupported-type')
  assert.equal(codeOf(lineOf('ssh-dss', randomBytes(128))), 'unsupported-type')
  assert.equal(codeOf(lineOf('ssh-ed448', randomBytes(57))), 'unsupported-type')
  assert.equal(codeOf(lineOf('ssh-rsa-cert-v01@openssh.com', randomBytes(57))), 'unsupported-type')
})

test('RSA sizes and exponents', () => {
  assert.equal(codeOf(rsaLine(1024)), 'weak')
  assert.equal(codeOf(rsaLine(2047)), 'weak')
  assert.equal(codeOf(rsaLine(2048)), 'ok')
  assert.equal(codeOf(rsaLine(2049)), 'ok')
  assert.equal(codeOf(rsaLine(16384)), 'ok')
  assert.equal(codeOf(rsaLine(16385)), 'too-large')
  assert.equal(codeOf(rsaLine(2048, 1)), 'weak')
  assert.equal(codeOf(rsaLine(2048, 3)), 'ok')
  assert.equal(codeOf(rsaLine(2048, 4)), 'malformed')
  assert.equal(codeOf(lineOf('ssh-rsa', Buffer.of(1, 0, 1), Buffer.alloc(256, 0xff))), 'malformed')
  assert.equal(codeOf(lineOf('ssh-rsa', Buffer.of(0, 1, 0, 1), Buffer.alloc(256, 0x7f))), 'malformed')
  assert.equal(codeOf(lineOf('ssh-rsa', Buffer.alloc(9, 3), Buffer.alloc(257, 0x7f))), 'too-large')
})

test('points must be on their curve, and names must agree', () => {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  const point = Buffer.concat([Buffer.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')])
  const off = Buffer.from(point)
  off[64] = (off[64] ?? 0) ^ 1
  assert.equal(codeOf(lineOf('ecdsa-sha2-nistp256', 'nistp256', point)), 'ok')
  assert.equal(codeOf(lineOf('ecdsa-sha2-nistp256', 'nistp256', off)), 'malformed')
  assert.equal(codeOf(lineOf('ecdsa-sha2-nistp256', 'nistp384', point)), 'malformed')
  assert.equal(codeOf(lineOf('ecdsa-sha2-nistp384', 'nistp256', point)), 'malformed')
  assert.equal(codeOf(lineOf('ecdsa-sha2-nistp256', '__proto__', point)), 'malformed')
  assert.equal(codeOf(lineOf('ecdsa-sha2-nistp256', 'nistp256', Buffer.alloc(65))), 'malformed')
  const sk = parsePublicKeyLine(lineOf('sk-ecdsa-sha2-nistp256@openssh.com', 'nistp256', point, 'ssh:'))
  assert.deepEqual(sk.ok && [sk.kind, sk.bits], ['ECDSA-SK', 256])
  assert.equal(codeOf(ed25519.replace('ssh-ed25519', 'ssh-rsa')), 'malformed')
  assert.equal(codeOf(lineOf('__proto__', point)), 'not-a-key')
})

test('rejects everything that is not a single key line', () => {
  const pem = ['-----BEGIN OPENSSH PRIVATE', 'KEY-----\nAAAA'].join(' ')
  assert.equal(codeOf(pem), 'not-a-key')
  for (const text of [
    '',
    ' ',
    'hello',
    '# comment',
    '---- BEGIN SSH2 PUBLIC KEY ----',
    `no pty ${ed25519}`,
    '\0',
  ])
    assert.equal(codeOf(text), 'not-a-key', text)
  for (const text of [
    'ssh-ed25519',
    'ssh-ed25519 AAAA',
    'ssh-ed25519 !',
    `${ed25519} a\nb`,
    `${ed25519} a\0b`,
    `${ed25519} \ud800`,
    ed25519.slice(0, -1),
    `${ed25519}AAAA`,
    lineOf('ssh-ed25519', Buffer.alloc(31)),
    lineOf('ssh-ed25519', Buffer.alloc(32), 'more'),
  ])
    assert.equal(codeOf(text), 'malformed', text)
  assert.equal(codeOf(`${ed25519} ${'x'.repeat(16_000)}`), 'ok')
  assert.equal(codeOf(`${ed25519} ${'x'.repeat(16_384)}`), 'too-large')
  assert.equal(codeOf(`${ed25519} ${'é'.repeat(8_192)}`), 'too-large')
  assert.equal(codeOf(`ssh-ed25519\t${ed25519.slice(12)}\tme\t\r\n`), 'ok')
})

test('a truncated key, or one with any byte changed, never throws', () => {
  for (const line of [ed25519, rsaLine(2048)]) {
    const [type = '', base64 = ''] = line.split(' ')
    const blob = Buffer.from(base64, 'base64')
    for (let i = 0; i < blob.length; i++) {
      assert.notEqual(codeOf(`${type} ${blob.subarray(0, i).toString('base64')}`), 'ok')
      const changed = Buffer.from(blob)
      changed[i] = (changed[i] ?? 0) ^ 0xff
      codeOf(`${type} ${changed.toString('base64')}`)
    }
  }
  const pub = join(temporaryFolder(), 'x')
  writeFileSync(pub, randomBytes(4096))
  codeOf(readFileSync(pub, 'latin1'))
})
