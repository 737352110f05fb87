import assert from 'node:assert/strict'
import { test } from 'node:test'
import { call } from './api'

const answering = (answer: () => Promise<Response> | Response) => {
  const asked: [unknown, RequestInit | undefined][] = []
  globalThis.fetch = async (url, init) => {
    asked.push([url, init])
    return answer()
  }
  return asked
}
const json = (status: number, value: unknown) => new Response(JSON.stringify(value), { status })

test('calls the site’s own API and returns its response', async () => {
  const asked = answering(() => json(200, { mine: 'bemoan' }))
  const reply = await call('PUT', 'bemoanings/1/vote', { body: { kind: 'bemoan' } })
  assert.deepEqual(reply, { ok: true, value: { mine: 'bemoan' } })
  const [[url, init] = []] = asked
  assert.equal(url, '/api/v1/bemoanings/1/vote')
  assert.deepEqual([init?.method, init?.credentials, init?.body], ['PUT', 'same-origin', '{"kind":"bemoan"}'])
})

test('returns the message of a problem document', async () => {
  answering(() => json(403, { type: '/developers#forbidden', detail: 'This one is yours.' }))
  assert.deepEqual(await call('DELETE', 'x'), { ok: false, status: 403, detail: 'This one is yours.' })
})

test('recognises an error page of a proxy', async () => {
  answering(() => new Response('<h1>502</h1>', { status: 502 }))
  const reply = await call('DELETE', 'x')
  assert.ok(!reply.ok && reply.status === 502 && reply.detail.includes('Try again'))
})

test('no network, or a truncated response, gives status 0', async () => {
  answering(() => Promise.reject(new TypeError('Failed to fetch')))
  assert.equal(((await call('GET', 'x')) as { status: number }).status, 0)
  answering(() => new Response('{"mine":', { status: 200 }))
  assert.equal(((await call('GET', 'x')) as { status: number }).status, 0)
})
