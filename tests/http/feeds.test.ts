import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { Parser } from 'htmlparser2'
import { db } from '@/db'
import { bemoan, takeBack } from '@/lib/bemoaning'
import { findFeedToken, renewFeedToken } from '@/lib/user'
import { aBemoaning } from '../makers'
import { ownServer } from '../server'
import { aMember, aText, cases, each, limits } from './helpers'
import { contentsOf } from './xml'

/** Text that would break a feed, inserted past the schemas that keep most of it out. */
const hostile = [
  'CDATA ends ]]> here, and <![CDATA[ begins',
  'controls \u0001\u0008\u000b\u000c\u001b[31m\u007f\u0085\u009f',
  'noncharacters \ufffe\uffff \u{1fffe}',
  'markup </content></entry><entry>&amp;&lt;&#0;&#xFFFF;&nope;&',
  'quotes " \' ` and <?xml version="1.0"?> <!-- x --> <!DOCTYPE x [<!ENTITY a "b">]>',
  'lines\u2028and\u2029paragraphs\r\nand tabs\t',
  'direction \u202e\u2066\u200f 🏴󠁧󠁢󠁥󠁮󠁧󠁿 🙂',
]

describe('feeds', () => {
  const server = ownServer()
  before(async () => {
    await limits(server, 'off')
  })
  const get = (path: string, headers: Record<string, string> = {}) => server.send('GET', path, { headers })

  test('feeds stay well-formed whatever a text contains', async () => {
    const me = await aMember()
    const ids: number[] = []
    for (const text of hostile) {
      const made = await bemoan(me, { body: `${text} ${aText()}`, details: text, tags: ['ci'] })
      assert.ok(made.ok, made.ok ? '' : made.message)
      ids.push(made.value.id)
    }
    const lists = [`/u/${me.handle}`, '/new', '/hot', '/t/ci', '/search'].flatMap((path) => [
      `${path}.atom`,
      `${path}.rss`,
    ])
    const own = ids.flatMap((id) => [`/b/${id}.atom`, `/b/${id}.rss`])
    await each(
      cases(
        [
          ...lists,
          ...own,
          '/sitemap.xml',
          '/opensearch.xml',
          '/search.atom?q=]]>%26<"%00'.replace('%00', ''),
        ].join(' '),
      ),
      async (path) => {
        const answer = await get(path)
        assert.equal(answer.status, 200)
        assert.match(answer.headers.get('content-type') ?? '', /xml; charset=utf-8$/)
        contentsOf(await answer.text(), 'title')
      },
    )
    const contents = contentsOf(await (await get(`/u/${me.handle}.atom?limit=99`)).text(), 'content')
    assert.equal(contents.length, hostile.length)
    const first = contents.find((content) => content.includes('CDATA')) ?? ''
    assert.ok(first.includes('CDATA ends ]]&gt; here'), 'the text is HTML, escaped once more for XML')
    for (const id of ids) {
      const text = await (await get(`/b/${id}.txt`)).text()
      assert.doesNotMatch(text, /[\x00-\x09\x0b-\x1f\x7f-\x9f]/, 'nothing that moves a terminal')
      assert.equal(((await (await get(`/b/${id}.json`)).json()) as { id: number }).id, id)
    }
    assert.doesNotMatch(await (await get('/fortune')).text(), /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/)
  })

  test('feeds have absolute addresses, stable ids, an ETag and Last-Modified', async () => {
    const me = await aMember()
    const id = await aBemoaning(me)
    await each(
      cases(`/u/${me.handle}.atom /u/${me.handle}.rss /new.atom /b/${id}.atom /b/${id}.rss`),
      async (path) => {
        const answer = await get(path)
        const text = await answer.text()
        for (const [, address = ''] of text.matchAll(/(?:href="|<link>|<id>|<guid[^>]*>)([^"<]+)/g))
          assert.ok(address.startsWith(`${server.origin}/`), address)
        assert.match(text, new RegExp(`${server.origin}/b/\\d+<`))
        assert.ok(answer.headers.get('etag'), 'ETag')
        assert.ok(Number.isFinite(Date.parse(answer.headers.get('last-modified') ?? '')), 'Last-Modified')
      },
    )
  })

  test('304 when unchanged; a future or broken If-Modified-Since, or another ETag, is 200', async () => {
    const me = await aMember()
    await aBemoaning(me)
    const path = `/u/${me.handle}.atom`
    const first = await get(path)
    const [etag, modified] = ['etag', 'last-modified'].map((name) => first.headers.get(name) ?? '')
    const status = async (headers: Record<string, string>) => (await get(path, headers)).status
    assert.equal(await status({ 'If-None-Match': etag ?? '' }), 304)
    assert.equal(await status({ 'If-None-Match': `"x", ${etag}` }), 304)
    assert.equal(await status({ 'If-Modified-Since': modified ?? '' }), 304)
    const not = await get(path, { 'If-None-Match': etag ?? '' })
    assert.equal(await not.text(), '')
    assert.equal(not.headers.get('etag'), etag)
    const future = new Date(Date.now() + 86_400_000).toUTCString()
    for (const since of [
      future,
      'Sat, 31 Feb 2099 00:00:00 GMT',
      'soon',
      '',
      '0',
      '-1',
      '99999999999999',
      'Thu, 01 Jan 1970 00:00:00 GMT',
      '2020',
    ])
      assert.equal(await status({ 'If-Modified-Since': since }), 200, since)
    for (const other of ['"x"', 'W/"x"', 'x', '', ',,,', '"', etag?.slice(0, -3) ?? ''])
      assert.equal(await status({ 'If-None-Match': other }), 200, other)
    const both = { 'If-None-Match': '"x"', 'If-Modified-Since': modified ?? '' }
    assert.equal(await status(both), 200, 'If-None-Match counts before the other')
  })

  test('a feed that lost an entry has changed', async () => {
    const me = await aMember()
    await aBemoaning(me)
    await sleep(1_100)
    const newest = await aBemoaning(me)
    const path = `/u/${me.handle}.atom`
    const before = await get(path)
    assert.match(await before.text(), new RegExp(`/b/${newest}<`))
    const since = before.headers.get('last-modified') ?? ''
    assert.ok((await takeBack(me, newest)).ok)
    await sleep(1_100)
    await get(path)
    await sleep(300)
    assert.doesNotMatch(await (await get(path)).text(), new RegExp(`/b/${newest}<`))
    const after = await get(path, { 'If-Modified-Since': since })
    assert.equal(after.status, 200, 'who asks by date alone learns of it')
  })

  test('a title of RSS reads the same where a reader takes it as HTML', async () => {
    const me = await aMember()
    const body = `Use <b>bold</b>, a < b, AT&T, &lt;i&gt; and <!-- this --> ${aText()}`.slice(0, 79)
    assert.ok((await bemoan(me, { body, tags: ['ci'] })).ok)
    const xml = await (await get(`/u/${me.handle}.rss`)).text()
    const title = contentsOf(xml, 'title').find((one) => one.includes('bold')) ?? ''
    let asHtml = ''
    const parser = new Parser({ ontext: (text) => (asHtml += text) })
    parser.end(title)
    assert.equal(asHtml.replaceAll('\u2060', ''), body)
    assert.equal(title.replaceAll('\u2060', ''), body)
    const atom = contentsOf(await (await get(`/u/${me.handle}.atom`)).text(), 'title')
    assert.ok(atom.includes(body), 'Atom says that it is text')
  })

  const published = (xml: string): string[] =>
    [...xml.matchAll(/<published>([^<]*)/g)].map(([, date = '']) => date)

  test('feeds of a tag, an author and a search begin with the newest, whatever the order of the page', async () => {
    // Everybody bemoans the one before the newest: ten times the votes are worth sixteen hours.
    const [, second] = (await (await get('/t/git.json')).json()).items
    await db().execute(sql`update bemoaning_ranks set bemoan = 100000 where id = ${second.id}`)
    await server.send('PUT', `/api/v1/bemoanings/${second.id}/vote`, {
      token: (await aMember()).token,
      json: { kind: 'bemoan' },
    })
    await sleep(2_500)
    for (const [path, query] of [
      ['/t/git', ''],
      ['/search', '?q=the%20or%20time%20or%20people%20or%20friday%20or%20build'],
    ]) {
      const feed = published(await (await get(`${path}.atom${query}`)).text())
      assert.ok(feed.length >= 5, `${path}: ${feed.length}`)
      assert.deepEqual(feed, feed.toSorted().toReversed(), path)
      const page = (await (await get(`${path}.json${query}`)).json()) as {
        items: { id: number; created_at: string }[]
      }
      const ranked = page.items.map(({ created_at }) => Date.parse(created_at))
      assert.notDeepEqual(
        ranked,
        ranked.toSorted((a, b) => b - a),
        `${path} ranks`,
      )
      const and = query ? '&' : '?'
      const asPage = await (await get(`${path}.atom${query}${and}order=page`)).text()
      const idsOf = (xml: string) => [...xml.matchAll(/<id>[^<]*\/b\/(\d+)/g)].map(([, id]) => Number(id))
      assert.deepEqual(
        idsOf(asPage),
        page.items.map(({ id }) => id),
        `${path}: the page's order on request`,
      )
      const short = await (await get(`${path}.atom${query}${and}order=page&limit=2`)).text()
      assert.match(/<link rel="next"[^>]*>/.exec(short)?.[0] ?? '', /order=page/, 'kept in the next address')
      const newest = (await (await get(`${path}.json${query}${and}order=new`)).json()) as typeof page
      const dates = newest.items.map(({ created_at }) => created_at)
      assert.deepEqual(dates, dates.toSorted().toReversed())
      assert.equal((await get(`${path}.atom${query}${and}order=sideways`)).status, 400)
    }
    const hot = published(await (await get('/hot.atom')).text())
    assert.notDeepEqual(hot, hot.toSorted().toReversed(), 'a ranked list keeps its order')
  })

  test('a feed goes on after its newest page without repeats', async () => {
    const first = await (await get('/search.atom?q=the%20or%20time%20or%20people&limit=3')).text()
    const next = /<link rel="next"[^>]*href="([^"]*)"/.exec(first)?.[1]?.replaceAll('&amp;', '&') ?? ''
    assert.notEqual(next, '')
    const second = await (await get(next.replace(server.origin, ''))).text()
    const ids = (xml: string) => [...xml.matchAll(/<id>([^<]*\/b\/\d+)/g)].map(([, id]) => id)
    assert.equal(new Set([...ids(first), ...ids(second)]).size, ids(first).length + ids(second).length)
    assert.ok((published(first).at(-1) ?? '') >= (published(second)[0] ?? ''))
  })

  test('an empty feed and a private one have an ETag and Last-Modified, and are 304 while they stay the same', async () => {
    const me = await aMember()
    await renewFeedToken(me, true)
    const token = encodeURIComponent((await findFeedToken(me)) ?? '')
    for (const path of [
      `/u/${me.handle}.atom`,
      '/search.rss?q=zqnothingatall',
      `/saved.atom?token=${token}`,
      `/new.rss?token=${token}`,
    ]) {
      const answer = await get(path)
      const etag = answer.headers.get('etag') ?? ''
      assert.equal(answer.status, 200, path)
      assert.match(etag, /^W\/".+"$/, path)
      assert.ok(Number.isFinite(Date.parse(answer.headers.get('last-modified') ?? '')), path)
      assert.equal((await get(path, { 'If-None-Match': etag })).status, 304, path)
    }
  })

  test('a picture of a missing or huge id is 404 quickly', async () => {
    await each(
      cases(
        '/b/99999999 /b/0 /b/9007199254740993 /b/9999999999999999 /b/9223372036854775808 /b/99999999999999999999999 /b/-1 /b/1.5 /b/1e3 /b/x /b/',
      ),
      async (path) => {
        const began = performance.now()
        const answer = await get(`${path}/picture.png`)
        await answer.text()
        assert.ok([400, 404].includes(answer.status), `${answer.status}`)
        assert.ok(performance.now() - began < 5_000)
      },
    )
    const made = await get(`/b/${await aBemoaning(await aMember())}/picture.png`)
    assert.equal(made.headers.get('content-type'), 'image/png')
  })
})
