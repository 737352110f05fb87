import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { aBemoaning } from '../makers'
import { ownServer } from '../server'
import { aMember } from './helpers'

const site = 'https://bemoan.example.org'
const server = ownServer({ SITE_URL: site, HSTS_SUBDOMAINS: '1', GITHUB_ID: 'id', GITHUB_SECRET: 'secret' })
const headers = { Origin: site }

test('on https every cookie is bound to this host, and every response asks for https', async () => {
  const id = await aBemoaning(await aMember())
  const send = (method: string, path: string, form?: Record<string, string>) =>
    server.send(method, path, { headers, ...(form ? { form } : {}) })
  const answers = await Promise.all([
    send('POST', '/theme', { theme: 'dark' }),
    send('GET', '/random'),
    send('POST', `/b/${id}/vote`, { kind: 'bemoan', back: '/' }),
    send('POST', '/signup', { handle: 'hedy', password: 'a sentence that nobody guesses' }),
    send('POST', '/signout', {}),
    send('POST', '/signin/oauth', { provider: 'github' }),
    send('GET', '/api/auth/csrf'),
    send('GET', '/'),
    send('GET', '/no/such/page'),
    send('GET', '/api/v1/nothing'),
  ])
  const names = new Set<string>()
  for (const answer of answers) {
    assert.equal(
      answer.headers.get('strict-transport-security'),
      'max-age=31536000; includeSubDomains',
      answer.url,
    )
    for (const line of answer.headers.getSetCookie()) {
      assert.match(line, /^__Host-[\w.-]+=/, answer.url)
      assert.match(line, /; Path=\/(;|$)/)
      assert.match(line, /; Secure/)
      assert.match(line, /; HttpOnly/)
      assert.match(line, /; SameSite=Lax/)
      assert.doesNotMatch(line, /Domain=/i)
      names.add(line.slice(7, line.indexOf('=')))
    }
  }
  for (const name of [
    'theme',
    'seen',
    'visitor',
    'session',
    'next-auth.state',
    'next-auth.pkce.code_verifier',
  ])
    assert.ok(names.has(name), `${name} was not set: ${[...names]}`)
})

test('on https only cookies with the prefixed name count', async () => {
  const page = async (cookie: string) =>
    (await server.send('GET', '/', { headers: { ...headers, Cookie: cookie } })).text()
  assert.match(await page('__Host-theme=dark'), /<html[^>]+data-theme="dark"/)
  assert.doesNotMatch(await page('theme=dark'), /<html[^>]+data-theme="dark"/)
})

test('a command that is run without SITE_URL writes the addresses of the site’s last start', () => {
  const { SITE_URL: _, ...env } = process.env
  const { stdout } = spawnSync(process.execPath, ['dist/admin.mjs', 'export'], { encoding: 'utf8', env })
  assert.ok(stdout.includes(`"url":"${site}/b/`), stdout.slice(0, 300))
})
