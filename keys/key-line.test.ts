import assert from 'node:assert/strict'
import { createECDH, createHash, randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { type HashName, hashSizes, parseFingerprint } from './fingerprint'
import { parseKeyLine } from './key-line'
import { randomart } from './randomart'
import { drawRandomart } from './randomart-input'
import { wireString } from './ssh-wire'
import { keygen, skipWithoutKeygen, temporaryFolder } from './testdata/ssh-keygen'

const line = (name: string, ...fields: (string | Uint8Array)[]): string =>
  `${name} ${Buffer.concat([wireString(name), ...fields.map(wireString)]).toString('base64')} key`

const ed25519 = () => line('ssh-ed25519', randomBytes(32))
const security = () => line('sk-ssh-ed25519@openssh.com', randomBytes(32), 'ssh:')

/** A random number of the given bit length that looks like a modulus: the highest and the lowest bit are set. */
function modulus(bits: number): Buffer {
  const bytes = randomBytes(Math.ceil(bits / 8))
  const top = (bits - 1) % 8
  bytes[0] = ((bytes[0] ?? 0) & ((1 << (top + 1)) - 1)) | (1 << top)
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) | 1
  return top === 7 ? Buffer.concat([Buffer.of(0), bytes]) : bytes
}
const rsa = (bits: number) => line('ssh-rsa', Buffer.of(1, 0, 1), modulus(bits))

const curves = { 256: 'prime256v1', 384: 'secp384r1', 521: 'secp521r1' } as const

/**
 * A key of a curve. Not by `generateKeyPairSync` and its JWK: garbage collection during that export may wait for the lock
 * that the export holds, for ever (Node 20.20.2; seen once, by its stack).
 */
function ecdsa(bits: keyof typeof curves): string {
  const point = createECDH(curves[bits]).generateKeys()
  return line(`ecdsa-sha2-nistp${bits}`, `nistp${bits}`, point)
}

/** Ten thousand keys: mostly Ed25519, which are only bytes; of the other types as many as can be made quickly. */
function keys(): string[] {
  const sizes = [256, 384, 521] as const
  return [
    ...Array.from({ length: 7_000 }, ed25519),
    ...Array.from({ length: 1_000 }, security),
    ...Array.from({ length: 1_000 }, (_, i) =>
      rsa([1024, 2047, 2048, 3072, 4096, 8192, 16384][i % 7] ?? 2048),
    ),
    ...Array.from({ length: 1_000 }, (_, i) => ecdsa(sizes[i % 3] ?? 256)),
  ]
}

describe('against ssh-keygen', { skip: skipWithoutKeygen }, () => {
  const all = keys()
  const file = join(temporaryFolder(), 'keys')
  writeFileSync(file, `${all.join('\n')}\n`)

  for (const hash of Object.keys(hashSizes) as HashName[])
    test(`ten thousand keys are read and drawn as ssh-keygen does, with ${hash}`, () => {
      const printed = keygen('-lv', '-E', hash, '-f', file).trimEnd().split('\n')
      assert.equal(printed.length, all.length * 12)
      for (const [index, key] of all.entries()) {
        const [head = '', ...art] = printed.slice(index * 12, index * 12 + 12)
        const read = parseKeyLine(key)
        assert.ok(read.ok, key)
        const digest = createHash(hash).update(read.blob).digest()
        const mine = randomart(digest, { type: read.kind, bits: read.bits, hash: hash.toUpperCase() })
        assert.equal(mine, art.join('\n'), key)
        const [bits, fingerprint = ''] = head.split(' ')
        assert.equal(String(read.bits), bits)
        assert.ok(head.endsWith(`(${read.kind})`), head)
        const parsed = parseFingerprint(fingerprint)
        assert.ok(parsed.ok && Buffer.from(parsed.digest).equals(digest), fingerprint)
      }
    })

  test('a certificate has the picture of its key', () => {
    const folder = temporaryFolder()
    for (const [type, ...more] of [
      ['ed25519'],
      ['rsa', '-b', '2048'],
      ['ecdsa', '-b', '384'],
    ] as string[][]) {
      const [key, ca] = [join(folder, `k-${type}`), join(folder, `ca-${type}`)]
      for (const name of [key, ca]) keygen('-q', '-N', '', '-C', '', '-f', name, '-t', type ?? '', ...more)
      keygen('-q', '-s', ca, '-I', 'test', `${key}.pub`)
      const certificate = keygen('-lv', '-f', `${key}-cert.pub`)
      const made = drawRandomart({ key: readFileSync(`${key}-cert.pub`, 'utf8') })
      assert.ok(made.ok, made.ok ? '' : made.message)
      assert.equal(made.value.lines.join('\n'), certificate.split('\n').slice(1, 12).join('\n'))
    }
  })
})

