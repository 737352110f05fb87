import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isReachable, sshCommand } from './ssh-door'

test('pages tell of ssh only where the people who read them can reach it', () => {
  const siteUrl = 'https://bemoan.example'
  const table: [host: string, siteUrl: string | null, byProxy: boolean, reachable: boolean][] = [
    ['127.0.0.1', null, false, true],
    ['127.0.0.1', siteUrl, false, false],
    ['localhost', siteUrl, false, false],
    ['::1', siteUrl, false, false],
    ['127.0.0.1', siteUrl, true, true],
    ['0.0.0.0', siteUrl, false, true],
    ['10.0.0.21', siteUrl, false, true],
    ['127.example.org', siteUrl, false, true],
  ]
  for (const [host, url, byProxy, reachable] of table)
    assert.equal(isReachable({ host, siteUrl: url, byProxy }), reachable, `${host} ${url} ${byProxy}`)
  assert.equal(sshCommand({ host: 'a.example', port: 22, keys: [] }), 'ssh a.example')
  assert.equal(sshCommand({ host: 'a.example', port: 2222, keys: [] }), 'ssh -p 2222 a.example')
})
