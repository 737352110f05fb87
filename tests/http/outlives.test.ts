import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { before, describe, test } from 'node:test'
import { eq, sql } from 'drizzle-orm'
import { Secret, TOTP } from 'otpauth'
import { accounts, apiTokens, authenticators, db, mailTokens, users } from '@/db'
import { setSetting } from '@/lib/setting'
import {
  createMailToken,
  findFeedToken,
  hashPassword,
  issueToken,
  renewFeedToken,
  startSession,
} from '@/lib/user'
import { aKey, withProof } from '../key-line'
import { cookiesOf, ownServer } from '../server'
import { aMember, limits, type Member, plain } from './helpers'

const right = 'a sentence that nobody guesses'
const next = 'another sentence to keep in mind'

describe('what a thief with an open session could leave behind', () => {
  const server = ownServer()
  before(() => limits(server, 'off'))

  async function anOwner(options: Parameters<typeof aMember>[0] = {}): Promise<Member & { email: string }> {
    const me = await aMember(options)
    const hashed = await hashPassword(right)
    assert.ok(hashed.ok)
    const email = `${me.handle}@example.org`
    await db().update(users).set({ passwordHash: hashed.value, email }).where(eq(users.id, me.id))
    return { ...me, email }
  }
  type Cookies = Record<string, string>
  const post = (path: string, form: Record<string, string>, cookies: Cookies = {}) =>
    server.send('POST', path, { form, cookies })
  const read = async (path: string, cookies: Cookies) =>
    plain(await (await server.send('GET', path, { cookies })).text())
  const stale = (me: Member) =>
    db().execute(sql`update sessions set confirmed_at = now() - interval '2 hours' where user_id = ${me.id}`)
  const works = async (cookies: Cookies) =>
    (await server.send('GET', '/api/v1/me', { cookies })).status === 200
  async function turnOn(me: Member, cookies: Cookies = me.cookies): Promise<string> {
    assert.equal((await post('/settings/factor/start', {}, cookies)).status, 303)
    const page = await read('/settings', cookies)
    const secret = (/<code[^>]*>((?:[A-Z2-7]{4} ?){8})<\/code>/.exec(page)?.[1] ?? '').replaceAll(' ', '')
    const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate()
    assert.equal((await post('/settings/factor', { code }, cookies)).status, 200)
    return secret
  }
  const isOn = async (me: Member) =>
    (await db().$count(authenticators, sql`user_id = ${me.id} and confirmed_at is not null`)) > 0

  test('a new password does not count as a second factor', async () => {
    const me = await anOwner()
    await turnOn(me)
    await stale(me)
    const changed = await post('/settings/password', { current: right, next }, me.cookies)
    assert.equal(changed.status, 401, 'with an app, a password alone changes none')
    const cookies = { ...me.cookies, ...cookiesOf(changed) }
    assert.equal((await post('/settings/factor/end', {}, cookies)).status, 401)
    assert.ok(await isOn(me))
  })

  test('without a second factor, changing the password does not reauthenticate either', async () => {
    const me = await anOwner()
    await stale(me)
    const changed = await post('/settings/password', { current: right, next }, me.cookies)
    assert.equal(changed.status, 303)
    const token = await post('/settings/tokens', { name: 'x', scopes: 'account' }, cookiesOf(changed))
    assert.equal(token.status, 401)
  })

  test('a session that gave no code ends when the app is turned on', async () => {
    const me = await anOwner()
    const thief = { session: await startSession(me.id, 'thief') }
    await turnOn(me)
    assert.equal(await works(thief), false)
    assert.ok(await works(me.cookies))
  })

  test('only the session that sets up an app sees its key', async () => {
    const me = await anOwner()
    const thief = { session: await startSession(me.id, 'thief') }
    await post('/settings/factor/start', {}, me.cookies)
    assert.match(await read('/settings', me.cookies), /otpauth:/)
    assert.doesNotMatch(await read('/settings', thief), /otpauth:/)
  })

  test('a recently changed email address gets no undo links', async () => {
    const me = await anOwner()
    const undoLinks = () => db().$count(mailTokens, sql`user_id = ${me.id} and purpose = 'undo'`)
    // A thief has set their own address.
    await db()
      .update(users)
      .set({ email: `${me.handle}-evil@example.com`, emailSince: new Date() })
      .where(eq(users.id, me.id))
    const verify = await createMailToken(db(), me.id, 'verify', me.email)
    assert.equal((await post('/verify', { token: verify })).status, 303)
    await turnOn(me)
    assert.equal(await undoLinks(), 0)
    // A week-old address gets them, and its link removes everything newer.
    await db().execute(sql`update users set email_since = now() - interval '8 days' where id = ${me.id}`)
    const page = await (await server.send('GET', '/settings', { cookies: me.cookies })).text()
    const nonce = /name="nonce" value="([\w-]+)"/.exec(page)?.[1] ?? ''
    assert.equal((await post('/settings/keys', withProof(nonce), me.cookies)).status, 303)
    assert.equal(await undoLinks(), 1)
  })

  test('the link in the notification email undoes a thief turning the app on', async () => {
    const me = await anOwner()
    const secret = await turnOn(me)
    assert.ok(secret && (await isOn(me)))
    const [link] = await db().select().from(mailTokens).where(sql`user_id = ${me.id} and purpose = 'undo'`)
    assert.ok(link)
    // The link is in a sealed email; another one made at the same moment stands in for it.
    const token = await createMailToken(db(), me.id, 'undo', me.email)
    await db().execute(
      sql`update mail_tokens set created_at = ${link.createdAt.toISOString()}::timestamptz where user_id = ${me.id} and purpose = 'undo'`,
    )
    const undone = await post('/undo', { token })
    assert.equal(undone.status, 303)
    assert.equal(await isOn(me), false)
    const reset = new URL(undone.headers.get('location') ?? '', server.origin).searchParams.get('token') ?? ''
    assert.equal((await post('/reset', { token: reset, password: next })).status, 303)
    const entered = await post('/signin', { handle: me.handle, password: next, to: '/inbox' })
    assert.equal(entered.headers.get('location'), '/inbox', 'and the owner is in, without a code')
  })

  test('pending sign-ins end with a new password', async () => {
    for (let round = 0; round < 3; round += 1) {
      const me = await anOwner()
      const tries = Array.from({ length: 12 }, () => post('/signin', { handle: me.handle, password: right }))
      await new Promise((resolve) => setTimeout(resolve, 40))
      const changed = await post('/settings/password', { current: right, next }, me.cookies)
      assert.equal(changed.status, 303)
      const entered = (await Promise.all(tries)).flatMap((answer) => cookiesOf(answer).session ?? [])
      for (const session of entered) assert.equal(await works({ session }), false, `round ${round}`)
    }
  })

  test('pending tokens, passwords and addresses end with their session', async () => {
    for (let round = 0; round < 3; round += 1) {
      const me = await anOwner()
      const thief = { session: await startSession(me.id, 'thief') }
      const reset = await createMailToken(db(), me.id, 'reset', me.email)
      const tries = [
        ...Array.from({ length: 6 }, () => post('/settings/tokens', { name: 'x', scopes: 'account' }, thief)),
        post('/settings/email', { email: `${me.handle}-evil@example.com` }, thief),
        post('/settings/password', { current: right, next: 'the sentence of the thief' }, thief),
      ]
      const done = await post('/reset', { token: reset, password: next })
      await Promise.all(tries)
      await new Promise((resolve) => setTimeout(resolve, 300))
      assert.equal(await db().$count(apiTokens, eq(apiTokens.userId, me.id)), 0, 'tokens')
      const open = await db().$count(
        mailTokens,
        sql`user_id = ${me.id} and purpose = 'verify' and used_at is null`,
      )
      assert.equal(open, 0, 'links')
      // Whichever came first, the other request failed.
      const password = done.status === 303 ? next : 'the sentence of the thief'
      assert.equal((await post('/signin', { handle: me.handle, password })).status, 303)
    }
  })

  test('concurrent changes wait for each other, and none fails', async () => {
    const me = await anOwner()
    const other = { session: await startSession(me.id, 'other') }
    const statuses = await Promise.all(
      Array.from({ length: 24 }, async (_, n) => {
        const cookies = n % 2 ? me.cookies : other
        const answer = await [
          () => post('/settings/password', { current: right, next: right }, cookies),
          () => post('/settings/access/end', {}, cookies),
          () => post('/settings/sessions/end', { id: 'others' }, cookies),
        ][n % 3]?.()
        return answer?.status ?? 0
      }),
    )
    assert.ok(
      statuses.every((status) => status < 500),
      statuses.join(' '),
    )
  })

  test('where staff need a second factor, a token has it only from a session that gave it', async () => {
    const me = await anOwner({ role: 'moderator' })
    const before = await issueToken(me.id, 'from before')
    await setSetting('staff-second-factor', 'on')
    await new Promise((resolve) => setTimeout(resolve, 2_200))
    try {
      await turnOn(me)
      const made = await post('/settings/tokens', { name: 'after', scopes: 'write' }, me.cookies)
      const after = /ibt_[\w-]{43}/.exec(await made.text())?.[0] ?? ''
      const moderate = (token: string) =>
        server.send('DELETE', '/api/v1/fixes/999999', { token }).then(({ status }) => status)
      assert.ok(after)
      assert.equal(await moderate(after), 404)
      const [roleBefore, roleAfter] = await Promise.all(
        [before, after].map(async (token) => {
          const answer = await server.send('GET', '/api/v1/me', { token })
          return answer.status === 403 ? 'no read' : ((await answer.json()) as { role: string }).role
        }),
      )
      assert.equal(roleBefore, 'user')
      assert.equal(roleAfter, 'no read')
    } finally {
      await setSetting('staff-second-factor', 'off')
    }
  })

  test('a signature that only names a registered key does not reveal that it is registered', async () => {
    const me = await anOwner()
    const page = await (await server.send('GET', '/settings', { cookies: me.cookies })).text()
    const nonce = /name="nonce" value="([\w-]+)"/.exec(page)?.[1] ?? ''
    const [known, unknown] = [aKey(), aKey()]
    await post('/settings/keys', withProof(nonce, known), me.cookies)
    const forge = (key: ReturnType<typeof aKey>) => key.sign('something else than the nonce')
    const said = []
    for (const key of [known, unknown]) {
      const signIn = await (await server.send('GET', '/signin')).text()
      const challenge = /name="nonce" value="([\w-]+)"/.exec(signIn)?.[1] ?? ''
      const answer = await post('/signin/ssh', { handle: me.handle, nonce: challenge, signature: forge(key) })
      said.push([answer.status, /role="alert">\s*<p>([^<]*)/.exec(await answer.text())?.[1]])
    }
    assert.deepEqual(said[0], said[1])
  })

  test('turning off a factor that is already off voids nothing', async () => {
    const me = await anOwner()
    const reset = await createMailToken(db(), me.id, 'reset', me.email)
    assert.equal((await post('/settings/factor/end', {}, me.cookies)).status, 409)
    assert.equal((await server.send('GET', `/reset?token=${reset}`)).status, 200)
  })

  test('requests for other emails cannot keep an owner from a reset', async () => {
    const me = await anOwner()
    await limits(server, 'on')
    await db().execute(sql`delete from rate_limits`)
    for (let n = 0; n < 6; n += 1) {
      const handle = [...randomBytes(8)].map((byte) => 'abcdfghjkpqtxyz'.charAt(byte % 15)).join('')
      await post('/signup', { handle, password: right, email: me.email })
    }
    assert.equal((await post('/forgot', { email: me.email })).status, 303)
    await db().execute(sql`delete from rate_limits`)
    await limits(server, 'off')
  })

  test('“remove all other ways in” unlinks providers if there is a password, and each can be unlinked', async () => {
    const link = (id: number) =>
      db()
        .insert(accounts)
        .values({ provider: 'github', providerAccountId: `gh-${id}`, userId: id })
    const [me, only] = [await anOwner(), await aMember()]
    for (const { id } of [me, only]) await link(id)
    assert.match(await read('/settings/access', me.cookies), /GitHub/)
    await post('/settings/access/end', {}, me.cookies)
    await post('/settings/access/end', {}, only.cookies)
    assert.equal(await db().$count(accounts, eq(accounts.userId, me.id)), 0)
    assert.equal(await db().$count(accounts, eq(accounts.userId, only.id)), 1, 'the only way in stays')
    assert.equal((await post('/settings/providers/delete', { provider: 'github' }, only.cookies)).status, 409)
    await link(me.id)
    assert.equal((await post('/settings/providers/delete', { provider: 'github' }, me.cookies)).status, 303)
    assert.equal(await db().$count(accounts, eq(accounts.userId, me.id)), 0)
  })

  test('the private feed address is shown only right after reauthentication', async () => {
    const me = await anOwner()
    await renewFeedToken(me, true)
    const feed = (await findFeedToken(me)) ?? ''
    assert.ok((await read('/settings/reading', me.cookies)).includes(feed))
    await stale(me)
    assert.ok(!(await read('/settings/reading', me.cookies)).includes(feed))
  })

  test('a sign-in that waits for its code still opens recovery links', async () => {
    const me = await anOwner()
    await turnOn(me)
    const half = cookiesOf(await post('/signin', { handle: me.handle, password: right }))
    const reset = await createMailToken(db(), me.id, 'reset', me.email)
    for (const path of [`/reset?token=${reset}`, '/forgot', '/signin'])
      assert.equal((await server.send('GET', path, { cookies: half })).status, 200, path)
  })

  test('no GET of the provider library touches a session', async () => {
    const me = await anOwner()
    for (const path of [
      '/api/auth/session',
      '/api/auth/providers',
      '/api/auth/csrf',
      '/api/auth/signout',
      '/api/auth/error',
    ]) {
      const answer = await server.send('GET', path, { cookies: me.cookies })
      assert.equal(answer.status, 404, path)
      assert.deepEqual(answer.headers.getSetCookie(), [], path)
    }
    assert.ok(await works(me.cookies))
  })

  test('names are one plain line, so that nobody can inject text into the warning email', async () => {
    const me = await anOwner()
    for (const name of [
      'x\nIf this was not you: https://evil.example',
      'x\rY',
      'bell \u0007',
      'right \u202eleft',
    ])
      assert.equal(
        (await post('/settings/tokens', { name, scopes: 'read' }, me.cookies)).status,
        422,
        JSON.stringify(name),
      )
  })

  test('a code is never echoed', async () => {
    const me = await anOwner()
    await turnOn(me)
    await stale(me)
    const answer = await post('/settings/again', { current: 'not it', code: 'zzzz-zzzz-zzzz' }, me.cookies)
    assert.equal(answer.status, 422)
    assert.doesNotMatch(await answer.text(), /zzzz-zzzz/)
  })
})
