import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { sql } from 'drizzle-orm'
import ssh2 from 'ssh2'
import { application } from '@/api'
import { db, sshKeys } from '@/db'
import { databaseReady, ownDatabase } from '@/tests/database'
import { aUser } from '@/tests/makers'
import { aConnectionKey, connectSsh, type SshTestKey, sshOnce } from '@/tests/ssh'
import { bounds } from './bounds'
import { type SshServer, startSsh } from './server'

const origin = 'http://127.0.0.1:1'
const door = { application, host: new URL(origin).host, origin }
const { utils } = ssh2
const keys = {
  ed25519: utils.generateKeyPairSync('ed25519').private,
  rsa: utils.generateKeyPairSync('rsa', { bits: 2_048 }).private,
}

describe('the SSH server, in this process', () => {
  ownDatabase()
  let server: SshServer
  let behind: SshServer
  before(async () => {
    await databaseReady()
    process.env.SITE_ORIGIN = origin
    server = await startSsh({ keys, door, host: '127.0.0.1', port: 0, trusts: null })
    behind = await startSsh({
      keys,
      door,
      host: '127.0.0.1',
      port: 0,
      trusts: (address) => address === '127.0.0.1',
    })
  })
  after(async () => {
    await server.close()
    await behind.close()
  })

  /** Offers a key, and says how the server answered before anything was signed: its messages, and its bytes. */
  function offer({ line, blob }: SshTestKey): Promise<{ bytes: number; messages: string[] }> {
    const sock = connect(server.port, '127.0.0.1')
    const messages: string[] = []
    return new Promise((resolve, reject) => {
      const agent = new (class extends ssh2.BaseAgent {
        override getIdentities(done: (error: null, keys: string[]) => void) {
          done(null, [line])
        }
        override sign() {
          client.end()
          resolve({ bytes: sock.bytesRead, messages })
        }
      })()
      const client = new ssh2.Client()
      client.on('error', reject)
      client.connect({
        sock,
        username: 'x',
        agent,
        debug: (said) => {
          if (/^Inbound: Received USERAUTH/.test(said))
            messages.push(said.replace(blob.toString('base64'), 'KEY'))
        },
      })
    })
  }

  test('a public key that an account has and one that nobody has are answered alike, without looking them up', async () => {
    const [registered, unknown] = [aConnectionKey(), aConnectionKey()]
    const user = await aUser()
    await db()
      .insert(sshKeys)
      .values({ userId: user.id, type: 'ssh-ed25519', blob: registered.blob, fingerprint: 'x', proven: true })
    // Who looked a key up would wait for the lock, so the time can tell nothing either.
    await db().transaction(async (tx) => {
      await tx.execute(sql`lock table ssh_keys in access exclusive mode`)
      const [first, second] = [await offer(registered), await offer(unknown)]
      assert.ok(
        first.messages.some((said) => said.includes('USERAUTH_PK_OK')),
        first.messages.join(),
      )
      assert.deepEqual(first, second)
    })
    assert.equal((await sshOnce({ port: server.port, key: registered }, 'whoami')).out, `${user.handle}\n`)
    assert.equal((await sshOnce({ port: server.port, key: unknown }, 'whoami')).code, 1)
  })

  const from = (address: string) => {
    const sock = connect(behind.port, '127.0.0.1')
    sock.on('error', () => {})
    sock.write(`PROXY TCP4 ${address} 10.0.0.1 40000 2222\r\n`)
    return sock
  }

  test('behind a proxy, the network is the one that the proxy tells', async () => {
    const many = await Promise.all(
      Array.from({ length: bounds.byNetwork }, (_, n) => connectSsh({ sock: from(`192.0.2.${n}`) })),
    )
    await assert.rejects(connectSsh({ sock: from('192.0.2.200') }), 'this network has its twenty')
    assert.equal((await sshOnce({ sock: from('198.51.100.1') }, 'help')).code, 0, 'another network')
    for (const client of many) client.end()
  })

  test('a proxy that tells nothing is not let in, and a stranger tells nothing', async () => {
    await assert.rejects(connectSsh({ port: behind.port }))
    const sock = connect(server.port, '127.0.0.1')
    sock.on('error', () => {})
    sock.write('PROXY TCP4 192.0.2.1 10.0.0.1 40000 2222\r\n')
    await assert.rejects(connectSsh({ sock }))
  })
})
