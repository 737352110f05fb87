import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { visitorCookie } from '@/core/cookies'
import { createVisitor } from '@/lib/vote'
import { aBemoaning } from '../makers'
import { cookiesOf, ownServer } from '../server'
import { aMember, countsOf, each, inParallel, limits, type Member } from './helpers'

describe('voting, abused', () => {
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
  const aVisitor = async () => {
    const voterId = await createVisitor()
    return { voterId, cookies: { visitor: /=([^;]+)/.exec(visitorCookie(voterId))?.[1] ?? '' } }
  }

  test('invalid ids are 400 or 404, never 500', async () => {
    const ids = [
      '9223372036854775808',
      '9223372036854775807',
      '-1',
      '0',
      '1.5',
      '1;drop',
      '1e3',
      'NaN',
      '٣',
      '%31%00',
    ]
    await each(
      [...ids, '9007199254740993', '1%27--', ' 1', '+1', '0x1'].map((which) => [which] as const),
      async (which) => {
        for (const answer of [
          await vote('bemoan', encodeURI(which).replaceAll('%25', '%')),
          await server.send('POST', `/b/${encodeURI(which).replaceAll('%25', '%')}/vote`, {
            form: { kind: 'bemoan' },
          }),
          await server.send('GET', `/b/${encodeURI(which).replaceAll('%25', '%')}`),
        ])
          assert.ok([400, 404].includes(answer.status), `${answer.url} ${answer.status}`)
      },
    )
  })

  test('a forged visitor votes as nobody else', async () => {
    const fresh = await aBemoaning(author)
    const { voterId, cookies } = await aVisitor()
    await server.send('PUT', path(fresh), { cookies, json: { kind: 'bemoan' } })
    const signature = cookies.visitor.split('.')[1] ?? ''
    await each(
      [
        `${voterId + 1}.${signature}`,
        `${voterId}.${'A'.repeat(43)}`,
        `${voterId}`,
        `${voterId}.`,
        `0${voterId}.${signature}`,
        `${voterId}.${signature.slice(0, 11)}`,
      ].map((visitor) => [visitor] as const),
      async (visitor) => {
        const answer = await server.send('PUT', path(fresh), {
          cookies: { visitor },
          json: { kind: 'self_inflicted' },
        })
        assert.equal(answer.status, 200)
        assert.notEqual(cookiesOf(answer).visitor, undefined, 'a new visitor')
      },
    )
    assert.equal((await countsOf(fresh)).bemoan, 1, 'the vote of the other stands')
  })

  test('a vote is processed whatever conditional headers it has', async () => {
    const claims: [name: string, value: string][] = [
      ['If-None-Match', '*'],
      ['If-Modified-Since', new Date().toUTCString()],
    ]
    await each(claims, async (name, value) => {
      const headers = { [name]: value }
      const json = { kind: 'bemoan' }
      const { status } = await server.send('PUT', path(), { token: voter.token, json, headers })
      assert.ok([200, 412].includes(status), `${status}`)
    })
  })

  test('votes without a cookie from one network are limited like the others', async () => {
    await limits(server, 'on')
    const fresh = await aBemoaning(author)
    const answers = await inParallel(Array.from({ length: 150 }), 8, () =>
      server.send('PUT', path(fresh), { json: { kind: 'bemoan' } }),
    )
    const refused = answers.filter(({ status }) => status === 429)
    assert.ok(refused.length > 0, `${(await countsOf(fresh)).rows} votes from one network in a few seconds`)
    assert.ok(Number(refused[0]?.headers.get('retry-after')) > 0)
    const mine = await inParallel(Array.from({ length: 130 }), 8, () => vote('bemoan', fresh))
    assert.ok(mine.filter(({ status }) => status === 429).length >= 10, '120 votes a minute for a user')
  })
})
