import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encodingFor } from './deliver'

test('the smallest encoding that a client accepts', () => {
  for (const [accepted, encoding] of [
    [undefined, 'identity'],
    ['', 'identity'],
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip, deflate', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['br; q=0.0, gzip;q=0', 'identity'],
    ['GZIP', 'gzip'],
    ['*', 'br'],
    ['*;q=0', 'identity'],
    ['identity', 'identity'],
    ['brotli, x-gzip', 'identity'],
    [';;,=,q', 'identity'],
  ] as const) {
    const request = { headers: accepted === undefined ? {} : { 'accept-encoding': accepted } }
    assert.equal(encodingFor(request, 'text/html; charset=utf-8'), encoding, accepted)
    assert.equal(encodingFor(request, 'image/png'), 'identity')
  }
})
