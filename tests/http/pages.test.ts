import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { cacheTags } from '@/core/cache-tags'
import { feeds } from '@/core/feeds'
import { invalidateTags } from '@/db/invalidate'
import { bemoan } from '@/lib/bemoaning'
import { setSetting } from '@/lib/setting'
import { startSession } from '@/lib/user'
import { aBemoaning, aUser } from '../makers'
import { ownServer } from '../server'

const server = ownServer()

test('every feed is served as a page and in every format', async () => {
  await aBemoaning(await aUser())
  for (const { path } of feeds) {
    const page = await server.send('GET', path)
    assert.equal(page.status, 200, path)
    assert.match(page.headers.get('content-type') ?? '', /^text\/html/)
    for (const format of ['atom', 'rss', 'json', 'txt']) {
      const machine = await server.send('GET', `${path === '/' ? '/hot' : path}.${format}`)
      assert.equal(machine.status, 200, `${path}.${format}`)
    }
  }
})

test('a missing page is a real 404 whose page needs no script', async () => {
  for (const path of [
    '/nope',
    '/a/b/c',
    '/b/999999',
    '/b/abc',
    '/b/0',
    '/t/nope',
    '/u/nobody-here',
    '/top/decade',
  ]) {
    const page = await server.send('GET', path)
    assert.equal(page.status, 404, path)
    assert.match(await page.text(), /This page works on our machine\./, path)
  }
})

test('reading pages contain only our own script, and every response its policy', async () => {
  const id = await aBemoaning(await aUser())
  for (const path of [
    '/',
    '/new',
    `/b/${id}`,
    '/tags',
    '/t/ci',
    '/search?q=machine',
    '/log',
    '/about',
    '/rules',
    '/privacy',
    '/developers',
    '/state',
    '/nope',
    '/submit',
    '/signin',
    '/signup',
    '/settings',
    '/blog',
    '/blog/randomart',
    '/blog/black-bean-soup',
    '/blog/tags/xen',
    '/randomart',
  ]) {
    let page = await server.send('GET', path)
    if (page.status === 301) page = await server.send('GET', page.headers.get('location') ?? '')
    const html = await page.text()
    const scripts = [...html.matchAll(/<script[^>]*>/g)].map(([tag]) => tag)
    assert.ok(scripts.length >= 1, path)
    for (const tag of scripts)
      assert.match(tag, /src="\/[esbrcpj]\.js\?v=[0-9a-f]{12}"|<script type="application\/ld\+json">/, path)
    assert.doesNotMatch(html, /self\.__next_f|modulepreload|<link[^>]+as="script"/, path)
    assert.doesNotMatch(html, / style="/, path)
    assert.doesNotMatch(html, /part-[0-9a-f]{32}/, `${path} shows a mark instead of what was drawn for it`)
    assert.match(html, /<header class="site-header">[\s\S]*<main[\s\S]*<footer class="site-footer">/, path)
    const policy = page.headers.get('content-security-policy') ?? ''
    assert.match(policy, /default-src 'none'/)
    assert.doesNotMatch(policy, /unsafe-inline|unsafe-eval/)
    for (const header of ['x-content-type-options', 'referrer-policy', 'permissions-policy'])
      assert.ok(page.headers.get(header), `${path} ${header}`)
  }
})

test('your own bemoaning has no buttons that can only fail; others’ have them', async () => {
  const me = await aUser()
  const session = await startSession(me.id, 'test')
  const disabled = async (id: number) => {
    const first = await server.send('GET', `/b/${id}`, { cookies: { session } })
    const page = await server.send('GET', first.headers.get('location') ?? '', { cookies: { session } })
    const buttons = (await page.text()).match(/<button[^>]*class="vote [^>]*>/g) ?? []
    assert.equal(buttons.length, 2)
    return buttons.filter((button) => / disabled=""/.test(button)).length
  }
  assert.equal(await disabled(await aBemoaning(me)), 2)
  assert.equal(await disabled(await aBemoaning(await aUser())), 0)
  const tokens = await server.send('GET', '/settings/tokens', { cookies: { session } })
  assert.equal(tokens.headers.get('location'), '/settings')
})

test('only moderators find texts that wait for a moderator', async () => {
  const young = await aUser({ ageDays: 0 })
  const made = await bemoan(young, {
    body: 'A link nobody has looked at: https://example.org/ is here.',
    tags: ['ci'],
  })
  assert.ok(made.ok && made.value.status === 'pending')
  const cases = async (role: 'user' | 'moderator') => {
    const session = await startSession((await aUser({ role })).id, 'test')
    return (await server.send('GET', '/cases', { cookies: { session } })).text()
  }
  assert.match(await cases('moderator'), /A link nobody has looked at/)
  assert.match(await cases('moderator'), />1 open</, 'the header counts it')
  assert.doesNotMatch(await cases('user'), /A link nobody has looked at/)
  for (const path of ['/cases', '/log'])
    assert.doesNotMatch(await (await server.send('GET', path)).text(), /A link nobody has looked at/)
})

test('lists accept only reading, and a repeated key is 400 for everyone', async () => {
  const session = await startSession((await aUser()).id, 'test')
  for (const method of ['DELETE', 'PUT', 'POST']) {
    const answer = await server.send(method, '/new')
    assert.equal(answer.status, 405, method)
    assert.equal(answer.headers.get('allow'), 'GET, HEAD')
  }
  assert.equal((await server.send('GET', '/search?q=a&q=b')).status, 400)
  assert.equal((await server.send('GET', '/search?q=a&q=b', { cookies: { session } })).status, 400)
})

test('the operator is named at /about once the settings do, and the contact is a link', async () => {
  const about = async () => (await server.send('GET', '/about')).text()
  assert.doesNotMatch(await about(), /runs this site|You can write to/)
  await setSetting('site-operator', 'The <i>Kettle</i> Club')
  await setSetting('site-contact', 'post@example.org')
  await invalidateTags(cacheTags.all)
  for (let tries = 0; !(await about()).includes('runs this site'); tries += 1) {
    assert.ok(tries < 50)
    await sleep(100)
    await invalidateTags(cacheTags.all)
  }
  assert.match(await about(), /The &lt;i&gt;Kettle&lt;\/i&gt; Club runs this site\./)
  assert.match(await about(), /<a href="mailto:post@example\.org">post@example\.org<\/a>/)
  await assert.rejects(setSetting('site-contact', 'javascript:alert(1)'))
})
