import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { sql } from 'drizzle-orm'
import { unseal } from '@/core/crypto'
import { feeds } from '@/core/feeds'
import { db } from '@/db'
import { comment, markRemedy } from '@/lib/comment'
import { sealedFor } from '@/lib/delivery'
import { notify, writeDigests } from '@/lib/notice'
import { chooseTag, muteUser, muteWord, saveBemoaning } from '@/lib/reader'
import { findFeedToken, renewFeedToken } from '@/lib/user'
import { castVote } from '@/lib/vote'
import { setState } from '@/lib/world'
import { takesFeedToken } from '@/server/http/routes'
import { aBemoaning } from '../makers'
import { ownServer } from '../server'
import { aMember, inParallel, json, limits, type Member } from './helpers'

const server = ownServer()

/** Words only in muted texts: by author, by tag, by a word in text, details, ending; in comments. */
const marks = ['zqperson', 'zqtagged', 'zqworded', 'zqdetail', 'zqending', 'zqsaidby', 'zqsaidword'] as const

describe('what a viewer has muted is in no output for them', () => {
  let viewer: Member
  let other: Member
  let muted: Member
  let author: Member
  let feedToken = ''
  const ids: number[] = []
  let shown = 0
  let secretly = 0

  const addresses = (): string[] => {
    const lists = [
      ...feeds.map(({ path }) => (path === '/' ? '/hot' : path)),
      ...['/t/ci', '/t/java', '/following', '/saved'],
      `/u/${author.handle}`,
      `/u/${muted.handle}`,
    ]
    const formats = ['', '.json', '.atom', '.rss', '.txt']
    const searches = [...marks, 'machine', 'tag:java', `by:${muted.handle}`, 'marmalade'].map(
      (q) => `q=${encodeURIComponent(q)}`,
    )
    return [
      '/',
      ...lists.flatMap((path) => formats.map((format) => (path === '/hot' && !format ? '/' : path + format))),
      ...searches.flatMap((q) => formats.map((format) => `/search${format}?${q}`)),
      ...searches.map((q) => `/api/v1/search?${q}`),
      ...feeds.map(
        ({ name, window }) => `/api/v1/bemoanings?feed=${name}${window ? `&window=${window}` : ''}&limit=100`,
      ),
      `/api/v1/bemoanings?author=${muted.handle}`,
      '/api/v1/bemoanings?tag=java',
      '/api/v1/bemoanings/similar?body=This+machine+says+that+there+is+something+in+its+works',
      '/api/v1/me/following',
      '/api/v1/me/saved',
      '/api/v1/me/notices',
      '/inbox',
      '/inbox?category=answers',
      '/inbox?category=yours',
      '/state?window=all',
      `/u/${muted.handle}?show=comments`,
      `/u/${muted.handle}?show=remedies`,
      `/u/${author.handle}?show=comments`,
      ...Array.from({ length: 20 }, (_, i) => `/random.${i % 2 ? 'json' : 'txt'}${i % 3 ? '?tag=java' : ''}`),
      ...Array.from({ length: 10 }, () => '/api/v1/bemoanings/random'),
      '/api/v1/bemoanings/random?tag=java',
      ...ids.flatMap((id) => [
        `/b/${id}`,
        ...['.json', '.atom', '.rss', '.txt'].map((format) => `/b/${id}${format}`),
        ...['', '/comments', '/standing'].map((rest) => `/api/v1/bemoanings/${id}${rest}`),
        `/why/${id}`,
        `/report?type=bemoaning&id=${id}`,
      ]),
      `/b/${shown}`,
      ...['.json', '.txt'].map((format) => `/b/${shown}${format}`),
      `/api/v1/bemoanings/${shown}/comments`,
    ]
  }

  async function read(path: string, by: Member, token: string | null): Promise<string> {
    // Other addresses ignore the token: tests/http/feed-token.test.ts checks that.
    if (token !== null && !takesFeedToken(path.split('?')[0] ?? '')) return ''
    const address = token === null ? path : `${path}${path.includes('?') ? '&' : '?'}token=${token}`
    const who = token !== null ? {} : path.startsWith('/api/') ? { token: by.token } : { cookies: by.cookies }
    let got = await server.send('GET', address, who)
    if (got.status === 301) got = await server.send('GET', got.headers.get('location') ?? '', who)
    assert.ok(got.status < 500, `${path}: ${got.status}`)
    if (token !== null) assert.equal(got.headers.get('cache-control'), 'private, no-store', address)
    return got.text()
  }

  /** Returns which marks are found where. */
  async function walk(by: Member, token: string | null = null): Promise<string[]> {
    const found: string[] = []
    await inParallel(addresses(), 6, async (path) => {
      const asked = /[?&]q=(\w+)/.exec(path)?.[1]
      const text = await read(path, by, token)
      found.push(
        ...marks.filter((mark) => mark !== asked && text.includes(mark)).map((mark) => `${path}: ${mark}`),
      )
    })
    return found
  }

  async function told(by: Member, id: number, commentId?: number): Promise<void> {
    await db().transaction((tx) =>
      notify(tx, 'remedy', by.id, { bemoaningId: id, ...(commentId ? { commentId } : {}) }),
    )
  }

  before(async () => {
    await limits(server, 'off')
    ;[viewer, other, muted, author] = await Promise.all([aMember(), aMember(), aMember(), aMember()])
    const says = (mark: string) => `This machine says ${mark} and that there is something in its works.`
    ids.push(await aBemoaning(muted, says('zqperson')))
    ids.push(await aBemoaning(author, says('zqtagged'), ['java', 'ci']))
    ids.push(await aBemoaning(author, `${says('zqworded')} It is the Marmalade, again.`))
    for (const [mark, column] of [
      ['zqdetail', 'details'],
      ['zqending', 'ending'],
    ] as const) {
      const id = await aBemoaning(author, says(mark))
      await db().execute(
        sql`update bemoanings set ${sql.identifier(column)} = 'It was marmalade.' ${column === 'ending' ? sql`, ended_at = now()` : sql``} where id = ${id}`,
      )
      ids.push(id)
    }
    shown = await aBemoaning(viewer, 'My own machine: there is marmalade in its works, and I may read it.')
    secretly = await aBemoaning(muted, 'Nobody may learn who wrote this machine down, however they try.')
    await db().execute(sql`update bemoanings set anonymous = true where id = ${secretly}`)
    const cures = await comment(muted, shown, { body: 'Then zqsaidby is what cures it.' })
    assert.ok(cures.ok && (await markRemedy(viewer, cures.value.id, true)).ok)
    assert.ok((await comment(author, shown, { body: 'It is zqsaidword, for marmalade.' })).ok)
    for (const by of [viewer, other]) {
      assert.ok((await chooseTag(by, 'ci', 'follow')).ok)
      for (const id of [...ids, secretly]) {
        await saveBemoaning(by, id, true)
        await castVote(by.voterId, id, 'bemoan')
        await told(by, id)
      }
      await db().execute(
        sql`update users set email = ${`${by.handle}@example.org`}, mail_digest = true where id = ${by.id}`,
      )
    }
    for (const id of ids)
      assert.ok((await setState(id === ids[0] ? muted : author, id, { state: 'fixed' })).ok)
    // A digest has room for seven: this puts them at the top of the week.
    await db().execute(
      sql`update bemoaning_ranks set bemoan = 500 where id = any(${sql.param(ids)}::bigint[])`,
    )
  })

  const digestTo = async (by: Member): Promise<string> => {
    await db().execute(sql`update users set digest_at = null where id = ${by.id}`)
    await writeDigests()
    const { rows } = await db().execute<{ sealed: Buffer | null }>(
      sql`select sealed from deliveries where user_id = ${by.id} and kind = 'digest' order by id desc limit 1`,
    )
    const sealed = rows[0]?.sealed
    assert.ok(sealed, 'a digest waits')
    return unseal(sealedFor, sealed) ?? ''
  }

  test('while nothing is muted, the pass finds all of it, also by a private feed', async () => {
    await renewFeedToken(viewer, true)
    feedToken = (await findFeedToken(viewer)) ?? ''
    assert.ok(feedToken)
    const found = await walk(viewer)
    for (const mark of marks)
      assert.ok(
        found.some((leak) => leak.endsWith(mark)),
        mark,
      )
    const byFeed = await walk(viewer, feedToken)
    for (const mark of ['zqperson', 'zqtagged', 'zqworded'] as const)
      assert.ok(
        byFeed.some((leak) => leak.endsWith(mark)),
        mark,
      )
    assert.match(await read('/inbox', viewer, null), /zqperson/)
    assert.match(await read('/following.atom', viewer, feedToken), /zqtagged/)
    await db().execute(sql`update deliveries set due_at = now() + interval '1 hour'`)
    const digest = await digestTo(viewer)
    for (const mark of ['zqperson', 'zqtagged', 'zqworded', 'zqdetail', 'zqending'])
      assert.ok(digest.includes(mark), mark)
  })

  test('once muted, no output shows any of it: by session, API token, private feed, digest', async () => {
    assert.ok((await muteUser(viewer, muted.handle, true)).ok)
    assert.ok((await chooseTag(viewer, 'java', 'mute')).ok)
    assert.ok((await muteWord(viewer, 'marmalade', true)).ok)
    assert.deepEqual(await walk(viewer), [])
    assert.deepEqual(await walk(viewer, feedToken), [])
    assert.doesNotMatch(await digestTo(viewer), new RegExp(marks.join('|')))
    const me = await json<{ items: unknown[] }>(
      await server.send('GET', '/api/v1/me/notices', { token: viewer.token }),
    )
    assert.equal(me.items.length > 0, true, 'what is not muted is still told')
    const home = await read('/', viewer, null)
    const unread = /(\d+) new/.exec(home)?.[1]
    assert.equal(Number(unread), me.items.filter((item) => (item as { unread: boolean }).unread).length)
  })

  test('your own texts stay, and so do anonymous ones of a muted person, whose absence would reveal the author', async () => {
    const text = await read(`/b/${shown}`, viewer, null)
    assert.match(text, /there is marmalade in its works/)
    assert.match(await read('/new', viewer, null), /Nobody may learn who wrote/)
  })

  test('its own page says why, and shows it once on request', async () => {
    const page = await server.send('GET', `/b/${ids[0]}`, { cookies: viewer.cookies })
    assert.equal(page.status, 200)
    assert.match(await page.text(), new RegExp(`You have muted this.*${muted.handle}`, 's'))
    assert.match(await read(`/b/${ids[0]}?muted=show`, viewer, null), /zqperson/)
  })

  test('nobody else misses anything, and a new event about it sends no notice', async () => {
    const found = await walk(other)
    for (const mark of marks)
      assert.ok(
        found.some((leak) => leak.endsWith(mark)),
        mark,
      )
    const before = await db().$count((await import('@/db')).notices, sql`user_id = ${viewer.id}`)
    assert.ok((await comment(muted, shown, { body: 'And zqsaidby once more.' })).ok)
    await told(viewer, ids[1] ?? 0)
    assert.equal(await db().$count((await import('@/db')).notices, sql`user_id = ${viewer.id}`), before)
  })

  test('the private address ends when it is renewed or ended, and a forged one opens nothing', async () => {
    const status = async (token: string) =>
      (await server.send('GET', `/following.atom?token=${token}`)).status
    assert.equal(await status(feedToken), 200)
    await renewFeedToken(viewer, true)
    assert.equal(await status(feedToken), 401)
    const fresh = (await findFeedToken(viewer)) ?? ''
    assert.equal(await status(fresh), 200)
    const [id, version, signature] = fresh.split('.')
    for (const forged of [
      `${Number(id) + 1}.${version}.${signature}`,
      `${id}.${Number(version) + 2}.${signature}`,
      'x',
      '',
    ])
      assert.equal(await status(forged), 401, forged)
    await renewFeedToken(viewer, false)
    assert.equal(await status(fresh), 401)
    assert.equal((await server.send('GET', '/following.atom')).status, 401)
  })
})
