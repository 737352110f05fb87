import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { keygen, makeKey, skipWithoutKeygen, temporaryFolder } from './testdata/ssh-keygen'
import { checkHostileVariants, codeOf, keyOf, message, namespace } from './testdata/sshsig'

for (const options of [
  'ed25519',
  'ecdsa -b 256',
  'ecdsa -b 384',
  'ecdsa -b 521',
  'rsa -b 2048',
  'rsa -b 3072',
])
  test(`ssh-keygen -Y sign with ${options}`, { skip: skipWithoutKeygen }, () => {
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
