import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { sql } from 'drizzle-orm'
import { db } from '@/db'
import { decide } from '@/lib/moderation'
import { startSession } from '@/lib/user'
import { aBemoaning } from '../makers'
import { type MatrixRole, matrix, type Row } from '../matrix'
import { aScene, type Scene } from '../matrix-scene'
import { isOnBemoaning, type MatrixState, matrixStates, type StateRow, stateRows } from '../matrix-states'
import { cookiesOf, ownServer, type SendOptions } from '../server'
import { aMember, limits, type Member } from './helpers'

test('every action about a bemoaning has a row for locked, removed and merged ones', () => {
  const actions = matrix.map(({ action }) => action).filter(isOnBemoaning)
  assert.ok(actions.length > 40)
  assert.deepEqual(
    actions.filter((action) => !stateRows.has(action)),
    [],
    'actions without a row in tests/matrix-states.ts',
  )
  assert.deepEqual(
    [...stateRows.keys()].filter((action) => !actions.includes(action)),
    [],
    'rows without an action',
  )
})

describe('the effects of a lock, a removal and a merge', () => {
  const server = ownServer()
  let scene: Scene
  let people: Partial<Record<MatrixRole, Member>> = {}
  let visitor: Record<string, string> = {}
  let judge: Member
  let author: Member

  before(async () => {
    await limits(server, 'off')
    author = await aMember()
    judge = await aMember({ role: 'moderator' })
    people = {
      author,
      regular: await aMember(),
      trusted: await aMember({ ageDays: 40 }),
      moderator: await aMember({ role: 'moderator' }),
    }
    const { trusted } = people
    assert.ok(trusted)
    const loved = await aBemoaning(trusted)
    await db().execute(sql`update bemoaning_ranks set bemoan = 10 where id = ${loved}`)
    scene = await aScene(author, 'nobody', 'a sentence that nobody guesses')
    visitor = cookiesOf(
      await server.send('PUT', `/api/v1/bemoanings/${loved}/vote`, { json: { kind: 'bemoan' } }),
    )
    assert.ok(visitor.visitor)
  })

  async function put(id: number, state: MatrixState): Promise<void> {
    const subject = { type: 'bemoaning', id } as const
    const reason = 'A test.'
    const done = await decide(
      judge,
      { subject },
      state === 'merged'
        ? { action: 'merge', into: await aBemoaning(author), reason }
        : { action: state === 'locked' ? 'lock' : 'remove', reason },
    )
    assert.ok(done.ok, done.ok ? '' : done.message)
  }

  const newest = async (): Promise<number> => {
    const { rows } = await db().execute<{ id: number }>(
      sql`select max(id) as id from bemoanings where author_id = ${author.id}`,
    )
    return rows[0]?.id ?? 0
  }

  async function credentials(who: MatrixRole, path: string): Promise<SendOptions> {
    const person = people[who]
    if (!person) return { cookies: visitor }
    if (path.startsWith('/api/v1/')) return { token: person.token }
    return { cookies: { session: await startSession(person.id, 'test') } }
  }

  async function answer({ action, send }: Row, { who, path }: StateRow, state: MatrixState): Promise<string> {
    const before = await newest()
    const sent = path ? { path: await path(scene) } : await send(scene)
    const id = await newest()
    assert.ok(id > before, `${action} is about a bemoaning of its own`)
    await put(id, state)
    const method = action.startsWith('PAGE') ? 'GET' : (action.split(' ')[0] ?? '')
    const { path: where, ...input } = sent
    const got = await server.send(method, where, {
      ...(await credentials(who, where)),
      ...(method === 'POST' && path && !where.startsWith('/api/') ? { form: {} } : {}),
      ...input,
    })
    const text = await got.text()
    assert.ok(got.status < 500, `${action} ${state}: ${got.status} ${text.slice(0, 300)}`)
    return got.status < 400 ? 'ok' : String(got.status)
  }

  for (const [action, states] of stateRows) {
    test(action, async () => {
      const row = matrix.find((one) => one.action === action)
      assert.ok(row)
      const found: Record<string, string> = {}
      for (const state of matrixStates) found[state] = await answer(row, states, state)
      assert.deepEqual(
        found,
        Object.fromEntries(matrixStates.map((state) => [state, String(states.cells[state])])),
        action,
      )
    })
  }

  test('a locked page hides forms that would fail, says why, and gives back unsent text', async () => {
    const id = await aBemoaning(author)
    const said = await server.send('POST', `/api/v1/bemoanings/${id}/comments`, {
      token: author.token,
      json: { body: 'Have you tried it?' },
    })
    const { id: comment } = (await said.json()) as { id: number }
    await put(id, 'locked')
    for (const member of [author, people.moderator ?? author]) {
      const html = await (await server.send('GET', `/b/${id}`, { cookies: member.cookies })).text()
      const page = html.includes('<main')
        ? html
        : await (
            await server.send('GET', `/b/${id}/nothing-about-this-machine-is`, { cookies: member.cookies })
          ).text()
      assert.doesNotMatch(
        page,
        new RegExp(`action="/(b/${id}/(comments|fix|state|ending)|c/${comment}/remedy)"`),
      )
    }
    for (const [path, form] of [
      [`/b/${id}/comments`, { body: 'My whole evening of text.' }],
      [`/b/${id}/ending`, { ending: 'My whole evening of text.' }],
      [`/b/${id}/state`, { state: 'fixed', note: 'My whole evening of text.' }],
      [`/c/${comment}/edit`, { body: 'My whole evening of text.' }],
      [`/edit/${id}`, { body: 'My whole evening of text.', tags: ['ci'] }],
    ] as const) {
      const refused = await server.send('POST', path, {
        cookies: author.cookies,
        form: Object.fromEntries(Object.entries(form)),
      })
      const page = await refused.text()
      assert.equal(refused.status, 403, path)
      assert.match(page, /A moderator locked this bemoaning/, path)
      assert.match(page, /My whole evening of text\./, path)
      assert.doesNotMatch(page, new RegExp(`action="${path}"`), path)
    }
  })
})
