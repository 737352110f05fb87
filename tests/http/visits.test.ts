import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { cacheTags } from '@/core/cache-tags'
import { db } from '@/db'
import { invalidateTags } from '@/db/invalidate'
import { aBemoaning } from '../makers'
import { ownServer } from '../server'
import { aMember, aUserWithPassword, type Member } from './helpers'

const server = ownServer()

const read = async (path: string, who: Member | null, headers: Record<string, string> = {}) => {
  const send = (at: string) => server.send('GET', at, { headers, ...(who ? { cookies: who.cookies } : {}) })
  const first = await send(path)
  const page = first.status === 301 ? await send(first.headers.get('location') ?? '') : first
  assert.equal(page.status, 200)
  return page.text()
}

const say = async (path: string, who: Member, body: string): Promise<number> => {
  const made = await server.send('POST', `/api/v1${path}/comments`, { token: who.token, json: { body } })
  assert.equal(made.status, 201)
  return ((await made.json()) as { id: number }).id
}

const visits = async (who: Member) =>
  (
    await db().execute<{ bemoaning: number | null; post: string | null; since: Date | null }>(
      sql`select bemoaning_id::int as bemoaning, post_slug as post, since from thread_visits where user_id = ${who.id}`,
    )
  ).rows

/** Waits for the visit that a page records after its response. */
async function recorded(who: Member, count: number): Promise<void> {
  for (let i = 0; i < 100 && (await visits(who)).length < count; i += 1) await sleep(50)
  assert.equal((await visits(who)).length, count)
}

const newOnes = (html: string): number[] =>
  [...html.matchAll(/class="comment comment-new" id="c(\d+)"/g)].map(([, id]) => Number(id))

test('comments since the last visit are marked, for their reader alone; reading again within it changes nothing', async () => {
  const [author, reader] = [await aMember(), await aMember()]
  const id = await aBemoaning(author)
  await say(`/bemoanings/${id}`, author, 'Before.')
  assert.deepEqual(newOnes(await read(`/b/${id}`, reader)), [], 'on the first visit nothing is new')
  await recorded(reader, 1)
  const later = await say(`/bemoanings/${id}`, author, 'After.')
  const own = await say(`/bemoanings/${id}`, reader, 'My own.')
  assert.deepEqual(newOnes(await read(`/b/${id}`, reader)), [], 'still the same visit')
  await db().execute(
    sql`update thread_visits set read_at = now() - interval '40 minutes' where user_id = ${reader.id}`,
  )
  await db().execute(
    sql`update comments set created_at = now() - interval '50 minutes' where bemoaning_id = ${id} and body = 'Before.'`,
  )
  // Our statement told the server nothing, as a command would.
  await invalidateTags(cacheTags.bemoaning(id))
  const html = await read(`/b/${id}`, reader)
  assert.deepEqual(newOnes(html), [later])
  assert.ok(!newOnes(html).includes(own))
  assert.match(html, new RegExp(`<a href="#c${later}">1 new</a> since your last visit`))
  // The server knows that it recorded this visit a moment ago; another node does not.
  await server.send('PUT', `/api/v1/bemoanings/${id}/visit`, { cookies: reader.cookies })
  assert.notEqual((await visits(reader))[0]?.since, null)
  assert.deepEqual(
    newOnes(await read(`/b/${id}`, reader)),
    [later],
    'reading it again does not take the marks away',
  )
  assert.deepEqual(newOnes(await read(`/b/${id}`, null)), [])
})

test('a page loaded before it is opened records nothing; its script does', async () => {
  const [author, reader] = [await aMember(), await aMember()]
  const id = await aBemoaning(author)
  const html = await read(`/b/${id}`, reader, { 'Sec-Purpose': 'prefetch;prerender' })
  assert.match(html, new RegExp(`data-visit="bemoanings/${id}/visit"`))
  await sleep(300)
  assert.deepEqual(await visits(reader), [])
  const put = await server.send('PUT', `/api/v1/bemoanings/${id}/visit`, { cookies: reader.cookies })
  assert.equal(put.status, 204)
  assert.deepEqual(await visits(reader), [{ bemoaning: id, post: null, since: null }])
  assert.doesNotMatch(await read(`/b/${id}`, reader), /data-visit/)
  const post = await server.send('PUT', '/api/v1/posts/randomart/visit', { cookies: reader.cookies })
  assert.equal(post.status, 204)
  assert.equal((await visits(reader)).length, 2)
  for (const path of ['/api/v1/posts/no-such-post/visit', '/api/v1/bemoanings/999999999/visit'])
    await server.send('PUT', path, { cookies: reader.cookies })
  assert.equal((await visits(reader)).length, 2)
})

test('handles are looked up by their first letters alone', async () => {
  await aUserWithPassword('zz_one-two', 'a sentence that nobody guesses')
  await aUserWithPassword('zzxone-three', 'a sentence that nobody guesses')
  const found = async (starts: string) => {
    const answer = await server.send('GET', `/api/v1/users?starts=${encodeURIComponent(starts)}`)
    return answer.ok
      ? ((await answer.json()) as { items: { handle: string }[] }).items.map(({ handle }) => handle)
      : answer.status
  }
  assert.deepEqual(await found('zz'), ['zz_one-two', 'zzxone-three'])
  assert.deepEqual(await found('zz_'), ['zz_one-two'], 'an underscore stands for itself')
  assert.deepEqual(await found('one'), [])
  for (const bad of ['', '%', 'A', 'a b', 'a'.repeat(21), '\\', "'"]) assert.equal(await found(bad), 400, bad)
})
