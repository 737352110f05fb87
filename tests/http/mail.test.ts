import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { cookiesOf, ownServer } from '../server'
import { aMember, inParallel, limits, plain, problem } from './helpers'

const right = 'a sentence that nobody guesses'
const next = 'another sentence to remember'

describe('links in emails', () => {
  const server = ownServer()
  before(async () => {
    await limits(server, 'off')
  })
  const post = (path: string, form: Record<string, string>, cookies: Record<string, string> = {}) =>
    server.send('POST', path, { form, cookies })
  /** Returns the newest link of a kind in the emails to an address. */
  async function linkTo(address: string, kind: 'verify' | 'reset'): Promise<string> {
    const folder = join(server.data, 'outbox')
    for (let attempt = 0; attempt < 50; attempt += 1) {
      // The folder is created with the first email.
      const names = (existsSync(folder) ? readdirSync(folder) : []).filter((name) => name.endsWith('.eml'))
      for (const name of names.sort().reverse()) {
        const mail = readFileSync(join(folder, name), 'utf8')
        // Exactly as in the file, for people who copy it from there.
        const link = new RegExp(`^${server.origin}(/${kind}\\?token=[\\w-]{43})$`, 'm').exec(mail)?.[1]
        if (link && mail.includes(`To: ${address}`)) return link
      }
      await sleep(50)
    }
    assert.fail(`no mail to ${address}`)
  }
  const tokenOf = (link: string): string => new URLSearchParams(link.split('?')[1]).get('token') ?? ''

  test('an email address is verified and a password reset by links that work once', async () => {
    const { cookies, handle } = await aMember()
    const address = `${handle}@example.org`
    assert.equal((await post('/settings/email', { email: address.toUpperCase() }, cookies)).status, 303)
    const verify = await linkTo(address, 'verify')
    assert.equal((await post('/forgot', { email: address })).status, 303)
    assert.equal((await server.send('GET', verify)).status, 200)
    assert.equal((await server.send('GET', verify)).status, 200, 'looking does not use it up')
    assert.equal((await post('/verify', { token: tokenOf(verify) }, cookies)).status, 303)
    assert.equal((await post('/verify', { token: tokenOf(verify) }, cookies)).status, 410)
    assert.equal((await server.send('GET', verify)).status, 410)
    assert.equal(
      (await post('/reset', { token: tokenOf(verify), password: next })).status,
      410,
      'of another kind',
    )
    assert.equal((await post('/forgot', { email: address })).status, 303)
    const reset = await linkTo(address, 'reset')
    assert.equal((await server.send('GET', reset)).status, 200)
    assert.equal(
      (await post('/reset', { token: tokenOf(reset), password: 'short' })).status,
      422,
      'not used up',
    )
    assert.equal((await post('/reset', { token: tokenOf(reset), password: next })).status, 303)
    await problem(await server.send('GET', '/api/v1/me', { cookies }), 401, 'the session of before')
    const twice = await post('/reset', { token: tokenOf(reset), password: right })
    assert.equal(twice.status, 410)
    assert.match(plain(await twice.text()), /has been used or is too old/)
    assert.equal((await server.send('GET', reset)).status, 410)
    const entered = await post('/signin', { handle: address, password: next })
    assert.ok(cookiesOf(entered).session)
  })

  test('a reset link used five times at once works once', async () => {
    const { cookies, handle } = await aMember()
    const address = `${handle}@example.org`
    await post('/settings/email', { email: address }, cookies)
    await post('/verify', { token: tokenOf(await linkTo(address, 'verify')) })
    await post('/forgot', { email: address })
    const last = tokenOf(await linkTo(address, 'reset'))
    const passwords = Array.from({ length: 5 }, (_, n) => `a sentence with the number ${n}`)
    const answers = await inParallel(passwords, 5, (password) => post('/reset', { token: last, password }))
    assert.deepEqual(
      answers.map(({ status }) => status).sort(),
      [303, 410, 410, 410, 410],
      'five times at once',
    )
  })
})
