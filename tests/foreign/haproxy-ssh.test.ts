import assert from 'node:assert/strict'
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import ssh2 from 'ssh2'
import { application } from '@/api'
import { bounds } from '@/server/ssh/bounds'
import { type SshServer, startSsh } from '@/server/ssh/server'
import { databaseReady, ownDatabase } from '../database'
import { freePort } from '../server'
import { aConnectionKey, connectSsh, sshOnce } from '../ssh'

const skip =
  process.env.FOREIGN !== '1'
    ? 'npm run test:foreign runs it'
    : spawnSync('haproxy', ['-v']).status !== 0 && 'There is no haproxy here: apt-get install haproxy'

describe('ssh behind HAProxy', { skip }, () => {
  ownDatabase()
  let server: SshServer
  let proxy: ChildProcess
  let port = 0
  const from = (localAddress: string) => {
    const sock = connect({ port, host: '127.0.0.1', localAddress })
    sock.on('error', () => {})
    return sock
  }
  before(async () => {
    await databaseReady()
    const origin = 'http://127.0.0.1:1'
    process.env.SITE_ORIGIN = origin
    const keys = {
      ed25519: aConnectionKey().privateKey,
      rsa: ssh2.utils.generateKeyPairSync('rsa', { bits: 2_048 }).private,
    }
    const door = { application, host: new URL(origin).host, origin }
    const trusts = (address: string) => address === '127.0.0.1'
    server = await startSsh({ keys, door, host: '127.0.0.1', port: 0, trusts })
    port = await freePort()
    const file = join(mkdtempSync(join(tmpdir(), 'ibtsocs-haproxy-')), 'haproxy.cfg')
    writeFileSync(
      file,
      `defaults
  mode tcp
  timeout connect 2s
  timeout client 30s
  timeout server 30s
listen terminals
  bind 127.0.0.1:${port}
  server site 127.0.0.1:${server.port} check inter 200ms send-proxy-v2 check-send-proxy
`,
    )
    proxy = spawn('haproxy', ['-db', '-f', file], { stdio: 'ignore' })
    for (let attempt = 0; attempt < 50; attempt += 1) {
      const tried = await sshOnce({ sock: from('127.0.0.1') }, 'help').catch(() => null)
      if (tried?.code === 0) return
      await sleep(100)
    }
    assert.fail('HAProxy does not lead to the site')
  })
  after(async () => {
    proxy.kill()
    await server.close()
  })

  test('the network is that of the client: one that has its twenty keeps nobody else out', async () => {
    const many = await Promise.all(
      Array.from({ length: bounds.byNetwork }, () => connectSsh({ sock: from('127.0.5.1') })),
    )
    await assert.rejects(connectSsh({ sock: from('127.0.5.2') }))
    assert.equal((await sshOnce({ sock: from('127.0.6.1') }, 'help')).code, 0)
    for (const client of many) client.end()
  })
})
