import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { before, test } from 'node:test'
import { keygen, makeKey, skipWithoutKeygen } from '@/keys/testdata/ssh-keygen'
import { databaseReady, ownDatabase } from '@/tests/database'
import { withProof } from '@/tests/key-line'
import { aUser } from '@/tests/makers'
import { createChallenge } from './challenge'
import { addSshKey } from './ssh'
import { sshNamespace } from './ssh-sign-in'

ownDatabase()
before(() => databaseReady())

test('weak keys cannot be registered', { skip: skipWithoutKeygen }, async () => {
  const me = await aUser()
  const add = async (...args: string[]) => {
    const { file, line } = makeKey(args)
    const nonce = createChallenge()
    writeFileSync(`${file}.nonce`, nonce)
    keygen('-q', '-Y', 'sign', '-n', sshNamespace, '-f', file, `${file}.nonce`)
    return addSshKey(me, { key: line, nonce, signature: readFileSync(`${file}.nonce.sig`, 'utf8') }, 'n')
  }
  const weak = await add('-t', 'rsa', '-b', '2048')
  assert.ok(!weak.ok && weak.code === 'invalid')
  assert.match(weak.message, /3072 bits; yours has 2048/)
  for (const fine of [
    ['-t', 'rsa', '-b', '3072'],
    ['-t', 'ecdsa', '-b', '256'],
  ])
    assert.ok((await add(...fine)).ok, fine.join(' '))
  assert.ok((await addSshKey(me, withProof(createChallenge()), 'n')).ok)
})
