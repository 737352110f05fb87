import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { eq, sql } from 'drizzle-orm'
import { untilDone } from '@/core/after-response'
import { apiTokens, db, mailTokens, sessions, sshKeys, users } from '@/db'
import { hashPassword, startSession } from '@/lib/user'
import { aScene } from '../matrix-scene'
import { cookiesOf, ownServer } from '../server'
import { aMember, limits, type Member, plain, problem } from './helpers'

const right = 'a sentence that nobody guesses'

describe('a session whose sign-in was a while ago', () => {
  const server = ownServer()
  let me: Member
  before(async () => {
    me = await aMember()
    const hashed = await hashPassword(right)
    assert.ok(hashed.ok)
    await db().update(users).set({ passwordHash: hashed.value }).where(eq(users.id, me.id))
    await limits(server, 'off')
  })
  const post = (path: string, form: Record<string, string>, cookies: Record<string, string>) =>
    server.send('POST', path, { form, cookies })
  const aged = async (minutes: number) => {
    await db().execute(
      sql`update sessions set confirmed_at = now() - make_interval(mins => ${minutes}) where user_id = ${me.id}`,
    )
  }
  const held = async () => ({
    tokens: (await db().select().from(apiTokens).where(eq(apiTokens.userId, me.id))).length,
    keys: (await db().select().from(sshKeys).where(eq(sshKeys.userId, me.id))).length,
    mails: (await db().select().from(mailTokens).where(eq(mailTokens.userId, me.id))).length,
    sessions: (await db().select().from(sessions).where(eq(sessions.userId, me.id))).length,
    user: (await db().select().from(users).where(eq(users.id, me.id))).length,
  })
  const attempts = async (): Promise<[path: string, form: Record<string, string>][]> => {
    const scene = await aScene(me, me.handle, right)
    return [
      ['/settings/email', { email: `${me.handle}@example.org` }],
      ['/settings/keys', scene.keyWithProof()],
      ['/settings/password', { current: '', next: 'a password of somebody else' }],
      ['/settings/feed', { on: '1' }],
      ['/settings/handle', { handle: 'somebody-else' }],
      ['/settings/factor/start', {}],
      ['/settings/passkeys', { name: 'x', response: 'x' }],
      ['/settings/access/end', {}],
      ['/settings/keys/delete', { id: '1' }],
      ['/settings/tokens', { name: 'stolen', scopes: 'account' }],
      ['/settings/sessions/end', { id: 'others' }],
      ['/settings/leave', { mode: 'erase', handle: me.handle }],
    ]
  }

  test('cannot change sign-in methods or end the account', async () => {
    await startSession(me.id, 'another browser')
    await aged(11)
    const before = await held()
    for (const [path, form] of await attempts()) {
      const answer = await post(path, form, me.cookies)
      assert.equal(answer.status, path === '/settings/password' ? 422 : 401, path)
      assert.match(
        plain(await answer.text()),
        /You last confirmed who you are more than 10 minutes ago|That isn’t your password/,
        path,
      )
    }
    await problem(
      await server.send('DELETE', '/api/v1/me', { cookies: me.cookies, json: { mode: 'erase' } }),
      401,
      'leaving by the API',
    )
    await problem(
      await server.send('GET', '/api/v1/me/export', { cookies: me.cookies }),
      401,
      'the export by the API',
    )
    await problem(
      await server.send('GET', '/settings/export.zip', { cookies: me.cookies }),
      401,
      'the export as a file',
    )
    const asPage = await server.send('GET', '/settings/export.zip', {
      cookies: me.cookies,
      headers: { Accept: 'text/html' },
    })
    assert.equal(asPage.headers.get('location'), '/settings/again?to=%2Fsettings%2Fleaving')
    // With `download` on the link, browsers would save the page that the redirect leads to instead of showing it.
    const leaving = await (await server.send('GET', '/settings/leaving', { cookies: me.cookies })).text()
    assert.match(leaving, /<a href="\/settings\/export\.zip">/)
    await untilDone()
    assert.deepEqual(await held(), before)
    assert.equal((await server.send('GET', '/api/v1/me', { cookies: me.cookies })).status, 200)
  })

  test('may do so again after the password, with a new token', async () => {
    await aged(11)
    const page = await (await server.send('GET', '/settings', { cookies: me.cookies })).text()
    assert.match(page, /<section id="again">/)
    const wrong = await post('/settings/again', { current: 'not it at all' }, me.cookies)
    assert.equal(wrong.status, 422)
    assert.equal(cookiesOf(wrong).session, undefined)
    assert.equal(
      (await post('/settings/tokens', { name: 'x', scopes: 'read' }, me.cookies)).status,
      401,
      'still',
    )
    const proved = await post('/settings/again', { current: right }, me.cookies)
    assert.equal(proved.status, 303)
    const { session = '' } = cookiesOf(proved)
    assert.notEqual(session, me.cookies.session)
    await problem(await server.send('GET', '/api/v1/me', { cookies: me.cookies }), 401, 'the token of before')
    me = { ...me, cookies: { session } }
    const settings = await (await server.send('GET', '/settings', { cookies: me.cookies })).text()
    assert.doesNotMatch(settings, /<section id="again">/)
    assert.equal((await post('/settings/email', { email: 'again@example.org' }, me.cookies)).status, 303)
    assert.equal((await post('/settings/tokens', { name: 'mine', scopes: 'read' }, me.cookies)).status, 200)
    assert.equal((await post('/settings/sessions/end', { id: 'others' }, me.cookies)).status, 303)
    assert.equal((await held()).sessions, 1)
  })

  test('wrong passwords are counted, also when many come at once', async () => {
    await limits(server, 'on')
    await db().execute(sql`delete from rate_limits`)
    for (const [path, rest] of [
      ['/settings/again', {}],
      ['/settings/password', { next: 'another sentence to keep' }],
    ] as const) {
      await db().execute(sql`delete from rate_limits`)
      const answers = await Promise.all(
        Array.from({ length: 12 }, (_, n) => post(path, { current: `guess ${n}`, ...rest }, me.cookies)),
      )
      const tried = answers.filter(({ status }) => status === 422).length
      assert.equal(tried, 5, `${tried} guesses were checked at ${path}`)
    }
    // The sign-in has a count of its own and is not affected; otherwise its response would reveal who is who.
    const signIn = await server.send('POST', '/signin', { form: { handle: me.handle, password: right } })
    assert.equal(signIn.status, 303)
    await db().execute(sql`delete from rate_limits`)
    await limits(server, 'off')
  })

  test('ends 90 days after the sign-in, however often it is used', async () => {
    await db().execute(
      sql`update sessions set created_at = now() - interval '89 days', expires_at = now() + interval '1 hour' where user_id = ${me.id}`,
    )
    assert.equal((await server.send('GET', '/api/v1/me', { cookies: me.cookies })).status, 200)
    const [row] = await db().select().from(sessions).where(eq(sessions.userId, me.id))
    assert.ok(row && row.expiresAt.getTime() < Date.now() + 25 * 3_600_000, 'prolonged to the ninetieth day')
    assert.equal(
      cookiesOf(await server.send('GET', '/', { cookies: me.cookies })).session,
      undefined,
      'and not with every page',
    )
    await db().execute(
      sql`update sessions set created_at = now() - interval '91 days', expires_at = now() + interval '9 days' where user_id = ${me.id}`,
    )
    await problem(await server.send('GET', '/api/v1/me', { cookies: me.cookies }), 401, 'after 91 days')
  })

  test('ends when its browser signs in again', async () => {
    const first = await startSession(me.id, 'test')
    const again = await server.send('POST', '/signin', {
      form: { handle: me.handle, password: right },
      cookies: { session: first },
    })
    const { session = '' } = cookiesOf(again)
    await problem(
      await server.send('GET', '/api/v1/me', { cookies: { session: first } }),
      401,
      'the one before',
    )
    assert.equal((await server.send('GET', '/api/v1/me', { cookies: { session } })).status, 200)
  })
})
