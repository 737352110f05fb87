import assert from 'node:assert/strict'
import { test } from 'node:test'
import { drawnCookie, drawnIds } from './drawn'

test('ids come back in order, the newest first, and the oldest are forgotten', () => {
  let cookie = ''
  for (let id = 1; id <= 400; id += 1) cookie = drawnCookie(id, drawnIds(cookie))
  const ids = drawnIds(cookie)
  assert.deepEqual(
    ids,
    Array.from({ length: 300 }, (_, at) => 400 - at),
  )
})

test('300 ids of ten million bemoanings stay below the 4,096 bytes that browsers keep', () => {
  const ids = Array.from({ length: 300 }, (_, at) => 10_000_000 - at)
  assert.ok(drawnCookie(7, ids).length < 2_000)
})

test('what a client makes up is skipped', () => {
  assert.deepEqual(drawnIds(''), [])
  assert.deepEqual(drawnIds('..-1.7.%00.Z.99999999999999999.a b.10'), [7, 36])
  assert.equal(drawnIds(`${'1.'.repeat(10_000)}1`).length, 300)
})
