import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { parseKeyLine } from './key-line'
import { drawRandomart } from './randomart-input'
import { parsePublicKeyLine } from './ssh-key'
import { wireString } from './ssh-wire'
import { keygen, temporaryFolder } from './testdata/ssh-keygen'

type Drawn = { fingerprint: string; picture: string[] }
type Vector = { key: string; certificate: string; bits: number; kind: string; drawn: Record<string, Drawn> }

/** What ssh-keygen 10.6 printed; the file says which, and the commands. */
const { madeBy, cases } = JSON.parse(readFileSync('keys/testdata/mldsa44-vectors.json', 'utf8')) as {
  madeBy: string
  cases: Vector[]
}

test(`ML-DSA-44 keys and their certificates have the same pictures as in ${madeBy}`, () => {
  assert.equal(cases.length, 3)
  for (const { key, certificate, bits, kind, drawn } of cases) {
    const read = parseKeyLine(key)
    assert.deepEqual(read.ok && [read.kind, read.bits], [kind, bits])
    const signed = parseKeyLine(certificate)
    assert.deepEqual(signed.ok && [signed.kind, signed.bits], [`${kind}-CERT`, bits])
    for (const [hash, { fingerprint, picture }] of Object.entries(drawn))
      for (const line of [key, certificate, `restrict,command="a b" ${key} me`]) {
        const made = drawRandomart({ key: line, hash })
        assert.ok(made.ok, made.ok ? '' : made.message)
        assert.deepEqual(made.value.lines, picture)
        assert.equal(made.value.fingerprint, fingerprint)
      }
    assert.equal(drawn.sha256?.picture[0], '+[MLDSA44-ED25519-+')
    const byPrint = drawRandomart({ fingerprint: drawn.sha256?.fingerprint, type: kind })
    assert.equal(byPrint.ok && byPrint.value.lines[0], '+[MLDSA44-ED25519-+', 'a title alone is cut alike')
  }
})

/** False, or why the ssh-keygen here cannot make such a key. */
const folder = temporaryFolder()
const file = join(folder, 'k')
const made = spawnSync('ssh-keygen', ['-q', '-t', 'mldsa44-ed25519', '-N', '', '-C', 'a b', '-f', file])
const why = made.status === 0 ? false : 'the ssh-keygen here is older than 10.6'

test('a new key and its certificate against the ssh-keygen here', { skip: why }, () => {
  keygen('-q', '-s', file, '-I', 'test', `${file}.pub`)
  for (const name of [`${file}.pub`, `${file}-cert.pub`])
    for (const hash of ['md5', 'sha1', 'sha256', 'sha384', 'sha512']) {
      const ours = drawRandomart({ key: readFileSync(name, 'utf8'), hash })
      assert.ok(ours.ok)
      const [head = '', ...art] = keygen('-lv', '-E', hash, '-f', name).trimEnd().split('\n')
      assert.deepEqual(ours.value.lines, art)
      assert.ok(head.startsWith(`512 ${ours.value.fingerprint} `), head)
    }
})

const line = (name: string, ...fields: Uint8Array[]): string =>
  `${name} ${Buffer.concat([wireString(name), ...fields.map(wireString)]).toString('base64')}`

test('damaged ML-DSA-44 keys, and names that OpenSSH 10.6 does not know, are refused', () => {
  const whole = Buffer.alloc(1_344, 7)
  const name = 'ssh-mldsa44-ed25519'
  const table: [text: string, ok: boolean][] = [
    [line(name, whole), true],
    [line(name, whole.subarray(1)), false],
    [line(name, Buffer.alloc(1_345)), false],
    [line(name, whole, Buffer.alloc(1)), false],
    [line(`${name}-cert`, Buffer.alloc(32), whole, Buffer.alloc(8)), true],
    [line(`${name}-cert`, Buffer.alloc(32), whole), false],
    [line(`${name}-cert-v01@openssh.com`, Buffer.alloc(32), whole, Buffer.alloc(8)), false],
    [line(`${name}@openssh.com`, whole), false],
    [line('ssh-ed25519-cert', Buffer.alloc(32), Buffer.alloc(32), Buffer.alloc(8)), false],
  ]
  for (const [text, ok] of table) assert.equal(parseKeyLine(text).ok, ok, text.slice(0, 60))
})

test('ML-DSA-44 keys cannot sign in, and a sentence says so', () => {
  for (const { key, certificate } of cases)
    for (const text of [key, certificate, `restrict ${key}`]) {
      const read = parsePublicKeyLine(text)
      assert.ok(!read.ok && read.code === 'unsupported-type')
      assert.match(read.message, /^Keys of type ssh-mldsa44-ed25519(-cert)? are not supported\./)
    }
})
