import assert from 'node:assert/strict'
import { test } from 'node:test'
import { localPath } from '@/core/paths'
import { networkOf, provenanceOf, readAddress } from './request-address'
import { knownQuery, routeOf } from './routes'

test('malformed addresses are refused', () => {
  for (const target of [
    undefined,
    '',
    'http://evil/',
    '*',
    '/%',
    '/%ff',
    '/%00',
    '/a%00b',
    '/../etc/passwd',
    '/..%2f..%2fetc',
    '/a/./b',
    '//evil',
    '/a//b',
    '/\\evil',
    '/?q=%ff',
    '/?q=%00',
    `/${'a'.repeat(13_000)}`,
  ]) {
    assert.equal(readAddress(target), null, String(target))
  }
  assert.equal(readAddress('/b/1?after=x')?.path, '/b/1')
})

test('a write is ours by its Origin, Sec-Fetch-Site or Referer, and a foreign one of them outweighs', () => {
  const self = 'http://127.0.0.1:3000'
  const ours = new Set([self])
  for (const headers of [
    { origin: self },
    { 'sec-fetch-site': 'same-origin' },
    { origin: self, 'sec-fetch-site': 'same-origin', referer: `${self}/submit?x` },
    { referer: `${self}/submit` },
    { referer: self },
    { referer: `${self}/`, 'sec-fetch-site': 'none' },
  ])
    assert.equal(provenanceOf(headers, ours), 'ours', JSON.stringify(headers))
  for (const headers of [
    { origin: 'null' },
    { origin: '' },
    { origin: 'http://evil' },
    { origin: `${self}.evil` },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'http://evil', 'sec-fetch-site': 'same-origin' },
    { origin: self, 'sec-fetch-site': 'cross-site' },
    { origin: self, referer: 'http://evil/' },
    { 'sec-fetch-site': 'same-origin', referer: 'https://evil/' },
    { referer: `http://evil/?${self}/` },
    { referer: `${self}.evil/` },
    { referer: `${self}@evil/` },
    { referer: 'https://127.0.0.1:3000/' },
    { referer: '' },
    { referer: '/submit' },
    { referer: 'about:blank' },
  ])
    assert.equal(provenanceOf(headers, ours), 'foreign', JSON.stringify(headers))
  for (const headers of [{}, { 'sec-fetch-site': 'none' }])
    assert.equal(provenanceOf(headers, ours), 'unknown', JSON.stringify(headers))
})

test('networks are /24 and /64', () => {
  assert.equal(networkOf('192.0.2.77'), '192.0.2.0/24')
  assert.equal(networkOf('::ffff:192.0.2.77'), '192.0.2.0/24')
  assert.equal(networkOf('2001:db8:1:2:3:4:5:6'), '2001:db8:1:2::/64')
  assert.equal(networkOf('2001:db8::1'), '2001:db8:0:0::/64')
  assert.equal(networkOf('::1'), '0:0:0:0::/64')
})

test('no redirect leads off the site', () => {
  for (const evil of [
    '//evil',
    '/\\evil',
    'https:evil',
    'https://evil',
    '\\\\evil',
    '/\t/evil',
    ' //evil',
    'javascript:alert(1)',
    '',
    undefined,
    7,
  ])
    assert.equal(localPath(evil), '/', String(evil))
  assert.equal(localPath('/b/1?x=1#c2'), '/b/1?x=1#c2')
})

test('a page depends on known query keys only, each once', () => {
  assert.equal(knownQuery('/search', new URLSearchParams('utm=1&q=b&after=a')), '?after=a&q=b')
  assert.equal(knownQuery('/search', new URLSearchParams('q=a&q=b')), null)
  assert.equal(knownQuery('/search', new URLSearchParams('q[]=a')), null)
  assert.equal(knownQuery('/about', new URLSearchParams('q=1&after=2')), '', 'nothing to fill the cache with')
  assert.equal(knownQuery('/state', new URLSearchParams('window=week&after=a')), '?window=week')
  for (const path of ['/', '/hot.json', '/t/ci', '/u/kettle.atom', '/top/week'])
    assert.equal(knownQuery(path, new URLSearchParams('after=a')), '?after=a', path)
})

test('every address has one route', () => {
  const table: [string, string, string][] = [
    ['GET', '/', 'reading'],
    ['GET', '/b/1/x', 'reading'],
    ['GET', '/submit', 'working'],
    ['POST', '/submit', 'form'],
    ['GET', '/new.atom', 'machine'],
    ['GET', '/b/1/picture.png', 'machine'],
    ['GET', '/fortune', 'machine'],
    ['GET', '/state', 'reading'],
    ['GET', '/state.csv', 'machine'],
    ['GET', '/state/card.svg', 'machine'],
    ['GET', '/new.csv', 'reading'],
    ['GET', '/.well-known/security.txt', 'machine'],
    ['GET', '/.well-known/ssh-known-hosts', 'machine'],
    ['PUT', '/api/v1/bemoanings/1/vote', 'api'],
    ['GET', '/api/auth/session', 'auth'],
    ['GET', '/_next/static/x.css', 'static'],
    ['GET', '/healthz', 'health'],
  ]
  for (const [method, path, route] of table) assert.equal(routeOf(method, path), route, `${method} ${path}`)
})
