import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseFingerprint } from '@/keys/fingerprint'
import { randomart } from '@/keys/randomart'
import { walkableFrom } from './parts/randomart/bishop-key'
import { momentOf } from './parts/randomart/bishop-steps'
import { clock } from './parts/recipe/timers'
import { keyOf, orderOf } from './parts/ui/sort'

test('sorts cells as numbers where possible', () => {
  const keys = ['1,041', '80', 'b', '3.8', 'a', '80'].map(keyOf)
  assert.deepEqual(keys, [1041, 80, 'b', 3.8, 'a', 80])
  assert.deepEqual(orderOf(keys, true), [3, 1, 5, 0, 4, 2])
  assert.deepEqual(orderOf(keys, false).slice(0, 2), [2, 4])
  assert.equal(keyOf('13 %'), 13)
  assert.equal(keyOf(''), '')
})

test('formats seconds as a clock', () => {
  assert.deepEqual([0, 0.2, 59, 61, 900, 3600, 3661, -5].map(clock), [
    '0:00',
    '0:01',
    '0:59',
    '1:01',
    '15:00',
    '1:00:00',
    '1:01:01',
    '0:00',
  ])
})

test('the last step of a walk is the picture, and each earlier step has one move less', () => {
  const parsed = parseFingerprint('SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU')
  assert.ok(parsed.ok)
  const labels = { type: 'ED25519', bits: 256, hash: 'SHA256' }
  const last = momentOf(parsed.digest, 128, labels)
  assert.equal(last.lines.join('\n'), randomart(parsed.digest, labels))
  for (const step of [0, 1, 4, 5, 64, 127]) {
    const moment = momentOf(parsed.digest, step, labels)
    const visits = moment.counts.flat().reduce((sum, count) => sum + count, 0)
    assert.equal(visits, step)
  }
  assert.match(
    momentOf(parsed.digest, 1, labels).said,
    /Move 1 of 128: byte 1 is f8, its bits 00 say up and left/,
  )
  assert.deepEqual(momentOf(parsed.digest, 1, labels).bits, ['11', '11', '10', '00'])
  assert.equal(momentOf(parsed.digest, 1, labels).marked, 3)
  assert.equal(momentOf(parsed.digest, 4, labels).marked, 0)
})

test('hashes keys in the browser', async () => {
  const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl'
  const found = await walkableFrom(key, 'sha256')
  assert.ok(found.ok)
  assert.equal(found.printed, 'SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU')
  assert.equal((await walkableFrom(key, 'sha512')).ok, true)
  assert.equal((await walkableFrom(key, 'md5')).ok, false)
  assert.equal((await walkableFrom('garbage', 'sha256')).ok, false)
  assert.equal((await walkableFrom('MD5:20:e9:b0:5b:5a:2b:ad:e8:4d:e4:b3:a0:32:49:2d:97', 'sha256')).ok, true)
})
