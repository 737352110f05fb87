import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import { eq } from 'drizzle-orm'
import { accounts, authenticators, db } from '@/db'
import { aBemoaning, aUser } from '../makers'
import { cookiesOf, ownServer } from '../server'
import { aMember } from './helpers'

/** The requests for a token. */
const asked: string[] = []

/** The person signed in at the provider. */
let person = { id: 4711, login: 'Octo Cat', name: 'Octo' }

/** A provider on loopback that speaks GitHub's protocol. */
async function provider(): Promise<{ server: Server; url: string }> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://x')
    if (url.pathname === '/login/oauth/access_token') {
      request.on('data', (part: Buffer) => asked.push(part.toString()))
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify({ access_token: 'token', token_type: 'bearer', scope: 'read:user' }))
    } else if (url.pathname === '/api/v3/user') {
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify(person))
    } else response.writeHead(404).end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

const github = await provider()
after(() => github.server.close())
const server = ownServer({ GITHUB_ID: 'id', GITHUB_SECRET: 'secret', GITHUB_URL: github.url })

const jar = new Map<string, string>()
const keep = (response: Response): Response => {
  for (const [name, value] of Object.entries(cookiesOf(response))) jar.set(name, value)
  return response
}

test('signing in through a provider creates an account and a session of ours, and keeps the votes', async () => {
  const id = await aBemoaning(await aUser())
  keep(await server.send('POST', `/b/${id}/vote`, { form: { kind: 'bemoan', back: '/' } }))
  assert.ok(jar.has('visitor'))

  const page = await server.send('GET', '/signin')
  assert.match(await page.text(), /With GitHub/)
  assert.ok(page.headers.get('content-security-policy')?.includes(`form-action 'self' ${github.url}`))

  const start = keep(
    await server.send('POST', '/signin/oauth', {
      form: { provider: 'github', to: '/new' },
      cookies: Object.fromEntries(jar),
    }),
  )
  const there = new URL(start.headers.get('location') ?? '')
  assert.equal(there.origin, github.url)
  const state = there.searchParams.get('state') ?? ''
  assert.ok(state)
  assert.equal(there.searchParams.get('code_challenge_method'), 'S256')

  const forged = await server.send('GET', '/api/auth/callback/github?code=c&state=forged', {
    cookies: Object.fromEntries(jar),
  })
  assert.equal(cookiesOf(forged).session, undefined, 'a forged state starts nothing')

  const back = keep(
    await server.send('GET', `/api/auth/callback/github?code=c&state=${encodeURIComponent(state)}`, {
      cookies: Object.fromEntries(jar),
    }),
  )
  const verifier = new URLSearchParams(asked.join('')).get('code_verifier') ?? ''
  assert.equal(
    createHash('sha256').update(verifier).digest('base64url'),
    there.searchParams.get('code_challenge'),
    'the code is worth nothing without the secret of who began',
  )
  assert.equal(new URL(back.headers.get('location') ?? '', server.origin).pathname, '/new')
  const me = await server.send('GET', '/api/v1/me', { cookies: Object.fromEntries(jar) })
  assert.equal(((await me.json()) as { handle: string }).handle, 'octo-cat')
  const mine = await server.send('GET', `/api/v1/bemoanings/${id}`, { cookies: Object.fromEntries(jar) })
  assert.equal(((await mine.json()) as { mine: string }).mine, 'bemoan')
})

test('the provider cannot redirect anyone off the site', async () => {
  for (const to of ['//evil.example', '/\\evil.example', 'https:evil.example', 'https://evil.example/']) {
    const start = await server.send('POST', '/signin/oauth', { form: { provider: 'github', to } })
    const cookie = cookiesOf(start)['next-auth.callback-url'] ?? ''
    assert.equal(decodeURIComponent(cookie).replace(/\/$/, ''), server.origin, to)
  }
})

/** Runs the whole flow in a browser with these cookies. @returns its cookies afterwards, and the final address */
async function through(
  cookies: Record<string, string>,
): Promise<{ cookies: Record<string, string>; to: string }> {
  const start = await server.send('POST', '/signin/oauth', {
    form: { provider: 'github', to: '/new' },
    cookies,
  })
  const state = new URL(start.headers.get('location') ?? '').searchParams.get('state') ?? ''
  const now = { ...cookies, ...cookiesOf(start) }
  const path = `/api/auth/callback/github?code=c&state=${encodeURIComponent(state)}`
  const back = await server.send('GET', path, { cookies: now })
  const to = new URL(back.headers.get('location') ?? '', server.origin).pathname
  return { cookies: { ...now, ...cookiesOf(back) }, to }
}

test('a provider is not linked to the account signed in at the browser: a stranger at that browser could use it to get in', async () => {
  const owner = await aMember()
  person = { id: 4712, login: 'passer-by', name: 'P' }
  const after = await through(owner.cookies)
  const held = await db().select().from(accounts).where(eq(accounts.userId, owner.id))
  assert.deepEqual(held, [])
  const me = await server.send('GET', '/api/v1/me', { cookies: after.cookies })
  assert.notEqual(((await me.json()) as { handle: string }).handle, owner.handle)
})

test('a provider is one factor: if there is a second, its session is not signed in yet', async () => {
  person = { id: 4711, login: 'Octo Cat', name: 'Octo' }
  const [account] = await db().select().from(accounts).where(eq(accounts.providerAccountId, '4711'))
  assert.ok(account)
  await db()
    .insert(authenticators)
    .values({ userId: account.userId, sealed: Buffer.from('sealed elsewhere'), confirmedAt: new Date() })
  const { cookies } = await through({})
  assert.ok(cookies.session)
  assert.equal((await server.send('GET', '/api/v1/me', { cookies })).status, 401)
  const led = await server.send('GET', '/inbox', { cookies })
  assert.equal(led.headers.get('location'), '/signin/code?to=%2Finbox')
})
