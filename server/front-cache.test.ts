import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { cacheTags } from '@/core/cache-tags'
import { respond } from '@/core/response'
import { CachedResponse } from './cache/entry'
import { frontHeaders, purgedKeys, sendFrontKeys } from './cache/front-keys'
import { FrontCache, purgeCounts } from './front-cache'
import { sharedHeaders } from './http/deliver'

process.env.AUTH_SECRET ??= 'a secret of a test of caches in front'
const told: { method: string; keys: string[] }[] = []
let refuses = 0
const cache = createServer((request, response) => {
  if (refuses > 0) {
    refuses -= 1
    response.writeHead(503).end()
    return
  }
  told.push({ method: request.method ?? '', keys: String(request.headers['surrogate-key']).split(' ') })
  response.end()
})
let address = ''
before(async () => {
  await once(cache.listen(0, '127.0.0.1'), 'listening')
  address = `http://127.0.0.1:${(cache.address() as AddressInfo).port}/`
})
after(() => cache.close())

const page = (...tags: string[]) => {
  const made = new CachedResponse(respond(200, 'x', { 'content-type': 'text/html' }), new Set(tags))
  made.frontSeconds = 60
  return made
}
const keys = (made: CachedResponse) => String(sharedHeaders(made)['surrogate-key'] ?? '').split(' ')

test('without a cache in front a page tells nothing of its tags, and lives there for a second', () => {
  sendFrontKeys(false)
  assert.equal(sharedHeaders(page('user:kettle'))['surrogate-key'], undefined)
  assert.match(String(sharedHeaders(page())['cache-control']), /s-maxage=1$/)
})

test('keys name nobody, are those of a purge, and a page that is out of date has none', () => {
  sendFrontKeys(true)
  const shown = keys(page('user:kettle', 'bemoaning:7'))
  assert.ok(shown.every((key) => /^[\w-]{12}$/.test(key)))
  assert.ok(shown.includes(purgedKeys(['user:kettle'])[0] ?? ''))
  assert.ok(shown.includes(purgedKeys([cacheTags.all])[0] ?? ''), 'a change of settings drops every page')
  assert.match(String(sharedHeaders(page())['cache-control']), /s-maxage=60$/)
  assert.match(String(sharedHeaders(page().asLastResort)['cache-control']), /max-age=0, must-revalidate$/)
  const old = page('user:kettle')
  old.outdated = true
  assert.deepEqual(frontHeaders(old), {})
})

test('a page of very many tags is dropped by every purge', () => {
  const shown = keys(page(...Array.from({ length: 400 }, (_, n) => `bemoaning:${n}`)))
  assert.equal(shown.length, 2)
  assert.ok(purgedKeys(['log']).some((key) => shown.includes(key)))
})

test('invalidations are sent together, repeated, and tried again while the cache refuses', async () => {
  refuses = 2
  const pace = { collect: 5, again: [40], retry: 10, patience: 1_000, answer: 500 }
  const front = new FrontCache([address], pace)
  front.purge({ tags: ['bemoaning:1'] })
  front.purge({ tags: ['bemoaning:2'] })
  while (purgeCounts.taken < 2) await new Promise((resolve) => setTimeout(resolve, 5))
  assert.deepEqual(told[0], { method: 'PURGE', keys: purgedKeys(['bemoaning:1', 'bemoaning:2']) })
  assert.deepEqual(told[1], told[0], 'once more, for what was on its way')
  assert.deepEqual(purgeCounts, { taken: 2, failed: 2 })
  front.end()
})
