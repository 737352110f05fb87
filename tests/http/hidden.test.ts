import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { before, describe, test } from 'node:test'
import { sql } from 'drizzle-orm'
import { cacheTags } from '@/core/cache-tags'
import { feeds } from '@/core/feeds'
import { db } from '@/db'
import { invalidateTags } from '@/db/invalidate'
import { comment, markRemedy, voteComment } from '@/lib/comment'
import { decide, moderateBemoaning, removeComment } from '@/lib/moderation'
import { saveBemoaning } from '@/lib/reader'
import { castVote } from '@/lib/vote'
import { setState } from '@/lib/world'
import { aBemoaning } from '../makers'
import { matrix } from '../matrix'
import { ownServer } from '../server'
import { aMember, inParallel, limits, type Member } from './helpers'

const server = ownServer()

/** Texts that may appear nowhere: the kind, with a word for its text, its details, and its comment. */
const hidden = ['removed', 'rejected', 'pending', 'merged', 'taken'] as const
type Hidden = (typeof hidden)[number]
const word = (kind: string, where: 'text' | 'detail' | 'answer') => `zq${kind}${where}`
const secrets = hidden.flatMap((kind) => [word(kind, 'text'), word(kind, 'detail')])

describe('texts that are not public are in no output at all', () => {
  let author: Member
  let fan: Member
  let moderator: Member
  let shown = 0
  const ids = {} as Record<Hidden, number>
  let removedComment = 0
  let removedOnPost = 0

  async function full(kind: string): Promise<number> {
    const id = await aBemoaning(
      author,
      `This machine says ${word(kind, 'text')} whenever it is asked nicely.`,
    )
    await db().execute(
      sql`update bemoanings set details = ${word(kind, 'detail')}, details_html = ${`<p>${word(kind, 'detail')}</p>`} where id = ${id}`,
    )
    await castVote(fan.voterId, id, 'bemoan')
    await saveBemoaning(fan, id, true)
    const made = await comment(fan, id, {
      body: `It said ${word(kind, 'answer')} to me as well, see /blog/randomart.`,
    })
    assert.ok(made.ok)
    await voteComment(author, made.value.id, true)
    await markRemedy(author, made.value.id, true)
    await setState(author, id, { state: 'fixed', note: `Fixed with ${word(kind, 'detail')}.` })
    return id
  }

  /** Every address that shows anything, for everyone and by id. */
  const addresses = (): string[] => {
    const lists = [
      ...feeds.map(({ path }) => (path === '/' ? '/hot' : path)),
      '/t/ci',
      `/u/${author.handle}`,
      `/u/${fan.handle}`,
      '/log',
    ]
    const searches = [...secrets, 'machine', 'state:fixed', `by:${author.handle}`].map((q) => `q=${q}`)
    return [
      '/',
      ...lists.flatMap((path) => ['', '.json', '.atom', '.rss', '.txt'].map((format) => path + format)),
      ...searches.flatMap((q) =>
        ['', '.json', '.atom', '.rss', '.txt'].map((format) => `/search${format}?${q}`),
      ),
      ...searches.map((q) => `/api/v1/search?${q}`),
      ...feeds.map(
        ({ name, window }) => `/api/v1/bemoanings?feed=${name}${window ? `&window=${window}` : ''}&limit=100`,
      ),
      `/api/v1/bemoanings?author=${author.handle}`,
      '/api/v1/bemoanings?tag=ci',
      ...secrets.map(
        (text) => `/api/v1/bemoanings/similar?body=${text}+this+machine+says+whenever+it+is+asked+nicely`,
      ),
      ...['', '/', '.json', '.csv', '/card.svg'].map((format) => `/state${format}`),
      ...Array.from({ length: 12 }, (_, i) => `/random.${i % 2 ? 'json' : 'txt'}?tag=ci`),
      '/api/v1/bemoanings/random',
      '/api/v1/state?window=all',
      '/api/v1/log',
      '/api/v1/tags',
      '/api/v1/openapi.json',
      `/api/v1/users/${author.handle}`,
      `/api/v1/mine?bemoanings=${Object.values(ids).join()}&comments=${removedComment},${removedOnPost}`,
      ...searches.flatMap((q) =>
        ['all', 'blog'].flatMap((type) => [`/search?${q}&type=${type}`, `/api/v1/search?${q}&type=${type}`]),
      ),
      // The post shows what it cures: bemoanings whose remedy links to it, as all of these do.
      ...['', '.json', '.atom', '.txt', '.md'].map((format) => `/blog/randomart${format}`),
      '/api/v1/posts/randomart/comments',
      '/blog',
      '/fortune',
      '/sitemap.xml',
      '/tags',
      '/tags.json',
      '/rules',
      '/about',
      '/saved',
      '/saved.json',
      '/following',
      '/following.atom',
      '/api/v1/me/following',
      '/api/v1/me/saved',
      `/u/${author.handle}?show=comments`,
      `/u/${fan.handle}?show=comments`,
      `/u/${fan.handle}?show=remedies`,
      '/inbox',
      '/settings',
      '/api/v1/me/notices',
      ...Object.values(ids).flatMap((id) => [
        `/b/${id}`,
        ...['.json', '.atom', '.rss', '.txt', '/picture.png'].map((format) => `/b/${id}${format}`),
        ...['', '/comments', '/standing'].map((rest) => `/api/v1/bemoanings/${id}${rest}`),
        `/oembed?url=${encodeURIComponent(`${server.origin}/b/${id}`)}`,
        `/embed/b/${id}`,
        `/share/${id}`,
        `/why/${id}`,
        `/report?type=bemoaning&id=${id}`,
      ]),
      `/report?type=comment&id=${removedComment}`,
      `/report?type=comment&id=${removedOnPost}`,
      `/b/${shown}`,
      ...['.json', '.txt', '.atom'].map((format) => `/b/${shown}${format}`),
      `/api/v1/bemoanings/${shown}/comments`,
    ]
  }

  async function read(path: string, by: Member | null): Promise<string> {
    const who = by === null ? {} : path.startsWith('/api/') ? { token: by.token } : { cookies: by.cookies }
    const got = await server.send('GET', path, who)
    assert.ok(got.status < 500, `${path}: ${got.status}`)
    const headers = [...got.headers].flat().join(' ')
    return `${headers}\n${await got.text()}`
  }

  /** Returns which of these words are found where. */
  async function leaks(words: readonly string[], by: Member | null): Promise<string[]> {
    const found: string[] = []
    await inParallel(addresses(), 6, async (path) => {
      const text = (await read(path, by)).replaceAll(path.replaceAll('&', '&amp;'), '').replaceAll(path, '')
      // A search repeats its query.
      const asked = /[?&](?:q|body)=(\w+)/.exec(path)?.[1]
      found.push(
        ...words.filter((one) => one !== asked && text.includes(one)).map((one) => `${path}: ${one}`),
      )
    })
    return found
  }

  before(async () => {
    await limits(server, 'off')
    author = await aMember()
    fan = await aMember()
    moderator = await aMember({ role: 'moderator' })
    for (const kind of hidden) ids[kind] = await full(kind)
    shown = await full('shown')
    const made = await comment(fan, shown, { body: `And ${word('removed', 'answer')} on top of it.` })
    assert.ok(made.ok)
    removedComment = made.value.id
    const onPost = await comment(
      fan,
      { post: 'randomart' },
      { body: `And ${word('removed', 'answer')} on a post.` },
    )
    assert.ok(onPost.ok)
    removedOnPost = onPost.value.id
  })

  test('while all of it is public, the pass finds every word', async () => {
    const found = await leaks([...secrets, word('removed', 'answer')], null)
    for (const one of [...secrets, word('removed', 'answer')])
      assert.ok(
        found.some((leak) => leak.endsWith(one)),
        one,
      )
    assert.ok((await leaks([word('shown', 'text')], fan)).length > 20)
  })

  test('once it is not, nobody finds any of it anywhere, not even right after it was cached', async () => {
    assert.ok((await moderateBemoaning(moderator, ids.removed, 'remove', 'A reason.')).ok)
    const merged = { action: 'merge', into: shown, reason: 'The same.' } as const
    const subject = { type: 'bemoaning', id: ids.merged } as const
    assert.ok((await decide(moderator, { subject }, merged)).ok)
    assert.ok((await removeComment(moderator, removedComment, 'A reason.')).ok)
    assert.ok((await removeComment(moderator, removedOnPost, 'A reason.')).ok)
    for (const kind of ['rejected', 'pending'] as const)
      await db().execute(sql`update bemoaning_ranks set status = 'pending' where id = ${ids[kind]}`)
    assert.ok((await moderateBemoaning(moderator, ids.rejected, 'reject', 'A reason.')).ok)
    await invalidateTags(cacheTags.bemoaning(ids.pending), cacheTags.removals)
    const taken = await server.send('DELETE', `/api/v1/bemoanings/${ids.taken}`, { token: author.token })
    assert.equal(taken.status, 204)
    // The server hears from this process through a database notification.
    await new Promise((resolve) => setTimeout(resolve, 500))
    // Comments of the merged bemoaning are now on the other one, as intended.
    const gone = [
      ...secrets,
      ...(['removed', 'rejected', 'pending', 'taken'] as const).map((kind) => word(kind, 'answer')),
    ]
    // Jurors see pending texts and may report them there: the text, and nothing else of it.
    const before = [`/report?type=bemoaning&id=${ids.pending}: ${word('pending', 'text')}`]
    for (const by of [null, await aMember({ ageDays: 0 })])
      assert.deepEqual(await leaks(gone, by), [], by?.handle)
    for (const by of [fan, await aMember()]) assert.deepEqual(await leaks(gone, by), before)
    assert.deepEqual(await leaks([word('merged', 'text'), word('merged', 'detail')], moderator), [])
    assert.match(await read(`/b/${shown}.json`, null), new RegExp(word('merged', 'answer')))
  })

  test('commands change nothing about it and reveal nothing', async () => {
    for (const { action, send } of matrix.filter(({ action: name }) =>
      /^(PUT|POST|DELETE) .*\/:id/.test(name),
    )) {
      if (/^POST \/(log|appeal|cases|fixes|tags)|fixes\/:id|comments\/:id|^POST \/c\//.test(action)) continue
      for (const id of Object.values(ids)) {
        const [method = '', path = ''] = action.split(' ')
        const { json, form } = await send({
          text: () => 'A text that is long enough for anything.',
          bemoaning: async () => id,
          ended: async () => id,
          notice: async () => id,
        } as unknown as Parameters<typeof send>[0])
        const got = await server.send(method, path.replace(':id', String(id)), {
          ...(path.startsWith('/api/') ? { token: fan.token } : { cookies: fan.cookies }),
          ...(json === undefined ? {} : { json }),
          ...(form ? { form } : {}),
        })
        const text = await got.text()
        assert.ok(got.status < 500, `${action}: ${got.status}`)
        for (const one of secrets) assert.ok(!text.includes(one), `${action} of ${id}: ${one}`)
      }
    }
  })

  test('the export contains none of it, and the author is told', async () => {
    const printed = execFileSync(process.execPath, ['tools/admin.mjs', 'export'], {
      encoding: 'utf8',
      env: { ...process.env, IBTSOCS_DATA: server.data },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    assert.ok(printed.includes(word('shown', 'text')))
    for (const one of secrets) assert.ok(!printed.includes(one), one)
    const inbox = await read('/inbox', author)
    assert.match(inbox, /A moderator removed it\./)
    assert.match(inbox, /A moderator merged it into a similar one\./)
  })
})
