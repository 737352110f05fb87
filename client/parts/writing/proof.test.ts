import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { findAnswer, isAnswer } from './proof'

const hash = (text: string) => createHash('sha256').update(text).digest('hex')

test('finds the number that the server chose, and no other', async () => {
  for (const number of [0, 1, 1_999, 2_000, 4_321]) {
    assert.equal(await findAnswer('salt?expires=1&', hash(`salt?expires=1&${number}`)), number)
    assert.ok(!isAnswer('salt', number + 1, hash(`salt${number}`)))
  }
})

test('gives up after the maximum', async () => assert.equal(await findAnswer('salt', '00', 4_000), null))
