import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { sql } from 'drizzle-orm'
import type { Viewer } from '@/core/context'
import { db } from '@/db'
import { findFeedToken, issueToken, renewFeedToken, startSession } from '@/lib/user'
import { aUser } from '../makers'
import { type CredentialKind, credentialKinds, type MatrixRole, matrix, type Row } from '../matrix'
import { aScene, type Scene } from '../matrix-scene'
import { ownServer, type SendOptions } from '../server'
import { aUserWithPassword, limits } from './helpers'

const tokens = ['read', 'write', 'account'] as const

describe('what each credential may do', () => {
  const server = ownServer()
  const people = new Map<MatrixRole, { viewer: Viewer; tokens: Map<string, string>; feed: string }>()
  let scene: Scene

  async function join(role: MatrixRole, viewer: Viewer): Promise<void> {
    const made = new Map<string, string>()
    for (const scope of tokens) made.set(scope, await issueToken(viewer.id, scope, { scopes: [scope] }))
    await renewFeedToken(viewer, true)
    people.set(role, { viewer, tokens: made, feed: (await findFeedToken(viewer)) ?? '' })
  }

  before(async () => {
    await limits(server, 'off')
    await join('regular', await aUser())
    await join('author', await aUser())
    await join('moderator', await aUser({ role: 'moderator' }))
    await aUserWithPassword('matrix-known', 'a sentence that nobody guesses')
    const author = people.get('author')?.viewer
    assert.ok(author)
    scene = await aScene(author, 'matrix-known', 'a sentence that nobody guesses')
  })

  /** A person who may do it: otherwise a refusal would say nothing about the credential. */
  const roleFor = ({ cells }: Row): MatrixRole =>
    (['regular', 'author', 'moderator'] as const).find((role) => cells[role] === 'ok') ?? 'regular'

  async function along(
    role: MatrixRole,
    kind: CredentialKind,
  ): Promise<{ query: string; options: SendOptions }> {
    const person = people.get(role)
    assert.ok(person)
    if (kind === 'feed') return { query: `token=${encodeURIComponent(person.feed)}`, options: {} }
    const token = person.tokens.get(kind)
    if (token) return { query: '', options: { token, headers: { Origin: server.origin } } }
    const session = await startSession(person.viewer.id, 'test')
    if (kind === 'stale')
      await db().execute(
        sql`update sessions set confirmed_at = now() - interval '11 minutes' where user_id = ${person.viewer.id}`,
      )
    return { query: '', options: { cookies: { session } } }
  }

  async function answer(row: Row, kind: CredentialKind): Promise<string> {
    const role = roleFor(row)
    const method = /^(PAGE|GET)/.test(row.action) ? 'GET' : (row.action.split(' ')[0] ?? '')
    const { path, ...input } = await row.send(scene)
    const { query, options } = await along(role, kind)
    const address = query ? `${path}${path.includes('?') ? '&' : '?'}${query}` : path
    // Setting a password requires the previous one, if there is one.
    if (row.action === 'POST /settings/password')
      await db().execute(sql`update users set password_hash = null where handle <> 'matrix-known'`)
    const sent = await server.send(method, address, { ...options, ...input })
    const text = await sent.text()
    assert.ok(sent.status < 500, `${row.action} by ${kind}: ${sent.status} ${text.slice(0, 300)}`)
    if (sent.status === 403 && path.startsWith('/api/') && tokens.some((scope) => scope === kind))
      assert.match(text, /lacks the scope “(read|write|account)”/, `${row.action} by ${kind} names the scope`)
    return sent.status < 400 ? 'ok' : String(sent.status)
  }

  for (const row of matrix) {
    test(row.action, async () => {
      const found: Record<string, string> = {}
      for (const kind of credentialKinds) {
        // Restores a credential that this request ended, for the next one.
        const role = roleFor(row)
        const person = people.get(role)
        if (person && /password|access|feed/.test(row.action)) await join(role, person.viewer)
        found[kind] = await answer(row, kind)
      }
      assert.deepEqual(
        found,
        Object.fromEntries(credentialKinds.map((kind) => [kind, String(row.by[kind])])),
        row.action,
      )
    })
  }
})
