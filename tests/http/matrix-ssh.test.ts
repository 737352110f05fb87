import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { sql } from 'drizzle-orm'
import { application } from '@/api'
import { db, sshKeys } from '@/db'
import { parsePublicKeyLine } from '@/keys/ssh-key'
import { setSetting } from '@/lib/setting'
import { createVisitor, keepVisitorOfKey } from '@/lib/vote'
import type { Peer } from '@/server/ssh/caller'
import { siteFor } from '@/server/ssh/site'
import type { Call } from '@/terminal/command'
import { databaseReady, ownDatabase } from '../database'
import { publicKeyLine } from '../key-line'
import { aBemoaning, aUser } from '../makers'
import { type MatrixRole, matrix, matrixRoles, type Row } from '../matrix'
import { aScene, type Scene } from '../matrix-scene'
import { sshCells } from '../matrix-ssh'
import { aUserWithPassword } from './helpers'

/** What an SSH connection can ask for: through the object that each gets, without the handshake, which ssh.test.ts has. */
describe('who may do what by ssh', () => {
  ownDatabase('starter')
  const door = { application, host: 'localhost:1', origin: 'http://localhost:1' }
  const peers = new Map<MatrixRole, Peer>()
  let scene: Scene

  function aBlob(): Buffer {
    const key = parsePublicKeyLine(publicKeyLine())
    assert.ok(key.ok)
    return key.blob
  }
  const connect = (role: MatrixRole, key: Buffer | null, known: boolean) =>
    peers.set(role, { network: '192.0.2.0/24', key, known, factored: false, visitorId: null })

  async function join(role: MatrixRole, options: Parameters<typeof aUser>[0] = {}) {
    const [viewer, blob] = [await aUser(options), aBlob()]
    await db()
      .insert(sshKeys)
      .values({ userId: viewer.id, type: 'ssh-ed25519', blob, fingerprint: role, proven: true })
    connect(role, blob, true)
    return viewer
  }

  before(async () => {
    await databaseReady()
    process.env.SITE_ORIGIN = door.origin
    await setSetting('rate-limits', 'off')
    connect('signedOut', null, false)
    const stranger = aBlob()
    connect('visitor', stranger, false)
    await keepVisitorOfKey(stranger, await createVisitor())
    await join('new', { ageDays: 0.5 })
    await join('regular')
    const trusted = await join('trusted', { ageDays: 40 })
    const author = await join('author')
    await join('moderator', { role: 'moderator' })
    await join('admin', { role: 'admin' })
    const banned = await join('banned')
    await db().execute(
      sql`update users set banned_until = now() + interval '1 day', ban_reason = 'A test.' where id = ${banned.id}`,
    )
    const loved = await aBemoaning(trusted)
    await db().execute(sql`update bemoaning_ranks set bemoan = 10 where id = ${loved}`)
    await aUserWithPassword('matrix-known', 'a sentence that nobody guesses')
    scene = await aScene(author, 'matrix-known', 'a sentence that nobody guesses')
  })

  async function answer({ action, send }: Row, role: MatrixRole): Promise<string> {
    const [method = ''] = action.split(' ')
    const { path, json } = await send(scene)
    const peer = peers.get(role)
    assert.ok(peer)
    // The terminal's commands have fewer methods; what a connection may do must not depend on that.
    const call = { method, path: path.replace('/api/v1', ''), body: json } as Call
    const { status, body } = await siteFor(door, { ...peer }).call(call)
    assert.ok(status < 500, `${action} ${role}: ${status} ${JSON.stringify(body)}`)
    return status < 400 ? 'ok' : String(status)
  }

  for (const row of matrix) {
    const cells = sshCells(row)
    if (!cells) continue
    test(row.action, async () => {
      const found: Record<string, string> = {}
      for (const role of matrixRoles) found[role] = await answer(row, role)
      assert.deepEqual(found, Object.fromEntries(matrixRoles.map((role) => [role, String(cells[role])])))
    })
  }

  test('reads are the only other thing that a connection asks for', async () => {
    for (const [role, peer] of peers)
      for (const path of ['/settings/export.zip', '/saved.atom', '/following.json']) {
        const { status } = await siteFor(door, { ...peer }).text(path)
        assert.equal(status, 401, `${role} ${path}`)
      }
  })
})
