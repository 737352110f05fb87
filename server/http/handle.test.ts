import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { respond } from '@/core/response'
import { CachedResponse } from '../cache/entry'
import { handle } from './handle'
import type { Listener } from './uncached-response'

const bad = new CachedResponse(respond(200, 'never seen', { 'x-broken': 'a\nb' }), new Set())
const statics = new Map([
  ['/bad.js', bad],
  ['/good.js', new CachedResponse(respond(200, 'seen'), new Set())],
])
const listener = { site: { options: { statics, dev: false } }, https: false } as unknown as Listener
const server = createServer((request, response) => void handle(listener, request, response))
let origin = ''
before(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
after(() => server.close())

test('a response that cannot be sent becomes a 500, and the next request works', async (t) => {
  const said = t.mock.method(console, 'error', () => {})
  const refused = await fetch(`${origin}/bad.js`, { signal: AbortSignal.timeout(5_000) })
  assert.equal(refused.status, 500)
  assert.doesNotMatch(await refused.text(), /never seen|x-broken/)
  assert.equal(said.mock.callCount(), 1)
  assert.equal(await (await fetch(`${origin}/good.js`)).text(), 'seen')
})
