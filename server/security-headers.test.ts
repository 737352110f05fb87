import assert from 'node:assert/strict'
import { test } from 'node:test'
import { answer } from '@/lib/answer'
import { secured } from './security-headers'

test('https is promised for this host alone, and only where there is https', () => {
  const promised = (https: boolean) => secured(answer(200, ''), https).headers['strict-transport-security']
  assert.equal(promised(true), 'max-age=31536000')
  assert.equal(promised(false), undefined)
})
