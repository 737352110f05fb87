import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { aBemoaning, aUser } from '../makers'
import { ownServer } from '../server'
import { ask, type Got } from './client'
import { aMember } from './helpers'

const server = ownServer()
const landing = { 'User-Agent': 'Mozilla', 'Sec-Fetch-Dest': 'document', 'Sec-Fetch-Site': 'none' }
const within = { ...landing, 'Sec-Fetch-Site': 'same-origin' }

const linked = ({ text }: Got) => (text.match(/<link[^>]+rel="stylesheet"/g) ?? []).length
const styles = ({ text }: Got) => [...text.matchAll(/<style>(.*?)<\/style>/gs)].map(([, css]) => css ?? '')

/** Expects the stylesheet once, inline, and a policy that allows only this one, by hash. */
function assertDressed(page: Got, path: string): void {
  assert.equal(page.status, 200, path)
  assert.equal(linked(page), 0, path)
  const [css = '', ...more] = styles(page)
  assert.ok(css.length > 10_000 && more.length === 0, path)
  const policy = String(page.headers['content-security-policy'])
  const hash = createHash('sha256').update(css).digest('base64')
  assert.ok(policy.includes(`style-src 'self' 'sha256-${hash}';`), `${path}: ${policy}`)
  assert.doesNotMatch(policy, /unsafe/)
}

test('a visitor from elsewhere gets the stylesheet inline, from the cache or rendered, in each encoding', async () => {
  await aBemoaning(await aUser())
  for (const path of ['/', '/about', '/blog', '/search?q=printer'])
    for (const encoding of ['identity', 'identity', 'br', 'br', 'gzip', 'gzip']) {
      const headers = { ...landing, 'Accept-Encoding': encoding }
      const page = await ask(server.origin, path, { headers })
      assertDressed(page, `${path} ${encoding}`)
      const next = await ask(server.origin, path, {
        headers: { ...headers, 'Sec-Fetch-Site': 'same-origin' },
      })
      assert.deepEqual([linked(next), styles(next).length], [1, 0], `${path} ${encoding}`)
    }
})

test('both forms have one ETag: a cached copy of one is valid for the other', async () => {
  const page = await ask(server.origin, '/rules', { headers: landing })
  const other = await ask(server.origin, '/rules', { headers: within })
  assert.ok(page.headers.etag)
  assert.equal(page.headers.etag, other.headers.etag)
  const again = await ask(server.origin, '/rules', {
    headers: { ...within, 'If-None-Match': String(page.headers.etag) },
  })
  assert.equal(again.status, 304)
})

test('personal pages, and pages with forms, have the stylesheet inline, too', async () => {
  const { cookies } = await aMember()
  for (const path of ['/', '/settings', '/submit'])
    assertDressed(
      await ask(server.origin, path, { headers: { ...landing, Cookie: `session=${cookies.session}` } }),
      path,
    )
  assertDressed(await ask(server.origin, '/signin', { headers: landing }), '/signin')
})

test('a client without Sec-Fetch headers gets the link', async () => {
  const page = await ask(server.origin, '/', { headers: { 'User-Agent': 'Mozilla' } })
  assert.deepEqual([linked(page), styles(page).length], [1, 0])
})
