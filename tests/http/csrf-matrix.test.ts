import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { startSession } from '@/lib/user'
import { aUser } from '../makers'
import { type MatrixRole, matrix, type Row } from '../matrix'
import { aScene } from '../matrix-scene'
import { ownServer } from '../server'
import { foreign } from './attack'
import { aUserWithPassword, limits, snapshot } from './helpers'

/** Mail programs unsubscribe from another origin (RFC 8058); the token in the address authorises it. */
const byAddress = new Set(['POST /unsubscribe'])

const forged: [what: string, headers: Record<string, string>][] = [
  ['forwarded as ours', { 'X-Forwarded-Host': 'SELF', 'X-Forwarded-Proto': 'http', Forwarded: 'host=SELF' }],
  ['null, forwarded as ours', { Origin: 'null', 'X-Forwarded-Host': 'SELF', 'X-Original-Host': 'SELF' }],
  ['another, with its Host', { Origin: 'https://evil.example', 'X-Forwarded-Host': 'evil.example' }],
  ['overridden method', { 'X-HTTP-Method-Override': 'GET', 'X-Method-Override': 'GET' }],
]

describe('every action of the matrix, sent from another origin', () => {
  const server = ownServer()
  const sessions: Partial<Record<MatrixRole, string>> = {}
  const rows = matrix.filter(({ action }) => !/^(PAGE|GET) /.test(action) && !byAddress.has(action))
  const requests = new Map<Row, Awaited<ReturnType<Row['send']>>>()
  let stored: Record<string, string> = {}

  before(async () => {
    await limits(server, 'off')
    const password = 'a sentence that nobody guesses'
    await aUserWithPassword('matrix-known', password)
    const author = await aUser()
    const people = {
      regular: await aUser(),
      trusted: await aUser({ ageDays: 40 }),
      author,
      moderator: await aUser({ role: 'moderator' }),
    }
    for (const [role, { id }] of Object.entries(people))
      sessions[role as MatrixRole] = await startSession(id, 'test')
    const scene = await aScene(author, 'matrix-known', password)
    for (const row of rows) requests.set(row, await row.send(scene))
    // Once for all of them: a digest of every table costs more than an action's requests.
    stored = await snapshot()
  })

  /** Returns a person who may do the action, so that only the origin can be the reason for a refusal. */
  const somebody = ({ cells }: Row): string =>
    sessions[
      (['regular', 'author', 'moderator', 'trusted'] as const).find((role) => cells[role] === 'ok') ??
        'regular'
    ] ?? ''

  for (const row of rows) {
    const [method = ''] = row.action.split(' ')
    test(row.action, async () => {
      const { path, json, form } = requests.get(row) ?? assert.fail('no request')
      const wrong: string[] = []
      for (const [what, headers] of [...foreign, ...forged]) {
        const host = new URL(server.origin).host
        const own = Object.fromEntries(
          Object.entries(headers).map(([name, value]) => [
            name,
            value.replace('SELF', name === 'Origin' || name === 'Referer' ? server.origin : host),
          ]),
        )
        const answer = await fetch(server.origin + path, {
          method,
          redirect: 'manual',
          headers: {
            Cookie: `session=${somebody(row)}`,
            'Content-Type': form ? 'application/x-www-form-urlencoded' : 'application/json',
            ...own,
          },
          ...(form
            ? {
                body: new URLSearchParams(
                  Object.entries(form).flatMap(([name, value]) => [value].flat().map((one) => [name, one])),
                ),
              }
            : json === undefined
              ? {}
              : { body: JSON.stringify(json) }),
        })
        await answer.arrayBuffer()
        if (answer.status !== 403 || answer.headers.getSetCookie().length > 0)
          wrong.push(`${what}: ${answer.status}`)
      }
      assert.deepEqual(wrong, [])
    })
  }

  test('none of them has changed anything', async () => assert.deepEqual(await snapshot(), stored))
})
