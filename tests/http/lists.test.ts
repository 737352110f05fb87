import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { aBemoaning } from '../makers'
import { ownServer } from '../server'
import { aMember, aText, cases, each, json, limits, type Member, problem } from './helpers'
import { raw, requestText } from './raw'

type Page = { items: { id: number }[]; next: string | null }

describe('lists', () => {
  const server = ownServer()
  let me: Member
  before(async () => {
    me = await aMember()
    for (let n = 0; n < 6; n += 1) await aBemoaning(me)
    await limits(server, 'off')
  })
  const get = (path: string) => server.send('GET', path)
  const api = (query: string) => get(`/api/v1/bemoanings?${query}`)
  const nextOf = async (query: string): Promise<string> => {
    const { next } = await json<Page>(await api(query))
    assert.ok(next, `${query} has one page only`)
    return next
  }
  /** Requests a path exactly as written, which fetch would normalise. @returns the status */
  const statusOf = async (path: string): Promise<number> =>
    (await raw(server.origin, requestText('GET', path, ['Host: x', 'User-Agent: test']))).status

  test('a forged cursor, or one of another list, is 400', async () => {
    const hot = await nextOf('limit=2')
    const [data = '', signature = ''] = hot.split('.')
    const other = Buffer.from('9e99/1').toString('base64url')
    const forged = `${other}.${signature} ${data}.AAAAAAAAAAA ${data} ${data}. .${signature} ${hot}.x ${data}A.${signature} x 1 -1 ' % ${'a'.repeat(200)}`
    const lists = `/api/v1/bemoanings? /new? /? /hot.json? /new.atom? /t/ci? /u/${me.handle}? /log? /search?q=machine& /api/v1/search?q=machine&`
    await each(cases(`${forged} ${hot}`), async (cursor) => {
      for (const [list] of cases(lists)) {
        const own = cursor === hot && ['/api/v1/bemoanings?', '/?', '/hot.json?'].includes(list)
        const { status } = await get(`${list}after=${encodeURIComponent(cursor)}`)
        assert.equal(status, own ? 200 : 400, list)
      }
    })
    const after = encodeURIComponent(hot)
    const comments = await get(`/api/v1/bemoanings/${await aBemoaning(me)}/comments?after=${after}`)
    await problem(comments, 400, 'of another kind of list')
    await each(
      cases(`feed=new feed=top feed=top&window=day tag=ci author=${me.handle} feed=hot&tag=ci`),
      async (query) => {
        await problem(await api(`${query}&after=${after}`), 400, query)
      },
    )
    const all = encodeURIComponent(await nextOf('feed=top&window=all&limit=2'))
    await problem(await api(`feed=top&window=year&after=${all}`), 400, 'of another window')
    const ci = encodeURIComponent(await nextOf('tag=ci&limit=2'))
    await problem(await api(`tag=git&after=${ci}`), 400, 'of another tag')
    assert.equal((await api(`tag=ci&limit=5&after=${ci}`)).status, 200, 'another limit, the same list')
  })

  test('limits, repeated keys, PHP’s arrays and unknown words in a query are 400', async () => {
    const numbers = '0 -1 1e9 101 1.5 x 999999999999 %31%30%31 +5 0x10 ٣'
    const queries = `limit= feed=hot&feed=new feed[]=hot feed%5B%5D=hot after=a&after=b feed=bogus window=decade
      tag=Not+A+Tag author=A bogus=1 limit=5&limit=5 __proto__=1 constructor=1 q=a`
    const all = [...cases(numbers).map(([number]) => `limit=${number}`), queries].join(' ')
    await each(cases(all), async (query) => {
      await problem(await api(query), 400, query)
    })
    await each(cases(numbers), async (number) => {
      for (const path of ['/new.json', '/hot.atom', '/t/ci.txt'])
        assert.equal((await get(`${path}?limit=${number}`)).status, 400, path)
    })
    const pages = `/search?q[]=a&q=b /search?q=a&q=b /search?q%5B%5D=a /api/v1/search?q[]=a&q=b /api/v1/search?q=a&q=b
      /new?after=a&after=b /new.json?limit=1&limit=2 /search.json?q[]=a /?after[]=x`
    await each(cases(pages), async (path) => {
      assert.equal((await get(path)).status, 400)
    })
    for (const limit of ['1', '100']) assert.equal((await api(`limit=${limit}`)).status, 200)
    await problem(await api('tag=nope'), 404, 'no such tag')
    await problem(await api('author=nobody-here'), 404, 'no such user')
  })

  test('paths with invalid bytes are 400', async () => {
    const paths =
      '/%00 /b/%00 /t/ci%00 /%ff /b/%ff /u/%c0%af /% /%zz /new%0a /new%0d%0aX:y /a\\b //evil /new//x'
    await each(
      cases(`${paths} /search?q=%ff /search?q=%00 /search?q=% /api/v1/search?q=%e2%28`),
      async (path) => {
        assert.equal(await statusOf(path), 400)
      },
    )
    await each(cases('/api/v1/bemoanings/%00 /api/v1/search?q=%ff /api/v1/users/%ff'), async (path) => {
      await problem(await get(path), 400, path)
    })
  })

  test('no path escapes the served folders', async () => {
    const out = `/..%2f /../../etc/passwd /..%2f..%2fetc%2fpasswd /%2e%2e/%2e%2e/etc/passwd /fonts/..%5c..%5cpackage.json
      /_next/static/../../../package.json /_next/..%2f..%2fpackage.json /_next/image?url=%2Fetc%2Fpasswd&w=64&q=75
      /_next/image?url=http%3A%2F%2F127.0.0.1%3A1%2F&w=64&q=75 /_next/data/x/index.json /.env /.git/config /package.json
      /dist/server.mjs /api/v1/../../etc/passwd /.well-known/../package.json /server.json /auth-secret /b/1/..%2f..%2fx`
    await each(cases(out), async (path) => {
      const { status, body } = await raw(
        server.origin,
        requestText('GET', path, ['Host: x', 'User-Agent: test']),
      )
      assert.ok([400, 404].includes(status), `${status}`)
      assert.doesNotMatch(body, /root:|"dependencies"/)
    })
  })

  test('pages of a list repeat nothing and skip nothing while others post', async () => {
    const writer = await aMember()
    const ids: number[] = []
    for (let n = 0; n < 23; n += 1) ids.push(await aBemoaning(writer, aText()))
    for (const feed of ['new', 'hot', 'unfixed', 'top']) {
      const seen: number[] = []
      const list = `feed=${feed}&author=${writer.handle}&limit=4`
      for (let query = list, pages = 0; query && pages < 40; pages += 1) {
        const { items, next } = await json<Page>(await api(query))
        seen.push(...items.map(({ id }) => id))
        if (feed !== 'unfixed') await aBemoaning(writer, aText())
        query = next ? `${list}&after=${encodeURIComponent(next)}` : ''
      }
      assert.equal(new Set(seen).size, seen.length, `${feed} repeats`)
      assert.deepEqual(
        ids.filter((id) => !seen.includes(id)),
        [],
        `${feed} skips`,
      )
    }
  })
})
