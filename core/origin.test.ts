import assert from 'node:assert/strict'
import { test } from 'node:test'
import { siteOrigin, siteOrigins } from './origin'

test('the origin is the address it listens on, unless SITE_URL is set', () => {
  assert.equal(siteOrigin({ siteUrl: null, host: '0.0.0.0' }, 3000), 'http://127.0.0.1:3000')
  assert.equal(siteOrigin({ siteUrl: null, host: '::1' }, 8080), 'http://[::1]:8080')
  assert.equal(siteOrigin({ siteUrl: 'https://x.example', host: '::1' }, 8080), 'https://x.example')
  assert.deepEqual([...siteOrigins({ siteUrl: 'https://x.example', host: '::' }, 443)], ['https://x.example'])
})

test('port 80 is left out, as browsers leave it out of Origin', () => {
  const origins = siteOrigins({ siteUrl: null, host: 'Box.local' }, 80)
  const wanted = ['http://box.local', 'http://127.0.0.1', 'http://localhost', 'http://[::1]']
  assert.deepEqual([...origins].sort(), wanted.sort())
})
