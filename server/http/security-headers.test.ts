import assert from 'node:assert/strict'
import { test } from 'node:test'
import { respond } from '@/core/response'
import { secured } from './security-headers'

test('HSTS is sent only with https, for this host, and for its subdomains only on request', () => {
  const promised = (https: boolean | 'subdomains') =>
    secured(respond(200, ''), https).headers['strict-transport-security']
  assert.equal(promised(true), 'max-age=31536000')
  assert.equal(promised('subdomains'), 'max-age=31536000; includeSubDomains')
  assert.equal(promised(false), undefined)
})
