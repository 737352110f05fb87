import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { eq, sql } from 'drizzle-orm'
import { db, users } from '@/db'
import { findFeedToken, findHeld, hashPassword, renewFeedToken } from '@/lib/user'
import { aKey } from '../key-line'
import { cookiesOf, ownServer } from '../server'
import { aMember, limits, type Member, plain, problem } from './helpers'

const right = 'a sentence that nobody guesses'
const other = 'another sentence to keep in mind'

describe('recovery', () => {
  const server = ownServer()
  before(() => limits(server, 'off'))

  /** Returns the emails to an address, the newest last, once there are at least this many. */
  async function mails(to: string, least: number): Promise<string[]> {
    const outbox = join(server.data, 'outbox')
    const read = () => {
      try {
        return readdirSync(outbox)
          .sort()
          .map((file) =>
            readFileSync(join(outbox, file), 'utf8')
              .replace(/=\r?\n/g, '')
              .replaceAll('=3D', '='),
          )
          .filter((mail) => new RegExp(`^To: ${to}`, 'm').test(mail))
      } catch {
        return []
      }
    }
    for (let attempt = 0; attempt < 100 && read().length < least; attempt += 1) await sleep(100)
    assert.ok(read().length >= least, `${read().length} mails to ${to}`)
    return read()
  }
  /** Waits for the newest link to a page in the emails to an address. @returns its token */
  async function link(to: string, path: string): Promise<string> {
    for (let attempt = 0; attempt < 100; attempt += 1) {
      const found = (await mails(to, 0)).flatMap(
        (mail) => new RegExp(`${path}\\?token=([\\w-]{43})`).exec(mail)?.[1] ?? [],
      )
      const last = found.at(-1)
      if (last) return last
      await sleep(100)
    }
    assert.fail(`no link to ${path} was mailed to ${to}`)
  }

  async function anOwner(): Promise<Member & { email: string }> {
    const me = await aMember()
    const hashed = await hashPassword(right)
    assert.ok(hashed.ok)
    const email = `${me.handle}@example.org`
    await db().update(users).set({ passwordHash: hashed.value, email }).where(eq(users.id, me.id))
    return { ...me, email }
  }
  const post = (path: string, form: Record<string, string>, cookies: Record<string, string> = {}) =>
    server.send('POST', path, { form, cookies })

  test('a reset by email ends sessions, tokens and feeds, and lists the other ways into the account', async () => {
    const me = await anOwner()
    await renewFeedToken(me, true)
    const feed = await findFeedToken(me)
    assert.equal((await post('/forgot', { email: me.email })).status, 303)
    const token = await link(me.email, '/reset')
    const done = await post('/reset', { token, password: other })
    assert.equal(done.status, 303)
    assert.equal(done.headers.get('location'), '/signin?to=%2Fsettings%2Faccess&reset=1')
    await problem(await server.send('GET', '/api/v1/me', { token: me.token }), 401, 'the API token')
    await problem(await server.send('GET', '/api/v1/me', { cookies: me.cookies }), 401, 'the session')
    assert.equal((await server.send('GET', `/following.atom?token=${feed}`)).status, 401)
    assert.equal((await post('/reset', { token, password: other })).status, 410, 'the link works once')
    const entered = await post('/signin', { handle: me.handle, password: other, to: '/settings/access' })
    assert.equal(entered.headers.get('location'), '/settings/access')
    const cookies = { session: cookiesOf(entered).session ?? '' }
    const page = plain(await (await server.send('GET', '/settings/access', { cookies })).text())
    for (const heading of [
      'Sessions',
      'Passkeys',
      'SSH keys',
      'API tokens',
      'Private feed address',
      'Devices that get pushes',
    ])
      assert.match(page, new RegExp(`<h2>${heading}</h2>`), heading)
    assert.match(page, /Your password was reset through a link in an email\./)
  })

  test('“remove all other ways in” leaves this session and the password', async () => {
    const me = await anOwner()
    const elsewhere = await post('/signin', { handle: me.handle, password: right })
    const there = { session: cookiesOf(elsewhere).session ?? '' }
    assert.equal((await post('/settings/access/end', {}, me.cookies)).status, 303)
    await problem(await server.send('GET', '/api/v1/me', { cookies: there }), 401, 'the other session')
    await problem(await server.send('GET', '/api/v1/me', { token: me.token }), 401, 'the token')
    assert.equal((await server.send('GET', '/api/v1/me', { cookies: me.cookies })).status, 200)
  })

  test('the previous address is told of a new one, and can undo it and lock out the thief', async () => {
    const me = await anOwner()
    // A thief at the open session.
    const evil = `${me.handle}-evil@example.com`
    assert.equal((await post('/settings/email', { email: evil }, me.cookies)).status, 303)
    const confirm = await link(evil, '/verify')
    assert.equal((await post('/verify', { token: confirm })).status, 303)
    const told = (await mails(me.email, 1)).find((mail) => mail.includes('/undo'))
    assert.doesNotMatch(told ?? '', new RegExp(evil), 'the new address is masked')
    const undo = await link(me.email, '/undo')
    assert.ok(undo)
    // The thief adds a key, and sets a new password through their own address.
    const page = await (await server.send('GET', '/settings', { cookies: me.cookies })).text()
    const nonce = /name="nonce" value="([\w-]+)"/.exec(page)?.[1] ?? ''
    const key = aKey()
    assert.equal(
      (await post('/settings/keys', { key: key.line, nonce, signature: key.sign(nonce) }, me.cookies)).status,
      303,
    )
    await post('/forgot', { email: evil })
    const reset = await link(evil, '/reset')
    assert.equal((await post('/reset', { token: reset, password: other })).status, 303)
    // The owner undoes it.
    assert.equal((await server.send('GET', `/undo?token=${undo}`)).status, 200, 'opening it does nothing yet')
    const undone = await post('/undo', { token: undo })
    assert.equal(undone.status, 303)
    const next = new URL(undone.headers.get('location') ?? '', server.origin)
    assert.equal(next.pathname, '/reset')
    assert.equal(
      (await post('/signin', { handle: me.handle, password: other })).status,
      401,
      'their password',
    )
    assert.deepEqual((await findHeld({ ...me, sessionId: null }))?.sshKeys, [], 'their key')
    await post('/forgot', { email: evil })
    await sleep(500)
    const [row] = await db().select({ email: users.email }).from(users).where(eq(users.id, me.id))
    assert.equal(row?.email, me.email)
    const token = next.searchParams.get('token') ?? ''
    assert.equal((await post('/reset', { token, password: 'a third sentence for the owner' })).status, 303)
    assert.equal(
      (await post('/signin', { handle: me.handle, password: 'a third sentence for the owner' })).status,
      303,
    )
    assert.equal((await post('/undo', { token: undo })).status, 410, 'and it works once')
  })

  test('a pending link ends with every change of a credential', async () => {
    const changes: [what: string, change: (me: Member & { email: string }) => Promise<unknown>][] = [
      ['a new password', (me) => post('/settings/password', { current: right, next: other }, me.cookies)],
      [
        'an SSH key',
        async (me) => {
          const page = await (await server.send('GET', '/settings', { cookies: me.cookies })).text()
          const nonce = /name="nonce" value="([\w-]+)"/.exec(page)?.[1] ?? ''
          const key = aKey()
          return post('/settings/keys', { key: key.line, nonce, signature: key.sign(nonce) }, me.cookies)
        },
      ],
      [
        'another address',
        async (me) => {
          const next = `${me.handle}-next@example.org`
          await post('/settings/email', { email: next }, me.cookies)
          return post('/verify', { token: await link(next, '/verify') })
        },
      ],
    ]
    for (const [what, change] of changes) {
      const me = await anOwner()
      const planted = `${me.handle}-planted@example.com`
      await post('/settings/email', { email: planted }, me.cookies)
      await post('/forgot', { email: me.email })
      const verify = await link(planted, '/verify')
      const reset = await link(me.email, '/reset')
      assert.ok(verify && reset, what)
      const changed = (await change(me)) as Response
      assert.equal(changed.status, 303, what)
      assert.equal(
        (await post('/verify', { token: verify })).status,
        410,
        `${what}: the address of a hijacked session`,
      )
      assert.equal(
        (await post('/reset', { token: reset, password: 'one more sentence to keep' })).status,
        410,
        `${what}: the reset`,
      )
    }
  })

  test('the owner is notified of each change and each export, in the inbox and by email', async () => {
    const me = await anOwner()
    assert.equal((await server.send('GET', '/settings/export.zip', { cookies: me.cookies })).status, 200)
    assert.equal(
      (await post('/settings/tokens', { name: 'a script', scopes: 'read' }, me.cookies)).status,
      200,
    )
    const inbox = plain(
      await (await server.send('GET', '/inbox?category=account', { cookies: me.cookies })).text(),
    )
    assert.match(inbox, /Your data was downloaded\./)
    assert.match(inbox, /An API token was made\.[\s\S]*“a script” \(read\)/)
    const sent = await mails(me.email, 2)
    assert.ok(sent.some((mail) => /downloaded/.test(mail)) && sent.some((mail) => /a script/.test(mail)))
    for (const mail of sent) assert.doesNotMatch(mail, /ibt_/, 'no token is in a mail')
  })

  test('a token has scopes and an expiry', async () => {
    const me = await anOwner()
    const made = await server.send('POST', '/settings/tokens', {
      form: { name: 'reader', scopes: ['read'], days: '30' },
      cookies: me.cookies,
    })
    const token = /ibt_[\w-]{43}/.exec(await made.text())?.[0] ?? ''
    assert.equal((await server.send('GET', '/api/v1/me', { token })).status, 200)
    const refused = await problem(
      await server.send('POST', '/api/v1/bemoanings', {
        token,
        json: { body: 'x'.repeat(30), tags: ['ci'] },
      }),
      403,
      'writing',
    )
    assert.equal(refused.type, '/developers#scope')
    assert.match(refused.detail, /“write”/)
    await problem(await server.send('GET', '/api/v1/me/export', { token }), 403, 'export')
    await db().execute(
      sql`update api_tokens set expires_at = now() - interval '1 second' where name = 'reader'`,
    )
    await problem(await server.send('GET', '/api/v1/me', { token }), 401, 'past its end')
    const none = await server.send('POST', '/settings/tokens', { form: { name: 'x' }, cookies: me.cookies })
    assert.equal(none.status, 422, 'a token that may do nothing is none')
    assert.match(await none.text(), /value="x"/, 'and what was typed is kept')
  })
})
