import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { ownServer } from '../server'
import { aMember, inParallel, limits, type Member, plain, problem } from './helpers'

describe('searching: how often', () => {
  const server = ownServer({ TRUSTED_PROXY: '1' })
  let me: Member
  before(async () => {
    me = await aMember()
    await limits(server, 'on')
  })
  let count = 0
  /** Searches for something that nobody has just searched for: what is fresh in the cache does not count. */
  const search = (path: string) => {
    count += 1
    return server.send('GET', `${path}?q=machine+or+word${count}`)
  }

  test('60 a minute from one network, pages, machine formats and API together; then 429', async () => {
    const forms = ['/search', '/search.json', '/search.atom', '/search.txt', '/search.rss', '/api/v1/search']
    const answers = await inParallel(Array.from({ length: 60 }), 4, (_, n) =>
      search(forms[n % forms.length] ?? ''),
    )
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200])
    const page = await search('/search')
    const html = plain(await page.text())
    assert.equal(page.status, 429)
    assert.match(html, /60 searches a minute\. It works again in \d+ second/)
    assert.match(page.headers.get('content-type') ?? '', /^text\/html/)
    for (const path of forms) {
      const refused = await search(path)
      assert.equal(refused.status, 429, path)
      const wait = Number(refused.headers.get('retry-after'))
      assert.ok(wait > 0 && wait <= 60, `${path} ${wait}`)
      assert.match(refused.headers.get('ratelimit') ?? '', /^"search";r=0;t=\d+$/, path)
      if (path.endsWith('json')) await problem(refused, 429, path)
      else if (path.endsWith('txt')) assert.match(await refused.text(), /^That is more than 60 searches/)
      else await refused.body?.cancel()
    }
  })

  test('a search that somebody has just made costs nothing, and is no way around the limit', async () => {
    const one = await server.send('GET', '/search?q=machine', { cookies: me.cookies })
    assert.equal(one.status, 200)
    // Our own network is over its limit. Another one searches, and leaves the page for a few seconds.
    assert.equal((await search('/search')).status, 429)
    const other = { headers: { 'x-forwarded-for': '198.51.100.7' } }
    const path = '/search?q=machine+that+waits'
    assert.equal((await server.send('GET', path, other)).status, 200)
    assert.equal((await server.send('GET', path)).status, 200)
    assert.equal((await search('/search')).status, 429)
  })

  test('an empty search, other pages and signed-in users are not affected', async () => {
    for (const path of ['/search', '/search?q=', '/search?q=+', '/new', '/new.json'])
      assert.equal((await server.send('GET', path)).status, 200, path)
    const own = await server.send('GET', '/search?q=machine', { cookies: me.cookies })
    assert.equal(own.status, 200)
  })
})
