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

test('pages name the rules for loading the next one early; nothing else does', () => {
  const rules = (status: number, type: string) =>
    secured(respond(status, '', { 'content-type': type }), false).headers['speculation-rules']
  assert.equal(rules(200, 'text/html; charset=utf-8'), '"/speculation.json"')
  assert.equal(rules(404, 'text/html; charset=utf-8'), undefined)
  assert.equal(rules(200, 'application/json'), undefined)
})
