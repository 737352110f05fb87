import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { foreignFormat, wordsOf } from './foreign-format'
import { parseKeyLine } from './key-line'
import { fingerprint, parsePublicKeyLine } from './ssh-key'
import { keygen, makeKey, skipWithoutKeygen, temporaryFolder } from './testdata/ssh-keygen'

const folder = temporaryFolder()

/** Does what a sentence says: saves the text, and runs the commands in it. Returns the last output. */
function follow(sentence: string, text: string): string {
  const file = join(folder, 'FILE')
  writeFileSync(file, text)
  const commands = [...sentence.matchAll(/`([^`]+)`/g)].map(([, command = '']) => command)
  assert.ok(commands.length > 0, sentence)
  return (
    commands
      .map((command) => execFileSync('sh', ['-c', command], { cwd: folder, encoding: 'utf8' }))
      .at(-1) ?? ''
  )
}

const publicPem = (key: KeyObject, type: 'spki' | 'pkcs1' = 'spki'): string =>
  key.export({ type, format: 'pem' }).toString()

/** The advice for a text, the same at both places that take keys. */
function adviceFor(text: string): string {
  const [forPictures, forSigningIn] = [parseKeyLine(text), parsePublicKeyLine(text)]
  assert.ok(!forPictures.ok && !forSigningIn.ok)
  assert.equal(forPictures.message, forSigningIn.message)
  return forPictures.message
}

describe('the advice for keys in other formats works when followed', { skip: skipWithoutKeygen }, () => {
  test('RSA and ECDSA in PEM, PKCS8 and RFC 4716', () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 3072 }).publicKey
    const texts = [
      publicPem(rsa),
      publicPem(rsa, 'pkcs1'),
      ...['P-256', 'P-384', 'P-521'].map((namedCurve) =>
        publicPem(generateKeyPairSync('ec', { namedCurve }).publicKey),
      ),
      ...[
        ['-t', 'ed25519'],
        ['-t', 'rsa', '-b', '2048'],
        ['-t', 'ecdsa'],
      ].map((options) => keygen('-e', '-f', `${makeKey(options).file}.pub`)),
    ]
    for (const text of texts) {
      const printed = follow(adviceFor(`\n${text.replaceAll('\n', '\r\n')}`), text)
      assert.ok(parsePublicKeyLine(printed).ok, text)
    }
  })

  test('Ed25519 in PEM, which ssh-keygen cannot import, is given as a line', () => {
    const { publicKey } = generateKeyPairSync('ed25519')
    const file = join(folder, 'ed25519.pem')
    writeFileSync(file, publicPem(publicKey))
    for (const format of ['PEM', 'PKCS8', 'RFC4716'])
      assert.notEqual(spawnSync('ssh-keygen', ['-i', '-m', format, '-f', file]).status, 0, format)
    const [, line = ''] = /this one is: (.*)$/.exec(adviceFor(publicPem(publicKey))) ?? []
    const read = parsePublicKeyLine(line)
    const raw = publicKey.export({ type: 'spki', format: 'der' }).subarray(-32)
    assert.ok(read.ok && read.blob.subarray(-32).equals(raw))
    writeFileSync(file, `${line}\n`)
    assert.ok(keygen('-l', '-f', file).includes(fingerprint(read.blob, 'sha256')))
  })

  const openssl = spawnSync('openssl', ['version']).status === 0
  test('an X.509 certificate', { skip: openssl ? false : 'openssl is not installed' }, () => {
    const [key, certificate] = [join(folder, 'x.key'), join(folder, 'x.crt')]
    const options = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=x']
    spawnSync('openssl', [...options, '-keyout', key, '-out', certificate])
    const text = readFileSync(certificate, 'utf8')
    assert.ok(parsePublicKeyLine(follow(adviceFor(text), text)).ok)
  })
})

test('input that is not a key is named', () => {
  const dashes = '-----'
  const table: [text: string, says: RegExp | null][] = [
    [`${dashes}BEGIN OPENSSH ${'PRIVATE'} KEY${dashes}`, /private key/],
    [`${dashes}BEGIN ${'PRIVATE'} KEY${dashes}\nMC4CAQAw`, /private key/],
    ['PuTTY-User-Key-File-3: ssh-ed25519', /private key/],
    [`${dashes}BEGIN SSH SIGNATURE${dashes}`, /not an SSH public key/],
    [`${dashes}BEGIN PGP PUBLIC KEY BLOCK${dashes}`, /not an SSH public key/],
    [`${dashes}BEGIN PUBLIC KEY${dashes}\nMCowBQYDK2VwAyEA\n${dashes}END PUBLIC KEY${dashes}`, /-m PKCS8/],
    [`${dashes}BEGIN DH PARAMETERS${dashes}`, /not an SSH public key/],
    ['ssh-ed25519 AAAA', null],
    ['', null],
  ]
  for (const [text, says] of table)
    if (says) assert.match(foreignFormat(text) ?? '', says, text)
    else assert.equal(foreignFormat(text), null, text)
})

const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl'
/** What may stand before a key, and whether sshd's rules find the key behind it. */
const options: [before: string, ok: boolean][] = [
  ['restrict', true],
  ['restrict,command="a b"', true],
  ['no-pty,from="10.0.0.0/8,*.example.org"', true],
  ['command="echo \\"ssh-rsa AAAA\\" x"', true],
  ['environment="A=ssh-ed25519 AAAA b",restrict', true],
  ['command="tab\there"', true],
  ['expiry-time="20300101"', true],
  ['cert-authority,principals="a,b"', true],
  ['command="never closed', false],
]

test('options before a key are skipped as sshd skips them', { skip: skipWithoutKeygen }, () => {
  for (const [before, ok] of options) {
    const line = `${before} ${key} a comment`
    const file = join(folder, 'line')
    writeFileSync(file, `${line}\n`)
    const theirs = spawnSync('ssh-keygen', ['-l', '-f', file], { encoding: 'utf8' })
    assert.equal(theirs.status === 0, ok, `ssh-keygen: ${line}`)
    const mine = parsePublicKeyLine(line)
    assert.equal(mine.ok, ok, line)
    if (!mine.ok) continue
    assert.equal(mine.comment, 'a comment')
    assert.ok(theirs.stdout.includes(fingerprint(mine.blob, 'sha256')))
    const drawn = parseKeyLine(line)
    assert.ok(drawn.ok && mine.blob.equals(drawn.blob), line)
  }
})

test('words end at spaces outside of quotes; no line takes long', () => {
  const words = (line: string) => wordsOf(line).map(({ word }) => word)
  assert.deepEqual(words('a="b c",d\t e "f'), ['a="b c",d', 'e', '"f'])
  assert.deepEqual(words('a="\\" b" c'), ['a="\\" b"', 'c'])
  assert.deepEqual(words(''), [])
  for (const hostile of ['"', '\\"', '"\\', 'a"b', '\\'])
    for (const end of ['', '"', ' x']) {
      const from = performance.now()
      wordsOf(hostile.repeat(8_000) + end)
      assert.ok(performance.now() - from < 200, hostile)
    }
})
