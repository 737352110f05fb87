import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { databaseReady, ownDatabase } from '@/tests/database'
import { publicKeyLine } from '@/tests/key-line'
import { aUser } from '@/tests/makers'
import { makeKey, skipWithoutKeygen } from '../testdata/ssh-keygen'
import { addSshKey } from './ssh'

ownDatabase()
before(() => databaseReady())

test('keys that are weaker than the rest open no account', { skip: skipWithoutKeygen }, async () => {
  const me = await aUser()
  const add = async (...args: string[]) => addSshKey(me, makeKey(args).line)
  const weak = await add('-t', 'rsa', '-b', '2048')
  assert.ok(!weak.ok && weak.code === 'invalid')
  assert.match(weak.message, /3072 bits here, this one 2048/)
  for (const fine of [
    ['-t', 'rsa', '-b', '3072'],
    ['-t', 'ecdsa', '-b', '256'],
  ])
    assert.ok((await add(...fine)).ok, fine.join(' '))
  assert.ok((await addSshKey(me, publicKeyLine())).ok)
})
