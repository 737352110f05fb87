import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { db } from '@/db'
import { aBemoaning } from '../makers'
import { ownServer } from '../server'
import { headerSets } from './attack'
import { ask, type Got } from './client'
import { aMember, aText, cases, each, limits, type Member } from './helpers'
import { raw, requestText } from './raw'

const evil = {
  Host: 'evil.example',
  'X-Forwarded-Host': 'evil.example',
  'X-Forwarded-Proto': 'https',
  'X-Forwarded-Port': '6666',
  'X-Forwarded-Server': 'evil.example',
  'X-Original-Host': 'evil.example',
  'X-Host': 'evil.example',
  Forwarded: 'host=evil.example;proto=https',
  'X-Forwarded-For': 'evil.example',
}

describe('hosts and internal headers', () => {
  const server = ownServer()
  let me: Member
  let id: number
  before(async () => {
    me = await aMember()
    id = await aBemoaning(me)
    await limits(server, 'off')
  })
  const clean = ({ raw: headers, text, status }: Got, what: string) => {
    assert.ok(status < 500, `${what}: ${status}`)
    // A random token may contain four letters or digits of our choice by chance, but not the whole name.
    assert.doesNotMatch(headers, /evil\.example|:6666/i, `${what}: in the headers`)
    assert.doesNotMatch(text, /evil\.example|:6666/i, `${what}: in the body`)
    assert.doesNotMatch(text, /https:\/\/127\.0\.0\.1/, `${what}: https in the body`)
  }

  test('Host and proxy headers appear in no link, redirect, feed or cached page', async () => {
    const pages = `/ /new /b/${id} /b/${id}/wrong-slug /new/ /t/ci /u/${me.handle} /tags /search?q=machine /log /about /developers
      /signin /signup /settings /submit /saved /random /nope /b/99999999 /signin/oauth`
    const machine = `/new.atom /new.rss /hot.json /hot.txt /b/${id}.atom /b/${id}.json /b/${id}.txt /sitemap.xml /robots.txt
      /opensearch.xml /.well-known/security.txt /fortune /random.json /manifest.webmanifest /oembed?url=http://evil/b/${id}
      /api/v1/openapi.json /api/v1/bemoanings /api/v1/bemoanings/${id} /api/v1/nope /api/auth/providers /api/auth/csrf
      /api/auth/session /api/auth/signin /api/auth/signout /api/auth/error`
    await each(cases(`${pages} ${machine}`), async (path) => {
      for (const cookie of ['', `session=${me.cookies.session}`]) {
        const headers = { ...evil, ...(cookie ? { Cookie: cookie } : {}) }
        const url = path.replace('url=http://evil/', `url=${server.origin}/`)
        clean(await ask(server.origin, url, { headers }), 'asked with it')
        clean(await ask(server.origin, url), 'asked without it')
      }
    })
  })

  test('nor in responses to forms or API calls, nor in emails', async () => {
    const cookie = `session=${me.cookies.session}`
    await db().execute(sql`update users set email = 'me@example.org' where id = ${me.id}`)
    const form = (path: string, fields: Record<string, string>) =>
      ask(server.origin, path, {
        method: 'POST',
        headers: {
          ...evil,
          Origin: server.origin,
          Cookie: cookie,
          'Content-Type': 'application/x-www-form-urlencoded',
        },
        body: new URLSearchParams(fields).toString(),
      })
    clean(await form('/submit', { body: aText(), tags: 'ci' }), 'a redirect')
    clean(await form('/submit', { body: '', tags: 'ci' }), 'a form again')
    clean(await form('/signin', { handle: 'nobody', password: 'not this one' }), 'signing in')
    clean(await form('/forgot', { email: 'me@example.org' }), 'a mail')
    clean(await form('/settings/email', { email: 'new@example.org' }), 'another mail')
    const made = await ask(server.origin, '/api/v1/bemoanings', {
      method: 'POST',
      headers: { ...evil, Authorization: `Bearer ${me.token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ body: aText(), tags: ['ci'] }),
    })
    clean(made, 'a call')
    assert.ok(made.headers.location?.startsWith(`${server.origin}/b/`))
    const folder = join(server.data, 'outbox')
    const arrived = () =>
      existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.eml')).length : 0
    for (let n = 0; n < 100 && arrived() < 2; n += 1) await sleep(50)
    const mails = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'))
    assert.equal(mails.length, 2)
    for (const mail of mails) {
      assert.doesNotMatch(mail, /evil/)
      assert.ok(mail.includes(`${server.origin}/`))
    }
  })

  test('a request line with another host is 400', async () => {
    for (const target of [
      'http://evil.example/',
      'https://evil.example/new',
      'evil.example:443',
      '*',
      'http:/new',
      '@evil.example',
      '\\\\evil.example',
    ]) {
      const { status, body, head } = await raw(
        server.origin,
        requestText('GET', target, ['Host: evil.example']),
      )
      assert.equal(status, 400, target)
      assert.doesNotMatch(head + body, /evil/)
    }
  })

  test('internal headers from outside have no effect', async () => {
    const ours = headerSets.filter(
      (headers) => !/^(Accept|Range|If-|Authorization|User-Agent)/.test(Object.keys(headers)[0] ?? ''),
    )
    assert.ok(ours.length > 8)
    const stable = ({ text }: Got) =>
      text
        .replace(/nonce="[^"]*"/g, '')
        .replace(/data-proof="[^"]*"|name="proof" value="[^"]*"|<pre class="command">.*?<\/pre>/gs, '')
        .replace(/[\w-]{43}/g, '')
        .replace(/value="[0-9a-f-]{36}"/g, '')
        // Recent writes of other tests are counted on /tags a few seconds later.
        .replace(/\d+/g, '')
    for (const path of [
      '/about',
      '/settings',
      '/submit',
      '/nope',
      `/b/${id}.json`,
      '/api/v1/me',
      '/tags',
      '/b/99999999',
    ]) {
      const plain = await ask(server.origin, path)
      for (const headers of ours) {
        const got = await ask(server.origin, path, { headers })
        const what = `${path} with ${JSON.stringify(headers)}`
        assert.equal(got.status, plain.status, what)
        assert.equal(got.headers['content-type'], plain.headers['content-type'], what)
        const [one, other] = [stable(got), stable(plain)]
        const at = [...one].findIndex((letter, index) => letter !== other[index])
        const around = [one, other].map((text) => text.slice(Math.max(0, at - 60), at + 60)).join('\n')
        assert.ok(one === other, `${what}: they part at ${at}:\n${around}`)
        for (const name of Object.keys(got.headers))
          assert.doesNotMatch(name, /^x-(nextjs|middleware|invoke|powered)/, what)
      }
    }
    const action = await ask(server.origin, '/', {
      method: 'POST',
      headers: { Origin: server.origin, 'Next-Action': 'a'.repeat(40), 'Content-Type': 'text/plain' },
      body: '[]',
    })
    assert.ok([404, 405, 415].includes(action.status), `${action.status}`)
    const override = await ask(server.origin, `/b/${id}`, { headers: { 'X-HTTP-Method-Override': 'DELETE' } })
    assert.equal(override.status, 301)
  })

  test('/metrics is refused to requests through a proxy', async () => {
    assert.equal((await ask(server.origin, '/metrics')).status, 200)
    assert.equal(
      (await ask(server.origin, '/metrics', { headers: { 'X-Forwarded-For': '127.0.0.1' } })).status,
      403,
    )
  })
})
