import assert from 'node:assert/strict'
import { test } from 'node:test'
import { issueToken } from '@/lib/user'
import { aUser } from '../makers'
import { ownServer } from '../server'

const server = ownServer()

test('a bad token is 401 wherever it is sent, a good one works, a missing one can read', async () => {
  const token = await issueToken((await aUser()).id, 'test')
  for (const path of ['/api/v1/bemoanings', '/api/v1/tags', '/api/v1/me']) {
    assert.equal((await server.send('GET', path, { token: 'bad' })).status, 401, path)
    assert.equal((await server.send('GET', path, { token })).status, 200, path)
  }
  assert.equal((await server.send('GET', '/api/v1/bemoanings')).status, 200)
})

test('the description links to addresses that exist', async () => {
  const made = (await (await server.send('GET', '/api/v1/openapi.json')).json()) as {
    servers: { url: string }[]
    paths: Record<string, unknown>
  }
  assert.ok('/api/v1/tags' in made.paths)
  assert.equal((await fetch(`${made.servers[0]?.url}/api/v1/tags`)).status, 200)
})
