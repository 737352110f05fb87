import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { db } from '@/db'
import { bemoan } from '@/lib/bemoaning'
import { comment, markRemedy } from '@/lib/comment'
import { decide, undo } from '@/lib/moderation'
import { mostFollowed } from '@/lib/reader'
import { findFeedToken, rename, renewFeedToken } from '@/lib/user'
import { confirmFix, proposeFix } from '@/lib/world'
import { aBemoaning, aUser } from '../makers'
import { ownServer } from '../server'
import { aMember, aText, inParallel, json, limits, type Member, plain, problem } from './helpers'

const server = ownServer()

const read = async (path: string, who?: Member): Promise<string> =>
  (await server.send('GET', path, who ? { cookies: who.cookies } : {})).text()
const submit = (path: string, form: Record<string, string>, who: Member) =>
  server.send('POST', path, { cookies: who.cookies, form })
const write = (who: Member, about: string) => submit('/settings/about', { about }, who)
const lineOf = (page: string): string | undefined =>
  /<p class="profile-about"[^>]*>([\s\S]*?)<\/p>/.exec(page)?.[1]
const aboutOf = async (handle: string) =>
  (await json<{ about: string | null }>(await server.send('GET', `/api/v1/users/${handle}`))).about

describe('people', () => {
  before(() => limits(server, 'off'))

  test('a line about oneself is on the profile, in the API and in the export, and can be emptied', async () => {
    const me = await aMember()
    assert.equal(
      (await write(me, '  I boil\r\n kettles, 日本語 and 👩‍👩‍👧.  ')).headers.get('location'),
      '/settings?saved=about',
    )
    assert.equal(lineOf(await read(`/u/${me.handle}`)), 'I boil kettles, 日本語 and 👩‍👩‍👧.')
    assert.equal(await aboutOf(me.handle), 'I boil kettles, 日本語 and 👩‍👩‍👧.')
    const exported = await json<{ account: { about: string }[] }>(
      await server.send('GET', '/api/v1/me/export', { token: me.token }),
    )
    assert.equal(exported.account[0]?.about, 'I boil kettles, 日本語 and 👩‍👩‍👧.')
    assert.match(await read('/settings', me), />I boil kettles, 日本語 and 👩‍👩‍👧\.<\/textarea>/)
    const patch = (about: unknown) => server.send('PATCH', '/api/v1/me', { token: me.token, json: { about } })
    assert.equal((await json<{ about: string }>(await patch('Tea.'))).about, 'Tea.')
    assert.equal((await json<{ about: null }>(await patch(null))).about, null)
    assert.equal(lineOf(await read(`/u/${me.handle}`)), undefined)
    for (const bad of [5, ['x'], 'x'.repeat(301), 'a\0b', `x${'\u0301'.repeat(20)}`])
      assert.equal((await patch(bad)).status, 422, JSON.stringify(bad))
    assert.equal((await patch('👩‍👩‍👧'.repeat(300))).status, 200, '300 are 300, however large')
  })

  test('markup in a line is text, links are safe, and a refused line comes back', async () => {
    const me = await aMember()
    await write(
      me,
      '<img src=x onerror=alert(1)> [x](javascript:alert(1)) *no* https://example.org/a?b=1&c=2.',
    )
    const shown = lineOf(await read(`/u/${me.handle}`)) ?? ''
    assert.match(shown, /^&lt;img src=x onerror=alert\(1\)&gt; \[x\]\(javascript:alert\(1\)\) \*no\* /)
    assert.match(shown, /<a href="https:\/\/example\.org\/a\?b=1&amp;c=2" rel="nofollow ugc noopener">/)
    assert.equal((shown.match(/<a /g) ?? []).length, 1)
    await write(me, 'https://bank.example@evil.example/ javascript:alert(1) data:text/html,x')
    assert.doesNotMatch(lineOf(await read(`/u/${me.handle}`)) ?? '', /<a /)
    const long = `Kept <b>${'x'.repeat(300)}`
    const refused = await write(me, long)
    assert.equal(refused.status, 422)
    assert.ok(plain(await refused.text()).includes(long), 'what was typed is still there')
    const secret = await write(me, 'AKIAIOSFODNN7ABCDEFG with wJalrXUtnFEMIK7MDENGbPxRfiCYzzEXAMPLEKEYQ')
    assert.equal(secret.status, 422)
  })

  test('links in a line work by standing: not for a day, and not while banned', async () => {
    const me = await aMember({ ageDays: 0.5 })
    const text = 'See https://example.org/x.'
    await write(me, text)
    assert.equal(lineOf(await read(`/u/${me.handle}`)), text)
    await db().execute(sql`update users set created_at = now() - interval '2 days' where id = ${me.id}`)
    const page = () => read(`/u/${me.handle}?x=${Math.random()}`, me)
    assert.match(lineOf(await page()) ?? '', /<a href="https:\/\/example\.org\/x"/)
    const reader = await aMember()
    await db().execute(
      sql`update users set banned_until = now() + interval '1 day', ban_reason = 'A test.' where id = ${me.id}`,
    )
    assert.equal(lineOf(await read(`/u/${me.handle}`, reader)), text)
  })

  test('moderators remove a line with a reason, in the log and with a notice, and can undo it', async () => {
    const [me, other, judge] = [await aMember(), await aMember(), await aMember({ role: 'moderator' })]
    await write(me, 'I sell kettles.')
    const form = { reason: 'It advertises.' }
    assert.equal((await submit(`/u/${me.handle}/line/remove`, form, other)).status, 403)
    assert.equal((await submit(`/u/${me.handle}/line/remove`, { reason: '' }, judge)).status, 422)
    assert.equal(await aboutOf(me.handle), 'I sell kettles.')
    assert.doesNotMatch(await read(`/u/${me.handle}`, other), /Remove the line/)
    assert.match(await read(`/u/${me.handle}`, judge), /Remove the line/)
    assert.equal((await submit(`/u/${me.handle}/line/remove`, form, judge)).status, 303)
    assert.equal(lineOf(await read(`/u/${me.handle}`)), undefined)
    assert.equal((await submit(`/u/${me.handle}/line/remove`, form, judge)).status, 409)
    const log = await read('/log?type=user')
    assert.match(log, new RegExp(`<strong>remove line</strong> <a href="/u/${me.handle}">`))
    assert.match(log, /It advertises\./)
    assert.doesNotMatch(log, /I sell kettles/)
    assert.match(
      await read('/inbox', me),
      /A moderator removed the line on your page\.[\s\S]*It advertises\./,
    )
    const { rows } = await db().execute<{ id: number }>(
      sql`select id from moderations where user_id = ${me.id} and action = 'remove line'`,
    )
    assert.ok((await undo(judge, rows[0]?.id ?? 0)).ok)
    // This process undid it, so the server hears of it a moment later.
    for (let attempt = 0; attempt < 50 && !lineOf(await read(`/u/${me.handle}`)); attempt += 1)
      await sleep(100)
    assert.equal(lineOf(await read(`/u/${me.handle}`)), 'I sell kettles.')
    const again = await decide(
      judge,
      { subject: { type: 'user', id: me.id } },
      { action: 'remove line', reason: 'Again.' },
    )
    assert.ok(again.ok)
    await write(me, 'I boil kettles.')
    assert.equal((await undo(judge, again.value.moderationId)).ok, false)
    assert.equal(await aboutOf(me.handle), 'I boil kettles.')
  })

  const following = async (who: Member, token?: string): Promise<string[]> => {
    const list = await json<{ items: { body: string }[] }>(
      await (token
        ? server.send('GET', `/following.json?token=${token}&limit=100`)
        : server.send('GET', '/api/v1/me/following?limit=100', { token: who.token })),
    )
    return list.items.map(({ body }) => body)
  }
  const follow = (who: Member, handle: string, on = '1') => submit(`/u/${handle}/follow`, { on }, who)

  test('people who are followed are in the list and its feed: never what they post anonymously, nor what is muted', async () => {
    const [me, writer, other] = [await aMember(), await aMember(), await aMember()]
    const [named, secret, later, theirs] = [aText(), aText(), `${aText()} zqmarmalade`, aText()]
    await aBemoaning(writer, named)
    assert.ok((await bemoan(writer, { body: secret, tags: ['ci'], anonymous: true })).ok)
    await aBemoaning(other, theirs)
    assert.equal((await follow(me, writer.handle)).status, 303)
    await aBemoaning(writer, later)
    assert.deepEqual(await following(me), [later, named])
    const page = await read('/following', me)
    assert.ok(page.includes(named) && !page.includes(secret) && !page.includes(theirs))
    assert.match(page, /You follow 1 person/)
    assert.ok((await renewFeedToken(me, true)).ok)
    assert.deepEqual(await following(me, (await findFeedToken(me)) ?? 'none'), [later, named])
    const muted = await server.send('PUT', '/api/v1/me/mutes/words', {
      token: me.token,
      json: { word: 'zqmarmalade' },
    })
    assert.equal(muted.status, 200)
    assert.deepEqual(await following(me), [named])
    await submit(`/u/${writer.handle}/mute`, { on: '1' }, me)
    assert.deepEqual(await following(me), [], 'muting somebody unfollows them')
    await submit(`/u/${writer.handle}/mute`, { on: '0' }, me)
    assert.deepEqual(await following(me), [])
    await follow(me, writer.handle)
    await follow(me, writer.handle)
    assert.deepEqual(await following(me), [named])
    await follow(me, writer.handle, '0')
    assert.deepEqual(await following(me), [])
  })

  test('the list of tags and people has no repeats and no gaps, page by page', async () => {
    const me = await aMember()
    const writers = await inParallel([1, 2, 3, 4, 5], 2, () => aMember())
    const bodies: string[] = []
    for (let i = 0; i < 24; i += 1) {
      const body = aText()
      const writer = writers[(i * i + (i >> 2)) % 5]
      assert.ok(writer)
      await aBemoaning(writer, body, i % 2 ? ['java'] : ['dns'])
      bodies.unshift(body)
    }
    await server.send('PUT', '/api/v1/me/tags/java', { token: me.token, json: { choice: 'follow' } })
    for (const { handle } of writers) {
      const put = await server.send('PUT', `/api/v1/me/follows/users/${handle}`, { token: me.token })
      assert.deepEqual(await json(put), { following: true })
    }
    const found: string[] = []
    for (let after = ''; ; ) {
      const { items, next } = await json<{ items: { body: string }[]; next: string | null }>(
        await server.send('GET', `/api/v1/me/following?limit=3${after && `&after=${after}`}`, {
          token: me.token,
        }),
      )
      found.push(...items.map(({ body }) => body))
      if (next === null || found.length > 100) break
      after = encodeURIComponent(next)
    }
    assert.deepEqual(found.slice(0, 24), bodies)
    assert.equal(new Set(found).size, found.length)
    const choices = await json<{ people: string[] }>(
      await server.send('GET', '/api/v1/me/choices', { token: me.token }),
    )
    assert.deepEqual(choices.people, writers.map(({ handle }) => handle).sort())
  })

  test('nobody learns who follows them, and the number is bounded, also by two tabs at once', async () => {
    const [me, writer] = [await aMember(), await aMember()]
    const before = await read(`/u/${writer.handle}`, writer)
    assert.equal((await follow(me, writer.handle)).status, 303)
    assert.equal(await read(`/u/${writer.handle}`, writer), before)
    assert.equal((await follow(me, me.handle)).status, 403)
    assert.equal((await follow(me, 'nobody-at-all')).status, 404)
    assert.equal((await server.send('POST', `/u/${writer.handle}/follow`, { form: { on: '1' } })).status, 401)
    const foreign = await server.send('POST', `/u/${writer.handle}/follow`, {
      cookies: me.cookies,
      headers: { Origin: 'https://evil.example' },
      form: { on: '1' },
    })
    assert.equal(foreign.status, 403)
    for (let i = 0; i < mostFollowed - 2; i += 1) {
      const one = await aUser()
      await db().execute(sql`insert into user_follows (user_id, followed_id) values (${me.id}, ${one.id})`)
    }
    const last = await Promise.all(Array.from({ length: 6 }, () => aUser()))
    const sent = await Promise.all(last.map(({ handle }) => follow(me, handle)))
    assert.deepEqual(sent.map(({ status }) => status).sort(), [303, 409, 409, 409, 409, 409])
    await problem(
      await server.send('PUT', `/api/v1/me/follows/users/${(await aUser()).handle}`, { token: me.token }),
      409,
      'one too many',
    )
  })

  test('a profile says when its person joined, shows remedies first, and is never empty', async () => {
    const [me, author, reader] = [await aMember(), await aMember(), await aMember()]
    const own = await read(`/u/${me.handle}`, me)
    assert.match(own, /Your bemoanings and comments appear here, except the anonymous ones\./)
    const seen = await read(`/u/${me.handle}`, reader)
    assert.match(
      seen,
      new RegExp(`${me.handle} joined 2 days ago, and their bemoanings and comments will appear here\\.`),
    )
    assert.match(seen, /joined <time dateTime="[^"]+"/i)
    const about = await aBemoaning(author)
    await aBemoaning(me)
    const said = await comment(me, about, { body: 'Switch it *off*.' })
    assert.ok(said.ok && (await markRemedy(author, said.value.id, true)).ok)
    const page = await read(`/u/${me.handle}`, reader)
    assert.ok(page.indexOf('Switch it <em>off</em>') < page.indexOf('class="entries"'))
    assert.match(page, /<nav[^>]*class="parts"[^>]*><a[^>]*>1 remedy<\/a>/)
  })

  test('a profile counts the accepted fixes: not those of one’s own, nor open and declined ones', async () => {
    const [me, author] = [await aMember(), await aMember()]
    const fixes = async () =>
      / fix(?:es)? accepted/.exec(await read(`/u/${me.handle}?x=${Math.random()}`, author))
    const propose = async (id: number) => {
      assert.ok((await proposeFix(me, id, { note: 'Turn it off.' })).ok)
      const { rows } = await db().execute<{ id: number }>(
        sql`select id from fix_proposals where bemoaning_id = ${id} order by id desc`,
      )
      return rows[0]?.id ?? 0
    }
    await propose(await aBemoaning(me))
    const secret = await bemoan(me, { body: aText(), tags: ['ci'], anonymous: true })
    assert.ok(secret.ok)
    await propose(secret.value.id)
    const [first, second, third] = [
      await aBemoaning(author),
      await aBemoaning(author),
      await aBemoaning(author),
    ]
    const one = await propose(first)
    assert.equal(await fixes(), null, 'it would tell who wrote an anonymous one')
    assert.ok((await confirmFix(author, one)).ok)
    assert.match(await read(`/u/${me.handle}`, author), /, 1 fix accepted</)
    assert.ok((await confirmFix(author, await propose(second))).ok)
    await propose(third)
    assert.match(await read(`/u/${me.handle}?x=2`, author), /, 2 fixes accepted</)
    const shown = await json<{ fixes: number }>(await server.send('GET', `/api/v1/users/${me.handle}`))
    assert.equal(shown.fixes, 2)
  })

  test('a mention of an earlier handle leads to its person, one of a deleted account to a page that says so', async () => {
    const [author, reader] = [await aMember(), await aMember()]
    const [renamed, left] = [await aMember({ ageDays: 90 }), await aMember()]
    const id = await aBemoaning(author)
    const body = `Ask @${renamed.handle} or @${left.handle}.`
    assert.ok((await comment(author, id, { body })).ok)
    const now = `was-${renamed.handle}`.slice(0, 20)
    assert.ok((await rename(renamed, now)).ok)
    const gone = await server.send('DELETE', '/api/v1/me', { token: left.token, json: { mode: 'erase' } })
    assert.equal(gone.status, 204)
    const { headers } = await server.send('GET', `/b/${id}`)
    const thread = await read(headers.get('location') ?? '')
    for (const { handle } of [renamed, left]) assert.ok(thread.includes(`href="/u/${handle}"`), handle)
    const moved = await server.send('GET', `/u/${renamed.handle}`)
    assert.deepEqual([moved.status, moved.headers.get('location')], [301, `/u/${now}`])
    for (const cookies of [{}, reader.cookies]) {
      const page = await server.send('GET', `/u/${left.handle}`, { cookies })
      const html = plain(await page.text())
      assert.equal(page.status, 410)
      assert.match(html, /Nobody has this handle\./)
      assert.match(
        html,
        new RegExp(`The account ${left.handle}, or one whose handle looks like it, was deleted\\.`),
      )
      assert.match(html, /<title>Nobody has this handle/)
    }
    // Feed readers give up at 410, and come back for ever after 404.
    for (const path of [
      `/api/v1/users/${left.handle}`,
      `/api/v1/bemoanings?author=${left.handle}`,
      ...['atom', 'rss', 'json', 'txt'].map((format) => `/u/${left.handle}.${format}`),
    ])
      assert.equal((await server.send('GET', path)).status, 410, path)
    for (const path of ['/api/v1/users/nobody-was-here', '/u/nobody-was-here.atom'])
      assert.equal((await server.send('GET', path)).status, 404, path)
    for (const handle of ['nobody-was-ever-here', 'x', 'A'.repeat(30)])
      assert.equal((await server.send('GET', `/u/${handle}`)).status, 404, handle)
    const { rows } = await db().execute<{ kept: string }>(
      sql`select to_jsonb(r)::text as kept from retired_handles r`,
    )
    assert.ok(rows.length > 0 && rows.every(({ kept }) => !kept.includes(left.handle)), 'only a hash is kept')
  })
})
