import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { aBemoaning } from '../makers'
import { ownServer } from '../server'
import { aMember, limits, type Member } from './helpers'
import { raw } from './raw'

describe('what the site exposes about itself', () => {
  const server = ownServer()
  let me: Member
  let id: number
  before(async () => {
    me = await aMember()
    id = await aBemoaning(me)
    await limits(server, 'off')
  })

  test('no file of the checkout, the data folder or the build can be fetched', async () => {
    const hidden = `.git/HEAD .git/config .git/ .env .npmrc .ci/run package.json package-lock.json tsconfig.json next.config.ts next.config.mjs
      dist/ dist/server.mjs dist/server.mjs.map dist/blog.json server.mjs server.mjs.map e.js.map s.js.map sw.js.map .next/ .next/BUILD_ID
      .next/server/app/page.js _next/ _next/static/ _next/static/../server/app/page.js node_modules/next/package.json core/crypto.ts db/migrations/0000_first.sql
      auth-secret vapid.json server.json outbox/ postgres.log postgres/17/PG_VERSION backup.gz fonts/ public/ content/ admin phpinfo.php server-status
      debug __nextjs_original-stack-frame _next/webpack-hmr api/ api/auth/ docs/ swagger.json graphql console actuator/env .well-known/ .well-known/ssh-known-hosts ssh-host-keys.json`
    for (const path of hidden
      .split(/\s+/)
      .flatMap((one) => (one.endsWith('/') ? [one, one.slice(0, -1)] : [one]))) {
      const answer = await server.send('GET', `/${path}`, { headers: { Accept: 'text/html' } })
      const text = await answer.text()
      // A trailing slash redirects to the same path without it, which does not exist either.
      const expected = path.endsWith('/') ? [301, 400, 404] : [400, 404, 405]
      assert.ok(expected.includes(answer.status), `/${path} is ${answer.status}`)
      if (answer.status === 301) assert.equal(answer.headers.get('location'), `/${path.slice(0, -1)}`)
      assert.doesNotMatch(text, /Index of|node_modules\/|at \S+ \(\S+:\d+|"dependencies"|ref: refs/, path)
    }
  })

  test('unsupported methods are refused, including TRACE', async () => {
    const host = new URL(server.origin).host
    for (const method of ['TRACE', 'CONNECT', 'PROPFIND', 'MKCOL', 'MOVE', 'LOCK', 'SEARCH', 'PURGE']) {
      const answer = await raw(
        server.origin,
        `${method} / HTTP/1.1\r\nHost: ${host}\r\nX-Secret: zebrafinch\r\nConnection: close\r\n\r\n`,
        { wait: 4_000 },
      )
      assert.ok(method === 'CONNECT' || answer.status === 405, `${method} is ${answer.status}`)
      assert.ok(!`${answer.head}${answer.body}`.includes('zebrafinch'), `${method} sends back what was sent`)
    }
  })

  test('metrics are only for this machine, or for a token', async () => {
    const through = { 'X-Forwarded-For': '203.0.113.9' }
    assert.equal((await server.send('GET', '/metrics', { headers: through })).status, 403)
  })

  test('every response has its type, its charset, and its security headers', async () => {
    const addresses = `/ /new.json /new.atom /new.rss /new.txt /fortune /robots.txt /sitemap.xml /e.js /manifest.webmanifest /opensearch.xml
      /b/${id}.json /b/${id}.txt /b/${id}/picture.png /embed/b/${id} /api/v1/openapi.json /api/v1/bemoanings /api/v1/none /state.csv /state/card.svg
      /randomart.svg?fingerprint=SHA256:uNiVztksCsDhcc0u9e8BrrJXVGDcpuJnHdDR3TeLc08 /icon.svg /none /healthz /blog.json /blog.atom /signin /settings
      /.well-known/security.txt /fonts/newsreader.woff2 /ibtsocs.tgz /%ff //x /none.png /speculation.json`
    for (const path of addresses.split(/\s+/)) {
      const answer = await server.send('GET', path, {
        headers: { Accept: '*/*', 'User-Agent': 'Mozilla/5.0' },
      })
      await answer.arrayBuffer()
      const header = (name: string) => answer.headers.get(name) ?? ''
      const type = header('content-type')
      assert.ok(type, `${path} has no type`)
      if (/^text\/|[/+]xml/.test(type)) assert.match(type, /; ?charset=utf-8\b/i, `${path}: ${type}`)
      assert.equal(header('x-content-type-options'), 'nosniff', path)
      assert.match(header('content-security-policy'), /default-src 'none'/, path)
      assert.match(header('referrer-policy'), /origin|no-referrer/, path)
      assert.match(header('cross-origin-resource-policy'), /^(same-origin|cross-origin)$/, path)
      assert.equal(header('access-control-allow-origin'), '', path)
      for (const telling of ['server', 'x-powered-by', 'x-nextjs-cache', 'x-aspnet-version'])
        assert.equal(header(telling), '', `${path} says ${telling}`)
    }
  })

  test('personal responses are cached nowhere, and downloads have names of our choice', async () => {
    for (const path of ['/', '/settings', '/inbox', '/saved.json', '/api/v1/me', '/settings/export.zip']) {
      const answer = await server.send('GET', path, { cookies: me.cookies })
      await answer.arrayBuffer()
      assert.match(answer.headers.get('cache-control') ?? '', /\bno-store\b/, path)
      const name = answer.headers.get('content-disposition')
      if (path.endsWith('.zip')) assert.match(name ?? '', /^attachment; filename="?[a-z0-9_.-]+"?$/)
    }
  })
})
