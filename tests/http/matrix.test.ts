import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { sql } from 'drizzle-orm'
import type { Viewer } from '@/core/context'
import { db } from '@/db'
import { issueToken, startSession } from '@/lib/user'
import { aBemoaning, aUser } from '../makers'
import { type MatrixRole, matrix, matrixRoles, type Row } from '../matrix'
import { aScene, type Scene } from '../matrix-scene'
import { cookiesOf, ownServer, type SendOptions } from '../server'
import { aUserWithPassword, limits } from './helpers'

describe('who may do what', () => {
  const server = ownServer()
  const password = 'a sentence that nobody guesses'
  type Person = { viewer: Viewer; token: string }

  let scene: Scene
  let people: Partial<Record<MatrixRole, Person>> = {}
  let visitor: Record<string, string> = {}

  async function aPerson(options: Parameters<typeof aUser>[0] = {}): Promise<Person> {
    const viewer = await aUser(options)
    return { viewer, token: await issueToken(viewer.id, 'test') }
  }

  before(async () => {
    await limits(server, 'off')
    people = {
      new: await aPerson({ ageDays: 0.5 }),
      regular: await aPerson(),
      trusted: await aPerson({ ageDays: 40 }),
      author: await aPerson(),
      moderator: await aPerson({ role: 'moderator' }),
      admin: await aPerson({ role: 'admin' }),
      banned: await aPerson(),
    }
    const { trusted, author, banned } = people
    assert.ok(trusted && author && banned)
    const loved = await aBemoaning(trusted.viewer)
    await db().execute(sql`update bemoaning_ranks set bemoan = 10 where id = ${loved}`)
    await db().execute(
      sql`update users set banned_until = now() + interval '1 day', ban_reason = 'A test.' where id = ${banned.viewer.id}`,
    )
    await aUserWithPassword('matrix-known', password)
    scene = await aScene(author.viewer, 'matrix-known', password)
    const voted = await server.send('PUT', `/api/v1/bemoanings/${loved}/vote`, { json: { kind: 'bemoan' } })
    visitor = cookiesOf(voted)
    assert.ok(visitor.visitor)
  })

  /** Returns a person's credentials: users send a token to the API and a session elsewhere. */
  async function credentials(role: MatrixRole, byToken: boolean): Promise<SendOptions> {
    if (role === 'signedOut') return {}
    if (role === 'visitor') return { cookies: visitor }
    const person = people[role]
    assert.ok(person)
    if (byToken) return { token: person.token }
    return { cookies: { session: await startSession(person.viewer.id, 'test') } }
  }

  async function answer({ action, send }: Row, role: MatrixRole): Promise<string> {
    const method = action.startsWith('PAGE') ? 'GET' : (action.split(' ')[0] ?? '')
    const { path, ...input } = await send(scene)
    const sent = await server.send(method, path, {
      ...(await credentials(role, path.startsWith('/api/v1/'))),
      ...input,
    })
    const text = await sent.text()
    assert.ok(sent.status < 500, `${action} ${role}: ${sent.status} ${text.slice(0, 300)}`)
    return sent.status < 400 ? 'ok' : String(sent.status)
  }

  for (const row of matrix) {
    test(row.action, async () => {
      const found: Record<string, string> = {}
      for (const role of matrixRoles) {
        // Removes passwords, because an account with one must enter it.
        if (row.action === 'POST /settings/password')
          await db().execute(sql`update users set password_hash = null where handle <> 'matrix-known'`)
        found[role] = await answer(row, role)
      }
      assert.deepEqual(
        found,
        Object.fromEntries(matrixRoles.map((role) => [role, String(row.cells[role])])),
        row.action,
      )
    })
  }
})
