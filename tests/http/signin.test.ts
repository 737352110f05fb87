import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { aBemoaning } from '../makers'
import { cookiesOf, ownServer } from '../server'
import { aMember, aUserWithPassword, cases, each, limits, problem } from './helpers'

const right = 'a sentence that nobody guesses'
/** Ways to leave the site through a “go back to” parameter that is checked carelessly. */
const outward = `//evil.example /\\evil.example https:evil.example https://evil.example/ ///evil.example \\\\evil.example
  /..//evil.example /.//evil.example /x/../..//evil.example /%2e%2e//evil.example /./..//evil.example/x /;//..//evil.example
  javascript:alert(1) data:text/html,x /\t/evil.example //evil.example\\@x http:/evil.example evil.example @evil.example`

describe('signing in', () => {
  const server = ownServer()
  before(async () => {
    await aUserWithPassword('grace_h', right)
    await aUserWithPassword('barbara_l', right)
    await limits(server, 'off')
  })
  const signIn = (handle: string, password: string, more: Record<string, string> = {}) =>
    server.send('POST', '/signin', { form: { handle, password, ...more } })

  /** The address that a browser would go to from here. */
  const goesTo = (location: string | null): URL => new URL(location ?? '', `${server.origin}/signin`)

  test('“to” leads only to pages of this site', async () => {
    await each<[to: string]>(
      [...cases(outward), ['/\t/evil.example'], ['/\n/evil.example'], [' //evil.example']],
      async (to) => {
        const answer = await signIn('grace_h', right, { to })
        assert.equal(answer.status, 303)
        assert.equal(goesTo(answer.headers.get('location')).origin, server.origin)
      },
    )
    for (const to of ['//evil.example', '/\\evil.example', 'https:evil.example'])
      assert.equal(
        (await signIn('grace_h', right, { to })).headers.get('location'),
        '/',
        'the own front page',
      )
    assert.equal(
      (await signIn('grace_h', right, { to: '/new?x=1#b2' })).headers.get('location'),
      '/new?x=1#b2',
    )
  })

  test('“back” and links made from “to” stay on the site as well', async () => {
    const id = await aBemoaning(await aMember())
    const { cookies } = await aMember()
    await each(cases(outward), async (to) => {
      const voted = await server.send('POST', `/b/${id}/vote`, {
        form: { kind: 'bemoan', back: to },
        cookies,
      })
      assert.equal(goesTo(voted.headers.get('location')).origin, server.origin, 'after a vote')
      const theme = await server.send('POST', '/theme', { form: { theme: 'dark', back: to } })
      assert.equal(goesTo(theme.headers.get('location')).origin, server.origin, 'after the theme')
      const page = await server.send('GET', `/signin?to=${encodeURIComponent(to)}`, { cookies })
      for (const [, href = ''] of (await page.text()).matchAll(/<a[^>]+href="([^"]*)"/g))
        assert.equal(goesTo(href.replaceAll('&amp;', '&')).origin, server.origin, `the link ${href}`)
      for (const path of [
        '/api/auth/signin',
        '/api/auth/signout',
        '/api/auth/error',
        '/api/auth/signin/github',
      ]) {
        const answer = await server.send('GET', `${path}?callbackUrl=${encodeURIComponent(to)}`)
        assert.equal(goesTo(answer.headers.get('location') ?? '/').origin, server.origin, path)
        const cookie = cookiesOf(answer)['next-auth.callback-url']
        if (cookie) assert.equal(goesTo(decodeURIComponent(cookie)).origin, server.origin, `${path}’s cookie`)
        assert.ok(answer.status < 500, `${path} ${answer.status}`)
      }
    })
  })

  test('forged and foreign tokens are 401', async () => {
    const { token, handle, cookies } = await aMember()
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const jwt = (header: unknown) => `${part(header)}.${part({ sub: '1', handle, role: 'admin', exp: 9e9 })}.`
    const forged = [
      jwt({ alg: 'none' }),
      jwt({ alg: 'None', typ: 'JWT' }),
      `${jwt({ alg: 'HS256' })}x`,
      `${token}x`,
      token.slice(0, -1),
      token.toUpperCase(),
      token.slice(4),
      'ibt_',
      'null',
      'a'.repeat(200),
      cookies.session,
    ]
    for (const one of forged) {
      await problem(await server.send('GET', '/api/v1/me', { token: one }), 401, one)
      await problem(
        await server.send('GET', '/api/v1/me', {
          cookies: { session: one === cookies.session ? token : one },
        }),
        401,
        'as a session',
      )
    }
    for (const authorization of [
      '',
      'Bearer',
      'Bearer ',
      `Basic ${btoa(`${handle}:${right}`)}`,
      `bearer  ${token}`,
      `Token ${token}`,
    ]) {
      const answer = await server.send('GET', '/api/v1/me', {
        headers: { Authorization: authorization },
        cookies,
      })
      if (authorization !== '') await problem(answer, 401, authorization)
    }
    const role = await server.send('GET', '/api/v1/me', {
      cookies: { 'next-auth.session-token': cookies.session },
    })
    await problem(role, 401, 'another cookie')
    assert.equal((await server.send('GET', '/api/v1/me', { token })).status, 200)
  })
})
