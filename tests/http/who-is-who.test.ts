import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { before, describe, test } from 'node:test'
import { eq, sql } from 'drizzle-orm'
import { db, deliveries, users } from '@/db'
import { aKey } from '../key-line'
import { ownServer } from '../server'
import { aMember, aUserWithPassword, limits, median } from './helpers'

const right = 'a sentence that nobody guesses'

/** Names of three kinds of people, and of nobody, as they are typed. */
const typed = ['grace_h', 'grace_h@example.org', 'nobody_is', 'nobody@example.org'] as const

describe('what responses reveal about accounts', () => {
  const server = ownServer()
  before(async () => {
    const { id } = await aUserWithPassword('grace_h', right)
    await db().update(users).set({ email: 'grace_h@example.org' }).where(eq(users.id, id))
    await limits(server, 'on')
  })
  const noLimits = () => db().execute(sql`delete from rate_limits`)
  const post = (path: string, form: Record<string, string>) => server.send('POST', path, { form })

  /** The information in a response: its status, its text without the input, and its limits. */
  async function told(answer: Response, name: string) {
    const text = (await answer.text())
      .replaceAll(name, 'NAME')
      // The commands of the other shells hold the nonce too.
      .replace(/(?:&#x27;|echo )[\w-]{43}(?:&#x27;)? ?\|/g, '')
      .replace(/name="nonce" value="[^"]*"|printf %s \S+|nonce="[^"]*"|data-passkey="[^"]*"/g, '')
      .replace(/<textarea[^>]*name="signature"[^>]*>[^<]*|in \d+ seconds?/g, '')
    return {
      status: answer.status,
      location: answer.headers.get('location'),
      retry: answer.headers.has('retry-after'),
      limit: answer.headers.get('ratelimit')?.replace(/t=\d+/, ''),
      text,
    }
  }

  const doors: [what: string, send: (name: string, round: number) => Promise<Response>][] = [
    ['sign-in', (name, round) => post('/signin', { handle: name, password: `wrong guess ${round}` })],
    [
      'sign-in by a key',
      async (name) => {
        const page = await (await server.send('GET', '/signin')).text()
        const nonce = /name="nonce" value="([\w-]+)"/.exec(page)?.[1] ?? ''
        return post('/signin/ssh', { handle: name, nonce, signature: aKey().sign(nonce) })
      },
    ],
  ]
  for (const [what, send] of doors) {
    test(`${what} gives eight tries in a row the same responses for every name`, async () => {
      const answers = new Map<string, unknown[]>()
      for (const name of typed) {
        await noLimits()
        const row = []
        for (let round = 0; round < 8; round += 1) row.push(await told(await send(name, round), name))
        answers.set(name, row)
      }
      const first = answers.get(typed[0])
      for (const [name, row] of answers) assert.deepEqual(row, first, name)
    })
  }

  test('attempts by handle do not count against the address, nor the other way round', async () => {
    for (const [tried, asked] of [
      ['grace_h', 'grace_h@example.org'],
      ['grace_h@example.org', 'grace_h'],
    ] as const) {
      await noLimits()
      for (let round = 0; round < 6; round += 1)
        await post('/signin', { handle: tried, password: 'a wrong one' })
      assert.equal((await post('/signin', { handle: tried, password: 'a wrong one' })).status, 429)
      const answer = await post('/signin', { handle: asked, password: 'a wrong one' })
      assert.equal(answer.status, 401, `${asked} after guesses at ${tried}`)
    }
  })

  for (const [what, path, more] of [
    ['a reset', '/forgot', {}],
    ['a sign-up', '/signup', { password: right }],
  ] as const) {
    test(`${what} gives a taken address the same responses as a free one, up to and at the limit`, async () => {
      const rows = []
      for (const email of ['grace_h@example.org', 'free@example.org']) {
        await noLimits()
        const row = []
        for (let round = 0; round < 7; round += 1) {
          const letters = [...randomBytes(6)].map((byte) => 'abcdfghjkpqtxyz'.charAt(byte % 15)).join('')
          const form: Record<string, string> = {
            email,
            ...more,
            ...(path === '/signup' ? { handle: letters } : {}),
          }
          const { text: _, ...rest } = await told(await post(path, form), email)
          row.push(rest)
        }
        rows.push(row)
      }
      assert.deepEqual(rows[0], rows[1])
      assert.equal(rows[0]?.at(-1)?.status, 429, 'mails to one address are limited, whoever asks for them')
    })
  }

  test('confirming a taken address gets the same response as a free one', async () => {
    const me = await aMember()
    const rows = []
    for (const email of ['grace_h@example.org', 'another-free@example.org']) {
      await noLimits()
      const row = []
      for (let round = 0; round < 7; round += 1) {
        const answer = await server.send('POST', '/settings/email', { form: { email }, cookies: me.cookies })
        const { text: _, ...rest } = await told(answer, email)
        row.push(rest)
      }
      rows.push(row)
    }
    assert.deepEqual(rows[0], rows[1])
  })

  test('at most five emails an hour to one address, from however many accounts', async () => {
    await noLimits()
    const email = 'bombed@example.org'
    for (let round = 0; round < 8; round += 1) {
      const me = await aMember()
      await server.send('POST', '/settings/email', { form: { email }, cookies: me.cookies })
      await post('/forgot', { email })
    }
    await new Promise((resolve) => setTimeout(resolve, 800))
    const { rows } = await db().execute<{ count: number }>(
      sql`select count(*)::int as count from mail_tokens where email = ${email}`,
    )
    assert.ok(
      (rows[0]?.count ?? 0) <= 5,
      `${rows[0]?.count} links to confirm; nobody’s address gets no resets`,
    )
    assert.ok((await db().$count(deliveries)) > 0)
  })

  test('a sign-in takes equally long for every name', async () => {
    await limits(server, 'off')
    const times = new Map<string, number[]>(typed.map((name) => [name, []]))
    for (let round = 0; round < 25; round += 1)
      for (const name of typed) {
        const began = performance.now()
        await (await post('/signin', { handle: name, password: 'a wrong one' })).text()
        times.get(name)?.push(performance.now() - began)
      }
    const medians = [...times.values()].map(median)
    // lib/user/session/signin-work.test.ts compares statements and hashes exactly; this looks for anything it misses.
    assert.ok(
      Math.max(...medians) < Math.min(...medians) * 1.5,
      medians.map((ms) => ms.toFixed(1)).join(', '),
    )
  })
})
