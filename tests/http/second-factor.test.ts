import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { eq, sql } from 'drizzle-orm'
import { Secret, TOTP } from 'otpauth'
import { authenticators, db, sessions, users } from '@/db'
import { setSetting } from '@/lib/setting'
import { hashPassword, startSession } from '@/lib/user'
import { aKey } from '../key-line'
import { cookiesOf, ownServer } from '../server'
import { aMember, limits, type Member, plain } from './helpers'

const right = 'a sentence that nobody guesses'

describe('two-step sign-in', () => {
  const server = ownServer()
  before(() => limits(server, 'off'))

  async function anOwner(options: Parameters<typeof aMember>[0] = {}): Promise<Member> {
    const me = await aMember(options)
    const hashed = await hashPassword(right)
    assert.ok(hashed.ok)
    await db().update(users).set({ passwordHash: hashed.value }).where(eq(users.id, me.id))
    return me
  }
  const post = (path: string, form: Record<string, string>, cookies: Record<string, string> = {}) =>
    server.send('POST', path, { form, cookies })
  const read = async (path: string, cookies: Record<string, string>) =>
    plain(await (await server.send('GET', path, { cookies })).text())
  /** A code some steps from now; each step counts once, so tests move forward. */
  const codeOf = (secret: string, steps = 0) =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + steps * 30_000 })
  const again = (me: Member) =>
    db().execute(sql`update authenticators set last_step = 0 where user_id = ${me.id}`)

  /** Turns it on through the pages. @returns the app's secret, and the recovery codes */
  async function turnOn(me: Member): Promise<{ secret: string; codes: string[] }> {
    assert.equal((await post('/settings/factor/start', {}, me.cookies)).status, 303)
    const page = await read('/settings', me.cookies)
    const secret = (/<code[^>]*>((?:[A-Z2-7]{4} ?){8})<\/code>/.exec(page)?.[1] ?? '').replaceAll(' ', '')
    assert.equal(secret.length, 32, 'the page shows the key')
    assert.match(page, /<svg class="qr"/)
    assert.ok(page.includes(`otpauth://totp/IBTSOCS:${me.handle}?`), 'and its address')
    assert.equal((await post('/settings/factor', { code: '000000' }, me.cookies)).status, 422)
    const done = await post('/settings/factor', { code: codeOf(secret) }, me.cookies)
    assert.equal(done.status, 200)
    const shown = /class="fresh-token">([\s\S]*?)<\/div>/.exec(await done.text())?.[1] ?? ''
    const codes = shown.match(/\b[2-9a-z]{4}(?:-[2-9a-z]{4}){5}\b/g) ?? []
    assert.equal(new Set(codes).size, 10)
    return { secret, codes: [...new Set(codes)] }
  }
  async function begin(me: Member): Promise<Record<string, string>> {
    const first = await post('/signin', { handle: me.handle, password: right, to: '/inbox' })
    assert.equal(first.status, 303)
    assert.equal(first.headers.get('location'), '/signin/code?to=%2Finbox')
    return { session: cookiesOf(first).session ?? '' }
  }

  test('the password alone signs nobody in; the right code does, once', async () => {
    const me = await anOwner()
    const { secret } = await turnOn(me)
    await again(me)
    const half = await begin(me)
    for (const path of ['/api/v1/me', '/api/v1/me/notices'])
      assert.equal((await server.send('GET', path, { cookies: half })).status, 401, path)
    assert.equal((await post('/submit', { body: 'x'.repeat(30), tags: 'ci' }, half)).status, 401)
    for (const path of ['/settings', '/inbox', '/']) {
      const led = await server.send('GET', path, { cookies: half })
      assert.equal(led.status, 303, path)
      assert.match(led.headers.get('location') ?? '', /^\/signin\/code\?to=/)
    }
    assert.match(await read('/signin/code?to=/inbox', half), /<h1 class="list-title">Enter your code/)
    assert.equal((await post('/signin/code', { code: '123456', to: '/inbox' }, half)).status, 422)
    const code = codeOf(secret)
    const done = await post('/signin/code', { code, to: '/inbox' }, half)
    assert.equal(done.status, 303)
    assert.equal(done.headers.get('location'), '/inbox')
    const whole = { session: cookiesOf(done).session ?? '' }
    assert.notEqual(whole.session, half.session, 'under another token')
    assert.equal((await server.send('GET', '/api/v1/me', { cookies: whole })).status, 200)
    assert.equal((await server.send('GET', '/api/v1/me', { cookies: half })).status, 401)
    const replay = await begin(me)
    assert.equal((await post('/signin/code', { code, to: '/' }, replay)).status, 422, 'a code works once')
  })

  test('a recovery code replaces the app, once, and the owner is notified', async () => {
    const me = await anOwner()
    const { codes } = await turnOn(me)
    const [code = ''] = codes
    const done = await post('/signin/code', { code: ` ${code.toUpperCase()} `, to: '/' }, await begin(me))
    assert.equal(done.status, 303)
    const cookies = { session: cookiesOf(done).session ?? '' }
    assert.equal((await post('/signin/code', { code, to: '/' }, await begin(me))).status, 422)
    assert.match(
      await read('/inbox?category=account', cookies),
      /A recovery code was used\.[\s\S]*9 are left\./,
    )
  })

  test('an SSH key is one factor like the password: its sign-in continues with the code', async () => {
    const me = await anOwner()
    const page = await (await server.send('GET', '/settings', { cookies: me.cookies })).text()
    const nonce = /name="nonce" value="([\w-]+)"/.exec(page)?.[1] ?? ''
    const key = aKey()
    assert.equal(
      (await post('/settings/keys', { key: key.line, nonce, signature: key.sign(nonce) }, me.cookies)).status,
      303,
    )
    await turnOn(me)
    const signIn = await (await server.send('GET', '/signin')).text()
    const next = /name="nonce" value="([\w-]+)"/.exec(signIn)?.[1] ?? ''
    const entered = await post('/signin/ssh', { handle: me.handle, nonce: next, signature: key.sign(next) })
    assert.equal(entered.status, 303)
    assert.match(entered.headers.get('location') ?? '', /^\/signin\/code/)
  })

  test('codes are counted: ten wrong ones an hour, however many come at once', async () => {
    const me = await anOwner()
    const { secret } = await turnOn(me)
    await again(me)
    await limits(server, 'on')
    await db().execute(sql`delete from rate_limits`)
    const half = await begin(me)
    const answers = await Promise.all(
      Array.from({ length: 25 }, (_, n) =>
        post('/signin/code', { code: String(100_000 + n), to: '/' }, half),
      ),
    )
    assert.equal(answers.filter(({ status }) => status === 422).length, 10)
    assert.equal(answers.filter(({ status }) => status === 429).length, 15)
    assert.equal(
      (await post('/signin/code', { code: codeOf(secret), to: '/' }, half)).status,
      429,
      'the right one too',
    )
    await db().execute(sql`delete from rate_limits`)
    await limits(server, 'off')
  })

  test('a sign-in that waits for its code ends after ten minutes, or when it is cancelled', async () => {
    const me = await anOwner()
    const { secret } = await turnOn(me)
    await again(me)
    const half = await begin(me)
    const [row] = await db().select().from(sessions).where(sql`user_id = ${me.id} and awaits_factor`)
    assert.ok(row && row.expiresAt.getTime() <= Date.now() + 600_000)
    await db().execute(sql`update sessions set expires_at = now() - interval '1 second' where id = ${row.id}`)
    assert.equal((await post('/signin/code', { code: codeOf(secret), to: '/' }, half)).status, 401)
    const other = await begin(me)
    assert.equal((await post('/signout', {}, other)).status, 303)
    assert.equal(
      await db().$count(sessions, sql`user_id = ${me.id} and awaits_factor and expires_at > now()`),
      0,
    )
  })

  test('reauthentication asks for the code too, and so do export, leaving and turning it off', async () => {
    const me = await anOwner()
    const { secret } = await turnOn(me)
    await again(me)
    await db().execute(
      sql`update sessions set confirmed_at = now() - interval '11 minutes' where user_id = ${me.id}`,
    )
    for (const [path, form] of [
      ['/settings/password', { current: right, next: 'another sentence to keep in mind' }],
      ['/settings/factor/end', {}],
      ['/settings/factor/codes', {}],
      ['/settings/leave', { mode: 'erase', handle: me.handle }],
    ] as const)
      assert.equal((await post(path, form, me.cookies)).status, 401, path)
    assert.equal((await server.send('GET', '/settings/export.zip', { cookies: me.cookies })).status, 401)
    assert.match(await read('/settings/again?to=/settings/leaving', me.cookies), /name="code"/)
    assert.equal(
      (await post('/settings/again', { current: right }, me.cookies)).status,
      422,
      'the password alone',
    )
    assert.equal((await post('/settings/again', { current: right, code: '000000' }, me.cookies)).status, 422)
    const proved = await post(
      '/settings/again',
      { current: right, code: codeOf(secret), to: '/settings/leaving' },
      me.cookies,
    )
    assert.equal(proved.headers.get('location'), '/settings/leaving')
    const cookies = { session: cookiesOf(proved).session ?? '' }
    assert.equal((await post('/settings/factor/end', {}, cookies)).status, 303)
    assert.equal(await db().$count(authenticators, eq(authenticators.userId, me.id)), 0)
    const plainly = await post('/signin', { handle: me.handle, password: right, to: '/inbox' })
    assert.equal(plainly.headers.get('location'), '/inbox', 'and no code is asked for any more')
  })

  test('only a session that has just reauthenticated sees a secret during setup', async () => {
    const me = await anOwner()
    await post('/settings/factor/start', {}, me.cookies)
    assert.match(await read('/settings', me.cookies), /otpauth:/)
    const elsewhere = { session: await startSession(me.id, 'elsewhere') }
    await db().execute(
      sql`update sessions set confirmed_at = now() - interval '11 minutes' where user_id = ${me.id}`,
    )
    for (const cookies of [me.cookies, elsewhere])
      assert.doesNotMatch(await read('/settings', cookies), /otpauth:/)
  })

  test('where staff need a second factor, a moderator has no role until they have given it', async () => {
    const me = await anOwner({ role: 'moderator' })
    assert.equal((await server.send('GET', '/cases', { cookies: me.cookies })).status, 200)
    await setSetting('staff-second-factor', 'on')
    await new Promise((resolve) => setTimeout(resolve, 2_200))
    try {
      assert.equal((await server.send('GET', '/cases', { cookies: me.cookies })).status, 404)
      assert.match(await read('/settings', me.cookies), /asks its moderators for a second factor/)
      const { secret } = await turnOn(me)
      await again(me)
      assert.equal(
        (await server.send('GET', '/cases', { cookies: me.cookies })).status,
        200,
        'this session gave a code',
      )
      const unfactored = { session: await startSession(me.id, 'older') }
      assert.equal((await server.send('GET', '/cases', { cookies: unfactored })).status, 404)
      const done = await post('/signin/code', { code: codeOf(secret), to: '/' }, await begin(me))
      const cookies = { session: cookiesOf(done).session ?? '' }
      assert.equal((await server.send('GET', '/cases', { cookies })).status, 200)
    } finally {
      await setSetting('staff-second-factor', 'off')
    }
  })
})
