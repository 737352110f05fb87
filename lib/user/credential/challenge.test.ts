import assert from 'node:assert/strict'
import { test } from 'node:test'
import { db, sshChallenges } from '@/db'
import { ownDatabase } from '@/tests/database'
import { createChallenge, spendChallenge } from './challenge'

ownDatabase()

test('creating nonces writes nothing; each works once', async () => {
  const nonces = Array.from({ length: 50 }, () => createChallenge())
  assert.equal(new Set(nonces).size, 50)
  assert.ok(nonces.every((nonce) => /^[\w-]{43}$/.test(nonce)))
  assert.equal(await db().$count(sshChallenges), 0)
  const nonce = nonces[0] ?? ''
  const tries = await Promise.all(Array.from({ length: 8 }, () => spendChallenge(nonce)))
  assert.deepEqual(tries.filter(Boolean), [true], 'eight times at once')
  assert.equal(await spendChallenge(nonce), false)
  assert.equal(await db().$count(sshChallenges), 1)
})

test('a nonce that is expired, changed or forged is refused', async () => {
  const nonce = createChallenge()
  const changed = (at: number): string => {
    const bytes = Buffer.from(nonce, 'base64url')
    bytes[at] = (bytes[at] ?? 0) ^ 1
    return bytes.toString('base64url')
  }
  const bad = [
    createChallenge(Date.now() - 601_000),
    '',
    'A'.repeat(43),
    `${nonce}A`,
    nonce.slice(1),
    `${nonce}=`,
  ]
  for (const one of [...bad, ...[0, 3, 4, 15, 16, 30].map(changed)])
    assert.equal(await spendChallenge(one), false, one)
  assert.equal(await spendChallenge(createChallenge(Date.now() - 590_000)), true)
})
