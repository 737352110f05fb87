import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { sql } from 'drizzle-orm'
import { db, notices } from '@/db'
import { comment } from '@/lib/comment'
import { chooseTag, muteWord } from '@/lib/reader'
import { findFeedToken, renewFeedToken } from '@/lib/user'
import { takesFeedToken } from '@/server/http/routes'
import { ownServer } from '../server'
import { aMember, inParallel, json, limits, type Member } from './helpers'

const server = ownServer()

/** Titles of two posts: one is muted by its tag, the other by a word in it. */
const marks = ['What a system call costs', 'why is there a bishop'] as const
const posts = ['what-a-syscall-costs', 'randomart'] as const
const formats = ['', '.json', '.atom', '.rss', '.txt', '.md']

describe('posts that a viewer has muted are in no output for them', () => {
  let viewer: Member
  let other: Member
  let token = ''

  const addresses = (): string[] => {
    const year = '/blog/2026'
    const lists = ['/blog', '/blog/tags/kernel', '/blog/tags/randomart', '/blog/tags/security+ssh', year]
    return [
      ...[...lists, ...posts.map((slug) => `/blog/${slug}`)].flatMap((path) =>
        formats.map((format) => path + format),
      ),
      ...['syscall', 'bishop', 'key', 'tag:ssh', 'tag:kernel'].flatMap((q) =>
        ['/search', '/search.json', '/api/v1/search'].map((path) => `${path}?type=all&q=${q}`),
      ),
      '/blog/appliance-builders',
      '/blog/why-we-bemoan',
      '/t/security',
      '/t/kernel',
      `/u/${other.handle}?show=comments`,
      '/inbox',
      '/api/v1/me/notices',
    ]
  }

  async function read(path: string, by: Member, feed: string): Promise<string> {
    // Other addresses ignore the token: tests/http/feed-token.test.ts checks that.
    if (feed && !takesFeedToken(path.split('?')[0] ?? '')) return ''
    const address = feed ? `${path}${path.includes('?') ? '&' : '?'}token=${feed}` : path
    const who = feed ? {} : path.startsWith('/api/') ? { token: by.token } : { cookies: by.cookies }
    const got = await server.send('GET', address, who)
    assert.ok(got.status < 500, `${path}: ${got.status}`)
    return got.text()
  }

  async function walk(by: Member, feed = ''): Promise<string[]> {
    const found: string[] = []
    await inParallel(addresses(), 6, async (path) => {
      const text = await read(path, by, feed)
      found.push(...marks.filter((mark) => text.includes(mark)).map((mark) => `${path}: ${mark}`))
    })
    return found
  }

  const unread = async (by: Member): Promise<number> =>
    (
      await json<{ items: { unread: boolean; kind: string }[] }>(
        await server.send('GET', '/api/v1/me/notices', { token: by.token }),
      )
    ).items.filter((item) => item.unread && item.kind === 'answer').length

  /** The count in the header. */
  const counted = (by: Member): Promise<number> =>
    db().$count(notices, sql`user_id = ${by.id} and read_at is null and kind = 'answer'`)

  const answered = async (slug: string) => {
    const own = await comment(
      viewer,
      { post: slug },
      { body: `I said this on ${slug}, for what it is worth.` },
    )
    assert.ok(own.ok)
    const parentId = own.value.id
    assert.ok(
      (await comment(other, { post: slug }, { body: `And I answer to it on ${slug}.`, parent: parentId })).ok,
    )
  }

  before(async () => {
    await limits(server, 'off')
    ;[viewer, other] = await Promise.all([aMember(), aMember()])
    await answered('what-a-syscall-costs')
    await renewFeedToken(viewer, true)
    token = (await findFeedToken(viewer)) ?? ''
  })

  test('while nothing is muted, the pass finds both, also by a private feed', async () => {
    for (const found of [await walk(viewer), await walk(viewer, token)])
      for (const mark of marks) assert.ok(found.filter((leak) => leak.endsWith(mark)).length > 5, mark)
    assert.equal(await unread(viewer), 1)
  })

  test('once muted, no output shows them, the inbox leaves them out, and no new notices come', async () => {
    assert.ok((await chooseTag(viewer, 'kernel', 'mute')).ok)
    assert.ok((await muteWord(viewer, 'bishop', true)).ok)
    assert.deepEqual(await walk(viewer), [])
    assert.deepEqual(await walk(viewer, token), [])
    assert.equal(await unread(viewer), 0)
    assert.equal(await counted(viewer), 0)
    await answered('what-a-syscall-costs')
    await answered('randomart')
    assert.equal(await counted(viewer), 0)
    await answered('seven-second-ls')
    assert.equal(await unread(viewer), 1)
    assert.equal(await counted(viewer), 1)
  })

  test('its page says why, and shows it once on request; lists of a muted tag exist, and are empty', async () => {
    const page = await read('/blog/what-a-syscall-costs', viewer, '')
    assert.match(page, /You have muted this.*kernel/s)
    assert.match(await read('/blog/what-a-syscall-costs?muted=show', viewer, ''), /What a system call costs/)
    assert.equal((await server.send('GET', '/blog/tags/kernel', { cookies: viewer.cookies })).status, 200)
    const away = await server.send('GET', '/blog/what-a-syscall-costs.md', { cookies: viewer.cookies })
    assert.equal(away.status, 404)
  })

  test('nobody else misses anything', async () => {
    const found = await walk(other)
    for (const mark of marks) assert.ok(found.filter((leak) => leak.endsWith(mark)).length > 5, mark)
  })
})
