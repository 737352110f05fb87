import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { db } from '@/db'
import { aBemoaning } from '../makers'
import { cookiesOf, ownServer } from '../server'
import { aMember, aUserWithPassword, cases, each, inParallel, limits, median, problem } from './helpers'

const right = 'a sentence that nobody guesses'
/** Ways to leave a site through a “go back to” that is checked carelessly. */
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

  /** Where a browser would go from here. */
  const goesTo = (location: string | null): URL => new URL(location ?? '', `${server.origin}/signin`)

  test('“to” leads to pages of this site alone', async () => {
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

  test('a hundred sign-ins at once slow nobody’s page', async () => {
    const time = async () => {
      const began = performance.now()
      const answer = await server.send('GET', '/new')
      await answer.text()
      assert.equal(answer.status, 200)
      return performance.now() - began
    }
    const sample = async (count: number) => {
      const times: number[] = []
      for (let n = 0; n < count; n += 1) times.push(await time())
      return times
    }
    await sample(20)
    const calm = median(await sample(30))
    let over = false
    const crowd = Promise.all(Array.from({ length: 100 }, () => signIn('grace_h', 'not that one'))).then(
      (answers) => {
        over = true
        return answers
      },
    )
    const busy: number[] = []
    while (!over) {
      busy.push(await time())
      await sleep(5)
    }
    const statuses = (await crowd).map(({ status }) => status)
    console.log(
      `# a page took ${calm.toFixed(1)} ms, ${median(busy).toFixed(1)} ms among 100 sign-ins, at most ${Math.max(...busy).toFixed(0)} ms`,
    )
    assert.ok(
      statuses.every((status) => [401, 429].includes(status)),
      `${[...new Set(statuses)]}`,
    )
    assert.ok(statuses.filter((status) => status === 401).length >= 50, 'most are answered')
    assert.ok(busy.length >= 10, `${busy.length} pages meanwhile`)
    assert.ok(median(busy) < 100, `${median(busy)} ms`)
    assert.ok(Math.max(...busy) < 1_000, `${Math.max(...busy)} ms`)
  })

  test('the sixth wrong password in a minute is 429, the right one too, other accounts are not', async () => {
    await limits(server, 'on')
    for (let n = 1; n <= 5; n += 1) assert.equal((await signIn('grace_h', `wrong ${n}`)).status, 401, `${n}`)
    for (const handle of ['grace_h', 'GRACE_H', ' grace_h ']) {
      const sixth = await signIn(handle, 'wrong 6')
      assert.equal(sixth.status, 429, handle)
      const wait = Number(sixth.headers.get('retry-after'))
      assert.ok(wait > 0 && wait <= 60, `${wait}`)
      assert.match(
        await sixth.text(),
        /wrong passwords a minute for one account\. It works again in \d+ second/,
      )
    }
    assert.equal((await signIn('grace_h', right)).status, 429)
    assert.equal((await signIn('barbara_l', right)).status, 303)
  })

  test('guesses at once are counted like guesses in a row', async () => {
    await db().execute(sql`delete from rate_limits`)
    const answers = await inParallel(Array.from({ length: 25 }), 25, (_, n) =>
      signIn('barbara_l', `guess ${n}`),
    )
    const tried = answers.filter(({ status }) => status === 401).length
    assert.ok(tried <= 5, `${tried} guesses were checked`)
  })

  test('a handle of 254 letters is counted like any other', async () => {
    await db().execute(sql`delete from rate_limits`)
    for (const handle of ['a'.repeat(254), `${'b'.repeat(240)}@example.org`, '🙂'.repeat(100)])
      assert.equal((await signIn(handle, 'wrong')).status, 401, handle.slice(0, 5))
  })
})
