import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { comment } from '@/lib/comment'
import { ownServer } from '../server'
import { ask } from './client'
import { limits } from './helpers'
import { leakScene, type Scene, tryToLeak } from './leak'

describe('the page cache', () => {
  const server = ownServer()
  let scene: Scene

  before(async () => {
    scene = await leakScene(server.origin)
    await limits(server, 'off')
  })

  /** Reads the counts of cache lookups in /metrics, by outcome. */
  async function outcomes(): Promise<Record<string, number>> {
    const { text } = await ask(server.origin, '/metrics')
    const lines = text.matchAll(/^ibtsocs_page_cache_total\{outcome="(\w+)"\} (\d+)$/gm)
    return Object.fromEntries([...lines].map(([, outcome, count]) => [outcome, Number(count)]))
  }

  test('hits, misses and drops are counted; personal pages are neither', async () => {
    const [alice] = scene.lookers
    const since = async (work: () => Promise<unknown>) => {
      const before = await outcomes()
      await work()
      const after = await outcomes()
      return Object.keys(after).filter((outcome) => after[outcome] !== before[outcome])
    }
    const look = (path: string, cookie = '') =>
      ask(server.origin, path, {
        headers: { 'User-Agent': 'Mozilla', ...(cookie ? { Cookie: cookie } : {}) },
      })
    assert.deepEqual(Object.keys(await outcomes()), ['hit', 'stale', 'miss', 'error', 'drop'])
    assert.deepEqual(await since(() => look('/rules')), ['miss'])
    assert.deepEqual(await since(() => look('/rules')), ['hit'])
    assert.deepEqual(await since(() => look('/rules?nobody=knows')), ['hit'], 'a query that no page reads')
    assert.deepEqual(await since(() => look('/rules', 'theme=dark')), ['miss'], 'another theme')
    assert.deepEqual(await since(() => look('/rules', 'density=compact')), ['miss'], 'another density')
    assert.deepEqual(await since(() => look('/rules', 'density=compact')), ['hit'])
    assert.deepEqual(await since(() => look('/rules', 'density="><script>; theme=x')), ['hit'], 'no density')
    const dense = (cookie: string) =>
      look('/rules', cookie).then(({ text }) => text.includes('data-density="compact"'))
    assert.deepEqual(await Promise.all(['', 'density=compact', 'theme=dark', 'density=roomy'].map(dense)), [
      false,
      true,
      false,
      false,
    ])
    assert.deepEqual(await since(() => look('/rules', alice?.cookies[0])), [], 'a page for somebody')
    assert.deepEqual(await since(() => look('/api/v1/bemoanings')), [], 'an answer of the API')
    const [id = 0] = scene.ids
    const dropping = await since(async () => {
      assert.ok((await comment(scene.author, id, { body: 'Dropped by this.' })).ok)
      // The tests invalidate pages in their own process: the server hears of it through the database.
      for (let tries = 0, before = await outcomes(); tries < 100; tries += 1)
        if ((await outcomes()).drop !== before.drop) return
    })
    assert.deepEqual(dropping, ['drop'])
  })

  test('the fast path of the cache responds like the slow path', async () => {
    for (const path of ['/', '/t/ci', '/new.atom', '/hot.json', `/u/${scene.author.handle}`, '/nope'])
      for (const method of ['GET', 'HEAD'])
        for (const encoding of ['identity', 'gzip', 'br']) {
          const look = async (more: Record<string, string>) => {
            const headers = { 'User-Agent': 'Mozilla', 'Accept-Encoding': encoding, ...more }
            const { status, text, headers: got } = await ask(server.origin, path, { method, headers })
            assert.match(String(got['x-request-id']), /^[0-9a-f-]{36}$/)
            const { date, 'x-request-id': _, 'last-modified': modified, ...rest } = got
            return { status, text, rest, said: [date !== undefined, modified !== undefined] }
          }
          await look({})
          // A conditional request takes the slow path.
          const [quick, long] = [await look({}), await look({ 'If-None-Match': '"another"' })]
          assert.deepEqual(quick, long, `${method} ${path} ${encoding}`)
          assert.ok(quick.text.length > 0 || method === 'HEAD')
        }
  })

  test("nobody ever gets another person's data", async () => {
    const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)
    // All 10,000: npm run bench -- leak.
    const { asked, seen, wrong } = await tryToLeak(server.origin, scene, {
      requests: 3_000,
      seed,
      until: Date.now() + 25_000,
    })
    console.log(`# ${asked} requests, seed ${seed}, pages with own votes: ${JSON.stringify(seen)}`)
    assert.deepEqual([...new Set(wrong)].slice(0, 12), [], `${wrong.length} answers are wrong (SEED=${seed})`)
    for (const name of ['alice', 'bob', 'first visitor', 'second visitor'])
      assert.ok((seen[name] ?? 0) > 0, `${name} saw their own votes`)
  })
})
