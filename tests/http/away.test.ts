import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { closePool } from '@/db'
import { startEmbedded } from '@/db/embedded'
import { issueToken, startSession } from '@/lib/user'
import { aBemoaning, aUser } from '../makers'
import { serverOn } from '../server'

const folder = mkdtempSync(join(tmpdir(), 'ibtsocs-away-'))
const database = await startEmbedded(folder)
process.env.DATABASE_URL = database.url
const server = serverOn()
after(() => {
  rmSync(database.folder, { recursive: true, force: true })
  rmSync(folder, { recursive: true, force: true })
})

test('without the database cached pages still load, and a failed write keeps its text', async () => {
  const user = await aUser()
  const id = await aBemoaning(user)
  const session = await startSession(user.id, 'test')
  const token = await issueToken(user.id, 'test')
  assert.equal((await server.send('GET', '/')).status, 200)
  await closePool()
  await database.stop()

  const front = await server.send('GET', '/')
  assert.equal(front.status, 200)
  assert.ok((await front.text()).includes('<article class="entry"'), 'with its bemoanings')
  assert.equal(
    (await server.send('GET', '/', { cookies: { session } })).status,
    200,
    'who is signed in reads what everybody reads',
  )

  const unseen = await server.send('GET', '/tags')
  assert.equal(unseen.status, 503)
  assert.ok(unseen.headers.get('retry-after'))
  assert.match(await unseen.text(), /The database is away/)

  assert.equal((await server.send('GET', '/healthz')).status, 200)
  const ready = await server.send('GET', '/readyz')
  assert.equal(ready.status, 503)
  assert.match(await ready.text(), /doesn’t respond/)

  const mine = await server.send('GET', '/api/v1/mine', { cookies: { session } })
  assert.equal(mine.status, 503, 'a browser must not take this for a sign-out')

  const text = 'What I was about to say <em>when</em> the database went away.'
  const form = await server.send('POST', '/submit', {
    cookies: { session },
    form: { body: text, tags: ['ci', 'git'] },
  })
  assert.equal(form.status, 503)
  assert.ok(form.headers.get('retry-after'))
  const page = await form.text()
  assert.ok(page.includes('What I was about to say &lt;em&gt;when&lt;/em&gt; the database went away.'))
  assert.match(page, /action="\/submit"/)

  const call = await server.send('PUT', `/api/v1/bemoanings/${id}/vote`, { token, json: { kind: 'bemoan' } })
  assert.equal(call.status, 503)
  assert.ok(call.headers.get('retry-after'))
  assert.equal(call.headers.get('content-type'), 'application/problem+json')
})

test('the blog can be read without the database, including pages that were never requested before', async () => {
  for (const path of [
    '/blog',
    '/blog/randomart',
    '/blog/black-bean-soup?servings=3',
    '/blog/tags/xen',
    '/blog/series/xen-tips',
    '/blog/2026',
    '/search?q=bishop&type=blog',
    '/randomart',
  ]) {
    const page = await server.send('GET', path, { headers: { Accept: 'text/html' } })
    assert.equal(page.status, 200, path)
    const text = await page.text()
    assert.match(text, /<h1/)
    if (path === '/blog/randomart') assert.match(text, /bishop[\s\S]*The comments are away for a moment/)
  }
  for (const path of [
    '/blog.atom',
    '/blog.json',
    '/blog/randomart.md',
    '/blog/tags/soup.rss',
    '/randomart.txt?fingerprint=MD5:20:e9:b0:5b:5a:2b:ad:e8:4d:e4:b3:a0:32:49:2d:97',
  ])
    assert.equal((await server.send('GET', path)).status, 200, path)
  const said = 'What I was about to say <em>when</em> it went away.'
  const form = await server.send('POST', '/blog/randomart/comments', {
    cookies: { session: 'x' },
    form: { body: said },
  })
  assert.equal(form.status, 503)
  assert.match(await form.text(), /What I was about to say &lt;em&gt;when/)
})
