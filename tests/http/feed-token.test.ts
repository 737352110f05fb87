import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { muteWord } from '@/lib/reader'
import { findFeedToken, renewFeedToken, startSession } from '@/lib/user'
import { aBemoaning } from '../makers'
import { ownServer } from '../server'
import { aMember, limits, type Member } from './helpers'

/** The addresses that accept the token of a private feed. */
const lists = [
  '/new', '/index', '/new', '/top/day', '/top/all', '/controversial', '/self-inflicted', '/unfixed', '/fixed', '/t/ci',
  '/search', '/following', '/saved', '/blog', '/blog/tags/kernel',
] // biome-ignore format: it is a list

describe('the token of a private feed', () => {
  const server = ownServer()
  let owner: Member
  let token = ''
  let hidden = 0
  before(async () => {
    await limits(server, 'off')
    owner = await aMember()
    hidden = await aBemoaning(await aMember(), 'The zqmarmalade is stuck in the works of this machine again.')
    assert.ok((await muteWord(owner, 'zqmarmalade', true)).ok)
    await renewFeedToken(owner, true)
    token = (await findFeedToken(owner)) ?? ''
  })

  /** Sends a request with nothing but the token. */
  const get = (path: string) =>
    server.send('GET', `${path}${path.includes('?') ? '&' : '?'}token=${encodeURIComponent(token)}`)

  test('opens the lists of its owner, in the formats for programs', async () => {
    for (const list of [...lists, `/u/${owner.handle}`])
      for (const format of list.startsWith('/blog')
        ? ['json', 'atom', 'rss', 'txt', 'md']
        : ['json', 'atom', 'rss', 'txt']) {
        const path = `${list}.${format}${list === '/search' ? '?q=machine' : ''}`
        const got = await get(path)
        assert.equal(got.status, 200, path)
        assert.equal(got.headers.get('cache-control'), 'private, no-store', path)
        assert.doesNotMatch(await got.text(), /zqmarmalade/, `${path} is as its owner sees it`)
      }
  })

  test('opens nothing else: private pages stay closed, public ones are the same as for anyone', async () => {
    for (const path of ['/settings/export.zip', '/api/v1/me/export', '/api/v1/me', '/api/v1/me/saved']) {
      const got = await get(path)
      assert.equal(got.status, 401, path)
      assert.doesNotMatch(await got.text(), new RegExp(owner.handle), path)
    }
    for (const path of ['/settings', '/inbox', '/saved', '/following', '/jury', '/settings/access']) {
      const got = await get(path)
      assert.equal(got.status, 401, path)
    }
    for (const path of [`/b/${hidden}.json`, `/b/${hidden}.txt`, '/fortune', '/new']) {
      const got = await get(path)
      assert.equal(got.status, 200, path)
      assert.match(await got.text(), /zqmarmalade/, `${path} is as everybody sees it`)
    }
    for (const path of [
      '/state.json',
      '/tags.json',
      '/log.json',
      '/oembed?url=x',
      '/randomart.txt?key=x',
      '/sitemap.xml',
    ]) {
      const got = await get(path)
      assert.doesNotMatch(
        got.headers.get('cache-control') ?? '',
        /private/,
        `${path} does not look at the token`,
      )
    }
  })

  test('writes nothing, whatever the method and wherever the token is put', async () => {
    for (const [method, path] of [
      ['DELETE', '/api/v1/me'],
      ['POST', '/api/v1/bemoanings'],
      ['PUT', `/api/v1/bemoanings/${hidden}/saved`],
      ['POST', '/settings/tokens'],
      ['POST', '/submit'],
      ['POST', '/settings/leave'],
    ] as const) {
      const got = await server.send(method, `${path}?token=${token}`, {
        json: path.startsWith('/api') ? { mode: 'erase', body: 'x', tags: [] } : undefined,
        ...(path.startsWith('/api') ? {} : { form: { mode: 'erase', handle: owner.handle, body: 'x' } }),
        headers: { Authorization: `Bearer ${token}` },
      })
      assert.ok([401, 403, 422].includes(got.status), `${method} ${path}: ${got.status}`)
    }
    const asBearer = await server.send('GET', '/api/v1/me', { token })
    assert.equal(asBearer.status, 401, 'it is no API token')
    const asCookie = await server.send('GET', '/settings', { cookies: { session: token } })
    assert.equal(asCookie.status, 401, 'and no session')
  })

  test('ends with a new password, and does not open the export', async () => {
    const session = await startSession(owner.id, 'test')
    assert.equal((await get('/following.atom')).status, 200)
    const changed = await server.send('POST', '/settings/password', {
      form: { next: 'a sentence that nobody guesses' },
      cookies: { session },
    })
    assert.equal(changed.status, 303)
    assert.equal((await get('/following.atom')).status, 401, 'the token is renewed')
    assert.notEqual(await findFeedToken(owner), null, 'there is another one')
    assert.equal((await get('/settings/export.zip')).status, 401)
  })
})
