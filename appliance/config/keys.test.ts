import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { findProgram } from '../host/programs'
import { isArmouredKey } from './pgp-key'
import { publicKey, size } from './values'

const accepted = (line: string): boolean => publicKey.safeParse(line).success
const field = (data: Buffer | string): Buffer => {
  const bytes = Buffer.from(data as string)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return Buffer.concat([length, bytes])
}
const line = (type: string, ...fields: (Buffer | string)[]): string =>
  `${type} ${Buffer.concat([type, ...fields].map(field)).toString('base64')} me`
const point = (bytes: number): Buffer => Buffer.concat([Buffer.from([4]), Buffer.alloc(2 * bytes, 7)])
const three = Buffer.from([1, 0, 1])

test('check takes public keys of every kind, and refuses rubbish after the type', () => {
  const good = [
    line('ssh-ed25519', Buffer.alloc(32, 9)),
    line('ssh-rsa', three, Buffer.alloc(256, 0x7f)),
    line('ecdsa-sha2-nistp256', 'nistp256', point(32)),
    line('ecdsa-sha2-nistp521', 'nistp521', point(66)),
    line('sk-ssh-ed25519@openssh.com', Buffer.alloc(32, 9), 'ssh:'),
    line('sk-ecdsa-sha2-nistp256@openssh.com', 'nistp256', point(32), 'ssh:'),
  ]
  for (const one of good) assert.ok(accepted(one), one)
  for (const [what, one] of [
    ['too short', line('ssh-ed25519', Buffer.alloc(31, 9))],
    ['too long', line('ssh-ed25519', Buffer.alloc(33, 9))],
    ['a field too many', line('ssh-ed25519', Buffer.alloc(32, 9), 'x')],
    ['nothing after the type', line('ssh-ed25519')],
    [
      'rubbish',
      `ssh-ed25519 ${Buffer.concat([field('ssh-ed25519'), Buffer.alloc(40, 0xff)]).toString('base64')}`,
    ],
    ['a small modulus', line('ssh-rsa', three, Buffer.alloc(64, 0x7f))],
    ['no modulus', line('ssh-rsa', three)],
    ['another curve', line('ecdsa-sha2-nistp256', 'nistp384', point(32))],
    [
      'a compressed point',
      line('ecdsa-sha2-nistp256', 'nistp256', Buffer.concat([Buffer.from([2]), Buffer.alloc(32, 7)])),
    ],
    ['no application', line('sk-ssh-ed25519@openssh.com', Buffer.alloc(32, 9))],
  ] as const)
    assert.ok(!accepted(one), what)
})

test('ssh-keygen agrees about the keys that it makes, whole and cut off', (t) => {
  if (!findProgram('ssh-keygen')) return t.skip('ssh-keygen is not installed')
  for (const [type, bits] of [
    ['ed25519', '256'],
    ['ecdsa', '384'],
    ['rsa', '2048'],
  ] as const) {
    const made = spawnSync(
      'sh',
      [
        '-c',
        'd=$(mktemp -d) && ssh-keygen -q -t "$1" -b "$2" -N "" -f "$d/k" && cat "$d/k.pub"; rm -r "$d"',
        'sh',
        type,
        bits,
      ],
      { encoding: 'utf8' },
    ).stdout.trim()
    assert.ok(accepted(made), made)
    const [kind = '', data = ''] = made.split(' ')
    assert.ok(!accepted(`${kind} ${data.slice(0, -8)}`), 'cut off')
    assert.notEqual(
      spawnSync('ssh-keygen', ['-l', '-f', '-'], { input: `${kind} ${data.slice(0, -8)}\n` }).status,
      0,
    )
  }
})

test('a repository’s key is a whole armoured block', () => {
  const text = readFileSync(join(import.meta.dirname, '../testdata/repository-key.asc'), 'utf8')
  assert.ok(isArmouredKey(text))
  assert.ok(isArmouredKey(text.replaceAll('\n', '\r\n')))
  assert.ok(isArmouredKey(text.replace('BLOCK-----\n\n', 'BLOCK-----\nComment: ours\n\n')))
  const lines = text.split('\n')
  for (const [what, one] of [
    ['only its first line', lines[0] ?? ''],
    ['without its last line', lines.slice(0, -2).join('\n')],
    ['a line missing', [...lines.slice(0, 3), ...lines.slice(4)].join('\n')],
    ['a letter changed', text.replace(/^mDM/m, 'mDN')],
    ['another packet', text.replace(/^mDM/m, 'iDM')],
    ['a private key', text.replaceAll('PUBLIC', 'PRIVATE')],
    ['nothing in it', `${lines[0]}\n\n=AAAA\n-----END PGP PUBLIC KEY BLOCK-----\n`],
  ] as const)
    assert.ok(!isArmouredKey(one), what)
})

test('a size without a letter counts MiB, in quotes or not', () => {
  const memory = size('512M', '1T')
  for (const [given, bytes] of [
    [2048, 2 ** 31],
    ['2048', 2 ** 31],
    ['2G', 2 ** 31],
    ['1T', 2 ** 40],
  ] as const)
    assert.equal(memory.parse(given), bytes)
  for (const given of [0, -1, 2.5, 511, '2GB', '2 G', '02G', 1e12, true, null])
    assert.ok(!memory.safeParse(given).success, String(given))
})
