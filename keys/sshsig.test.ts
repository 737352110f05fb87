import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { verifySshSignature } from './sshsig'
import { keygen, makeKey, skipWithoutKeygen, temporaryFolder } from './testdata/ssh-keygen'
import {
  checkHostileVariants,
  codeOf,
  edBlob,
  edSign,
  keyOf,
  make,
  message,
  namespace,
} from './testdata/sshsig'

for (const options of [
  'ed25519',
  'ecdsa -b 256',
  'ecdsa -b 384',
  'ecdsa -b 521',
  'rsa -b 2048',
  'rsa -b 3072',
])
  test(`accepts what ssh-keygen -Y sign makes with a key of ${options}`, { skip: skipWithoutKeygen }, () => {
    const { file, line } = makeKey(['-t', ...options.split(' ')])
    const text = join(temporaryFolder(), 'text')
    writeFileSync(text, message)
    keygen('-Y', 'sign', '-n', namespace, '-f', file, text)
    checkHostileVariants({
      armored: readFileSync(`${text}.sig`, 'utf8'),
      message,
      namespace,
      key: keyOf(line),
    })
    for (const hash of ['sha256', 'sha512']) {
      writeFileSync(`${text}.${hash}`, message)
      keygen('-Y', 'sign', '-n', namespace, '-O', `hashalg=${hash}`, '-f', file, `${text}.${hash}`)
      const armored = readFileSync(`${text}.${hash}.sig`, 'utf8')
      assert.equal(codeOf({ armored, message, namespace, key: keyOf(line) }), 'ok')
    }
  })

test('text around a signature is ignored, two signatures are refused', () => {
  const armored = make(edBlob, edSign)
  const claim = { message, namespace, key: { blob: edBlob } }
  const other = make(edBlob, (signed) => edSign(Buffer.concat([signed, Buffer.of(0)])))
  const table: [text: string, code: string][] = [
    [`Signing data on standard input\n${armored}`, 'ok'],
    [`${armored}user@host:~$ `, 'ok'],
    [`PS C:\\> Signing data on standard input\r\n${armored.replaceAll('\n', '\r\n')}\r\nPS C:\\>`, 'ok'],
    [armored.replaceAll('\n', '\r'), 'ok'],
    [`${armored}${armored}`, 'malformed'],
    [`${other}${armored}`, 'malformed'],
    [`-----END SSH SIGNATURE-----\n${armored}`, 'ok'],
    [armored.replace('-----END', 'more -----END'), 'malformed'],
    [`> ${armored.replaceAll('\n', '\n> ')}`, 'malformed'],
    ['', 'malformed'],
    ['-----BEGIN SSH SIGNATURE-----', 'malformed'],
    ['-----BEGIN SSH SIGNATURE----------END SSH SIGNATURE-----', 'malformed'],
  ]
  for (const [text, code] of table) assert.equal(codeOf({ ...claim, armored: text }), code, text)
  const refused = verifySshSignature({ ...claim, armored: armored + armored })
  assert.ok(!refused.ok)
  assert.match(refused.message, /isn’t a complete SSH signature. Paste everything .*, once\.$/)
})
