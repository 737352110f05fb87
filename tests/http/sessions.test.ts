import assert from 'node:assert/strict'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, describe, test } from 'node:test'
import { sql } from 'drizzle-orm'
import { db } from '@/db'
import { keygen, makeKey, skipWithoutKeygen, temporaryFolder } from '@/keys/testdata/ssh-keygen'
import { banUser } from '@/lib/user'
import { aBemoaning } from '../makers'
import { cookiesOf, ownServer } from '../server'
import {
  aMember,
  aUserWithPassword,
  countsOf,
  each,
  inParallel,
  json,
  limits,
  plain,
  problem,
} from './helpers'

const right = 'a sentence that nobody guesses'
const next = 'another sentence to remember'

describe('sessions', () => {
  const server = ownServer()
  before(async () => {
    await limits(server, 'off')
  })
  type Cookies = Record<string, string>
  const post = (path: string, form: Record<string, string>, cookies: Cookies = {}) =>
    server.send('POST', path, { form, cookies })
  const signIn = (handle: string, password: string, cookies: Cookies = {}) =>
    post('/signin', { handle, password }, cookies)
  const me = (cookies: Cookies) => server.send('GET', '/api/v1/me', { cookies })
  const entered = async (answer: Response): Promise<{ session: string }> => {
    assert.equal(answer.status, 303, await answer.text())
    const { session } = cookiesOf(answer)
    assert.ok(session)
    return { session }
  }
  const isOver = async (cookies: Cookies, what: string) => {
    await problem(await me(cookies), 401, what)
    const page = await server.send('GET', '/new', { cookies })
    assert.match(await page.text(), /<div class="who"><a href="\/signin/, what)
    const form = await post('/settings/email', { email: 'x@example.org' }, cookies)
    assert.equal(form.status, 401, what)
  }

  test('sign-up and sign-in set a session cookie that scripts and other sites cannot use', async () => {
    const up = await post('/signup', { handle: 'margaret', password: right, to: '/new' })
    const [line = ''] = up.headers.getSetCookie()
    assert.match(line, /^session=[\w-]{43}; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Lax$/)
    assert.equal(up.headers.get('location'), '/new')
    const first = await entered(up)
    const second = await entered(await signIn(' Margaret ', right))
    assert.notEqual(first.session, second.session)
    for (const cookies of [first, second])
      assert.equal((await json<{ handle: string }>(await me(cookies))).handle, 'margaret')
    const planted = await entered(await signIn('margaret', right, { session: 'A'.repeat(43) }))
    assert.notEqual(planted.session, 'A'.repeat(43), 'no session is fixed from outside')
    const settings = await server.send('GET', '/settings', { cookies: first })
    assert.match(settings.headers.get('cache-control') ?? '', /private, no-store/)
  })

  test('signing out, a new password and a ban end sessions at once', async () => {
    await aUserWithPassword('leaver', right)
    const [one, two] = [
      await entered(await signIn('leaver', right)),
      await entered(await signIn('leaver', right)),
    ]
    const out = await post('/signout', {}, one)
    assert.equal(cookiesOf(out).session, '')
    await isOver(one, 'signed out')
    assert.equal((await me(two)).status, 200, 'the other goes on')
    const wrong = await post('/settings/password', { current: 'not it at all', next }, two)
    assert.equal(wrong.status, 422)
    assert.equal((await me(two)).status, 200)
    const three = await entered(await post('/settings/password', { current: right, next }, two))
    await isOver(two, 'the old session of who changed the password')
    assert.equal((await me(three)).status, 200)
    assert.equal((await signIn('leaver', right)).status, 401, 'the old password')
    const four = await entered(await signIn('leaver', next))
    await entered(four.session ? await signIn('leaver', next) : await me(four))
    await post('/settings/sessions/end', { id: 'others' }, three)
    await isOver(four, 'ended from another')
    await banUser('leaver', new Date(Date.now() + 86_400_000), 'was rude to a linker')
    await isOver(three, 'banned')
    const barred = await signIn('leaver', next)
    assert.equal(barred.status, 403)
    assert.match(plain(await barred.text()), /banned until .*was rude to a linker/)
    assert.equal(cookiesOf(barred).session, undefined)
    await banUser('leaver', null, 'is forgiven')
    await entered(await signIn('leaver', next))
  })

  test('a visitor’s votes move to the account at sign-in, once', async () => {
    await aUserWithPassword('voter-1', right)
    const id = await aBemoaning(await aMember())
    const { visitor = '' } = cookiesOf(await post(`/b/${id}/vote`, { kind: 'bemoan', back: '/' }))
    const answer = await signIn('voter-1', right, { visitor })
    assert.equal(cookiesOf(answer).visitor, '', 'the visitor’s cookie goes')
    const cookies = await entered(answer)
    const { mine } = await json<{ mine: string }>(
      await server.send('GET', `/api/v1/bemoanings/${id}`, { cookies }),
    )
    assert.equal(mine, 'bemoan')
    assert.deepEqual(await countsOf(id), { bemoan: 1, self: 0, rows: 1 })
    await server.send('PUT', `/api/v1/bemoanings/${id}/vote`, {
      cookies: { visitor },
      json: { kind: 'bemoan' },
    })
    assert.equal((await countsOf(id)).bemoan, 2, 'whoever uses the old cookie is somebody new')
    await server.send('PUT', `/api/v1/bemoanings/${id}/vote`, { cookies, json: { kind: 'self_inflicted' } })
    assert.deepEqual(await countsOf(id), { bemoan: 1, self: 1, rows: 2 })
  })

  test('a user who returns within the month stays signed in: the cookie is renewed with its row', async () => {
    const { id, cookies } = await aMember()
    const asked = ['/', '/settings', '/api/v1/me', '/api/v1/openapi.json'].map(
      (path) => () => server.send('GET', path, { cookies }),
    )
    for (const ask of [...asked, () => post('/theme', { theme: 'dark' }, cookies)]) {
      await db().execute(
        sql`update sessions set seen_at = now() - interval '2 hours', expires_at = now() + interval '1 day' where user_id = ${id}`,
      )
      const answer = await ask()
      const line = answer.headers.getSetCookie().find((one) => one.startsWith('session=')) ?? ''
      assert.equal(line, `session=${cookies.session}; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax`)
      assert.equal(answer.headers.get('cache-control'), 'private, no-store', answer.url)
      assert.equal(cookiesOf(await ask()).session, undefined, 'once an hour')
    }
    await db().execute(sql`update sessions set seen_at = now() - interval '2 hours' where user_id = ${id}`)
    const out = await post('/signout', {}, cookies)
    const lines = out.headers.getSetCookie().filter((line) => line.startsWith('session='))
    assert.deepEqual(lines.length, 1)
    assert.match(lines[0] ?? '', /^session=; Path=\/; Max-Age=0/)
  })

  test('an SSH key signs in, and each signature works once', { skip: skipWithoutKeygen }, async () => {
    const { handle, cookies } = await aMember()
    const { file, line } = makeKey(['-t', 'ed25519'])
    const folder = temporaryFolder()
    const nonceOf = async () =>
      /name="nonce" value="([\w-]+)"/.exec(await (await server.send('GET', '/signin')).text())?.[1] ?? ''
    const sign = (text: string, namespace = 'signin@ibtsocs', key = file) => {
      const path = join(folder, 'nonce')
      rmSync(`${path}.sig`, { force: true })
      writeFileSync(path, text)
      keygen('-Y', 'sign', '-n', namespace, '-f', key, path)
      return readFileSync(`${path}.sig`, 'utf8')
    }
    const proven = await nonceOf()
    const added = await post('/settings/keys', { key: line, nonce: proven, signature: sign(proven) }, cookies)
    assert.equal(added.status, 303)
    const enter = async (nonce: string, signature: string, who = handle) =>
      post('/signin/ssh', { handle: who, nonce, signature, to: '/saved' })
    const nonce = await nonceOf()
    const signature = sign(nonce)
    const answer = await enter(nonce, signature)
    assert.equal((await json<{ handle: string }>(await me(await entered(answer)))).handle, handle)
    assert.equal((await enter(nonce, signature)).status, 401, 'the same signature again')
    const stranger = makeKey(['-t', 'ed25519']).file
    const other = await aMember()
    await each<[string, () => Promise<Response>]>(
      [
        [
          'for another purpose',
          async () => {
            const n = await nonceOf()
            return enter(n, sign(n, 'file'))
          },
        ],
        [
          'by another key',
          async () => {
            const n = await nonceOf()
            return enter(n, sign(n, undefined, stranger))
          },
        ],
        ['for another nonce', async () => enter(await nonceOf(), signature)],
        [
          'as somebody else',
          async () => {
            const n = await nonceOf()
            return enter(n, sign(n), other.handle)
          },
        ],
        ['a nonce made at home', async () => enter('A'.repeat(43), sign('A'.repeat(43)))],
        ['garbage', async () => enter(await nonceOf(), 'garbage')],
      ],
      async (_, attempt) => {
        const refused = await attempt()
        assert.equal(refused.status, 401)
        assert.equal(cookiesOf(refused).session, undefined)
      },
    )
    const again = await nonceOf()
    const many = await inParallel(
      Array.from({ length: 5 }, () => sign(again)),
      5,
      (one) => enter(again, one),
    )
    assert.equal(many.filter(({ status }) => status === 303).length, 1, 'a nonce at once')
  })
})