const github = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl'
const drawn = (query: Record<string, string>) => drawRandomart(query)

test('finds keys in common formats', () => {
  const wanted = drawn({ key: github })
  assert.ok(wanted.ok)
  assert.equal(wanted.value.fingerprint, 'SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU')
  for (const key of [
    `${github} a comment`,
    `  ${github}\n`,
    `github.com ${github}`,
    `command="x y" ${github}`,
  ])
    assert.deepEqual(drawn({ key }), wanted, key)
  assert.deepEqual(drawn({ fingerprint: wanted.value.fingerprint, type: 'ed25519', bits: '256' }), wanted)
  assert.deepEqual(
    drawn({ fingerprint: wanted.value.fingerprint.replaceAll('+', ' '), type: 'ED25519', bits: '256' }),
    wanted,
    'a + of an address is a space',
  )
  assert.deepEqual(drawn({ key: wanted.value.fingerprint, type: 'ED25519', bits: '256' }), wanted)
  for (const form of [/\+.*\+/, /\+\+/]) {
    const plus = Array.from({ length: 20_000 }, ed25519).find((key) => form.test(key)) ?? ''
    assert.deepEqual(drawn({ key: plus.replaceAll('+', ' ') }), drawn({ key: plus }), plus)
  }
})

test('a fingerprint alone has no key type on the border; the old layout is supported', () => {
  const made = drawn({ fingerprint: 'MD5:20:e9:b0:5b:5a:2b:ad:e8:4d:e4:b3:a0:32:49:2d:97' })
  assert.ok(made.ok)
  assert.equal(made.value.lines[0], '+-----------------+')
  assert.equal(made.value.lines.at(-1), '+------[MD5]------+')
  const old = drawn({
    fingerprint: '20:e9:b0:5b:5a:2b:ad:e8:4d:e4:b3:a0:32:49:2d:97',
    type: 'RSA',
    bits: '2048',
    layout: 'old',
  })
  assert.ok(old.ok)
  assert.equal(old.value.lines[0], '+--[ RSA 2048]----+')
  assert.equal(old.value.lines.at(-1), '+-----------------+')
})

test('invalid input gets a message', () => {
  const cases: [query: Record<string, string>, says: RegExp][] = [
    [{}, /either key or fingerprint/],
    [{ key: github, fingerprint: 'SHA256:x' }, /either key or fingerprint/],
    [{ key: 'garbage' }, /look like an SSH public key or a fingerprint/],
    [{ key: '' }, /look like an SSH public key/],
    [{ key: 'x'.repeat(20_000) }, /at most 16 kB/],
    [{ key: 'ssh-ed25519' }, /itself is missing/],
    [{ key: 'ssh-ed25519 AAAA' }, /damaged/],
    [{ key: 'ssh-ed25519 !!!!' }, /its base64 isn’t complete/],
    [{ key: github.replace('ssh-ed25519', 'ssh-rsa') }, /says ssh-rsa/],
    [{ key: `${github.slice(0, -8)}` }, /damaged/],
    [{ key: rsa(16_385) }, /16385 bits; OpenSSH takes at most 16384/],
    [{ key: rsa(32_768) }, /at most 16384/],
    [{ key: rsa(512) }, /512 bits; OpenSSH takes at least 1024/],
    [{ key: line('ssh-rsa', Buffer.of(1, 0, 1), Buffer.alloc(0)) }, /one of its numbers is invalid/],
    [{ key: line('ssh-rsa', Buffer.of(1, 0, 1), Buffer.of(0x80)) }, /one of its numbers is invalid/],
    [{ key: '-----BEGIN OPENSSH PRIVATE KEY-----' }, /private key/],
    [{ key: '---- BEGIN SSH2 PUBLIC KEY ----' }, /another format/],
    [{ fingerprint: 'SHA256:' }, /base64/],
    [{ fingerprint: 'SHA256:abc' }, /32 bytes; this one has 2/],
    [{ fingerprint: 'SHA256:ä' }, /base64/],
    [{ fingerprint: 'MD5:20:e9' }, /16 pairs of digits; this one has 2/],
    [{ fingerprint: 'MD5:zz' }, /16 pairs/],
    [{ fingerprint: 'x'.repeat(300) }, /too long for a/],
    [{ key: github, hash: 'sha3' }, /Set hash to one of/],
    [{ key: github, bits: '1e9' }, /bits is a number/],
    [{ key: github, type: '<b>' }, /type is the name/],
    [{ key: github, layout: 'wide' }, /layout is/],
    [{ key: github, more: 'x' }, /./],
  ]
  for (const [query, says] of cases) {
    const made = drawn(query)
    assert.equal(made.ok, false, JSON.stringify(query).slice(0, 200))
    if (!made.ok) assert.match(made.message, says)
  }
})
