import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { sql } from 'drizzle-orm'
import { visitorCookie } from '@/core/cookies'
import { db } from '@/db'
import { banUser } from '@/lib/user'
import { createVisitor } from '@/lib/vote'
import { aBemoaning } from '../makers'
import { cookiesOf, ownServer } from '../server'
import { aMember, countsOf, each, inParallel, json, limits, type Member, problem } from './helpers'

type Tally = { votes: { bemoan: number; self_inflicted: number }; mine: string | null }

describe('voting', () => {
  const server = ownServer()
  let author: Member
  let voter: Member
  let id: number
  before(async () => {
    author = await aMember()
    voter = await aMember()
    id = await aBemoaning(author)
    await limits(server, 'off')
  })
  const path = (which: number | string = id) => `/api/v1/bemoanings/${which}/vote`
  const vote = (kind: unknown, which: number | string = id, token = voter.token) =>
    server.send('PUT', path(which), { token, json: { kind } })
  const withdraw = (which = id) => server.send('DELETE', path(which), { token: voter.token })
  const aVisitor = async () => {
    const voterId = await createVisitor()
    return { voterId, cookies: { visitor: /=([^;]+)/.exec(visitorCookie(voterId))?.[1] ?? '' } }
  }

  test('unknown kinds, null and other invalid kinds are 422', async () => {
    const fresh = await aBemoaning(author)
    await each(
      ['up', null, '', 'BEMOAN', 'none', 1, true, ['bemoan'], { kind: 'bemoan' }, undefined, '__proto__'].map(
        (kind) => [JSON.stringify(kind) ?? 'no kind', kind] as const,
      ),
      async (what, kind) => {
        await problem(await vote(kind, fresh), 422, what)
      },
    )
    assert.equal((await countsOf(fresh)).rows, 0)
  })

  test("somebody else's voter id sent along is 422 and changes nothing", async () => {
    const fresh = await aBemoaning(author)
    for (const field of ['voter_id', 'voterId', 'user_id', 'visitor', 'count']) {
      const json = { kind: 'bemoan', [field]: author.voterId }
      await problem(await server.send('PUT', path(fresh), { token: voter.token, json }), 422, field)
    }
    const query = await server.send('PUT', `${path(fresh)}?voter_id=1`, {
      token: voter.token,
      json: { kind: 'bemoan' },
    })
    await problem(query, 400, 'in the query')
    assert.equal((await countsOf(fresh)).rows, 0)
  })

  test('a vote on a missing, pending, rejected or removed bemoaning is 404; on your own 403', async () => {
    await problem(await vote('bemoan', 99_999_999), 404, 'none')
    for (const status of ['pending', 'rejected', 'removed']) {
      const hidden = await aBemoaning(author)
      await db().execute(sql`update bemoaning_ranks set status = ${status}::status where id = ${hidden}`)
      await problem(await vote('bemoan', hidden), 404, status)
      const form = await server.send('POST', `/b/${hidden}/vote`, {
        form: { kind: 'bemoan' },
        cookies: voter.cookies,
      })
      assert.equal(form.status, 404, `${status}, by form`)
      assert.equal((await countsOf(hidden)).rows, 0, status)
    }
    await problem(await vote('bemoan', id, author.token), 403, 'own')
    assert.equal((await countsOf(id)).rows, 0)
  })

  test('repeated, changed, undone, undone again: 200 and exact counts', async () => {
    const fresh = await aBemoaning(author)
    const steps: [string, () => Promise<Response>, number, number, string | null][] = [
      ['withdrawn without a vote', () => withdraw(fresh), 0, 0, null],
      ['voted', () => vote('bemoan', fresh), 1, 0, 'bemoan'],
      ['the same', () => vote('bemoan', fresh), 1, 0, 'bemoan'],
      ['changed', () => vote('self_inflicted', fresh), 0, 1, 'self_inflicted'],
      ['the same', () => vote('self_inflicted', fresh), 0, 1, 'self_inflicted'],
      ['changed back', () => vote('bemoan', fresh), 1, 0, 'bemoan'],
      ['withdrawn', () => withdraw(fresh), 0, 0, null],
      ['withdrawn again', () => withdraw(fresh), 0, 0, null],
    ]
    for (const [what, step, bemoan, self, mine] of steps) {
      const answer = await step()
      assert.equal(answer.status, 200, what)
      assert.deepEqual(await json<Tally>(answer), { votes: { bemoan, self_inflicted: self }, mine }, what)
      assert.deepEqual(await countsOf(fresh), { bemoan, self, rows: bemoan + self }, what)
    }
  })

  test('200 concurrent votes by one voter are one row; 200 by as many are all counted', async () => {
    const fresh = await aBemoaning(author)
    const kinds = Array.from({ length: 200 }, (_, n) => (n % 3 === 0 ? 'self_inflicted' : 'bemoan'))
    const one = await inParallel(kinds, 50, (kind) => vote(kind, fresh))
    assert.ok(one.every(({ status }) => status === 200))
    assert.equal((await countsOf(fresh)).rows, 1)
    const crowd = await Promise.all(Array.from({ length: 200 }, aVisitor))
    const all = await inParallel(crowd, 50, ({ cookies }, n) =>
      server.send('PUT', path(fresh), { cookies, json: { kind: kinds[n] } }),
    )
    assert.ok(all.every(({ status }) => status === 200))
    assert.equal((await countsOf(fresh)).rows, 201)
  })

  test('GET is 405 with Allow, and votes on nothing', async () => {
    const answer = await server.send('GET', path(), { token: voter.token })
    assert.deepEqual(answer.headers.get('allow')?.split(', ').sort(), ['DELETE', 'OPTIONS', 'PUT'])
    await problem(answer, 405, 'GET')
    for (const method of ['POST', 'PATCH'])
      await problem(
        await server.send(method, path(), { token: voter.token, json: { kind: 'bemoan' } }),
        405,
        method,
      )
  })

  test('a banned user gets 403 with the reason, by token and by session', async () => {
    const rude = await aMember()
    await banUser(rude.handle, new Date(Date.now() + 86_400_000), 'was rude to a compiler')
    const { detail } = await problem(await vote('bemoan', id, rude.token), 403, 'by token')
    assert.match(detail, /was rude to a compiler/)
    const bySession = await server.send('PUT', path(), { cookies: rude.cookies, json: { kind: 'bemoan' } })
    assert.ok([401, 403].includes(bySession.status), `${bySession.status}`)
  })

  test('by form: 303 back to the page, which shows the vote as pressed', async () => {
    const fresh = await aBemoaning(author)
    const answer = await server.send('POST', `/b/${fresh}/vote`, { form: { kind: 'bemoan', back: '/new' } })
    assert.equal(answer.status, 303)
    assert.equal(answer.headers.get('location'), `/new#b${fresh}`)
    const cookies = cookiesOf(answer)
    const page = await server.send('GET', '/new', { cookies })
    assert.match(await page.text(), new RegExp(`value="none"[^>]*aria-pressed="true"[^>]*n${fresh}-bemoan`))
    assert.match(page.headers.get('cache-control') ?? '', /private, no-store/)
  })
})
