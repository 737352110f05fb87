import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { type BufferedResponse, respond } from '@/core/response'
import { type Filled, PageCache } from './page-cache'

const life = { fresh: 40, stale: 200 }
const page = (text: string, tags: string[] = [], more: Partial<BufferedResponse> = {}): Filled => ({
  answer: { ...respond(200, text, { 'content-type': 'text/html' }), ...more },
  tags: new Set(tags),
})
const textOf = async (entry: { body(encoding: 'identity'): Promise<Buffer> }) =>
  (await entry.body('identity')).toString()

test('a fresh page is served from memory, a stale one once more while it is refilled', async () => {
  const cache = new PageCache(1e6)
  let made = 0
  const fill = async () => {
    made += 1
    return page(`page ${made}`)
  }
  assert.equal(await textOf(await cache.get('/', life, fill)), 'page 1')
  assert.equal(await textOf(await cache.get('/', life, fill)), 'page 1')
  assert.equal(made, 1)
  await sleep(60)
  assert.equal(await textOf(await cache.get('/', life, fill)), 'page 1', 'stale, at once')
  await sleep(10)
  assert.equal(await textOf(await cache.get('/', life, fill)), 'page 2', 'made anew behind it')
  assert.equal(made, 2)
  await sleep(300)
  assert.equal(await textOf(await cache.get('/', life, fill)), 'page 3', 'too old to be served')
  assert.deepEqual(cache.counts, { hit: 2, stale: 1, miss: 2, error: 0, drop: 0 })
})

test('a hundred readers of a missing page cause one fill', async () => {
  const cache = new PageCache(1e6)
  let made = 0
  const fill = async () => {
    made += 1
    await sleep(20)
    return page('slow')
  }
  await Promise.all(Array.from({ length: 100 }, () => cache.get('/', life, fill)))
  assert.equal(made, 1)
})

test('dropping a tag deletes the pages with that tag and no others', async () => {
  const cache = new PageCache(1e6)
  for (const [key, tags] of [
    ['/a', ['bemoaning:1', 'bemoaning:2']],
    ['/b', ['bemoaning:2']],
    ['/c', ['bemoaning:3']],
  ] as const) {
    await cache.get(key, life, async () => page(key, [...tags]))
  }
  cache.drop(['bemoaning:2'])
  assert.equal(cache.peek('/a'), undefined)
  assert.equal(cache.peek('/b'), undefined)
  assert.ok(cache.peek('/c'))
})

test('a change makes pages out of date and keeps them as a last resort; a removal deletes them', async () => {
  const cache = new PageCache(1e6)
  const away = async () => page('away', [], { status: 503 })
  const html = (text: string) => page(`<main id="content"><p>${text}</p></main>`, ['bemoaning:1'])
  await cache.get('/', life, async () => html('first'))
  cache.drop(['bemoaning:1'], false)
  assert.equal(
    cache.fresh('/', life, () => 'identity'),
    null,
  )
  const old = await cache.get('/', life, away)
  assert.match(
    await textOf(old),
    /^<main id="content"><p class="notice" role="status">[^<]* on \d{4}-\d\d-\d\d at \d\d:\d\d UTC\.<\/p><p>first</,
  )
  assert.match(String(old.answer.headers['cache-status']), /^ibtsocs; hit; detail="not made anew since /)
  assert.equal(
    await textOf(await cache.get('/', life, async () => html('second'))).then((text) =>
      text.includes('second'),
    ),
    true,
  )
  assert.ok(
    cache.fresh('/', life, () => 'identity'),
    'fresh again',
  )
  cache.drop(['all'], false)
  assert.match(await textOf(await cache.get('/', life, away)), /second/)
  cache.drop(['bemoaning:1'], true)
  assert.equal(await textOf(await cache.get('/', life, away)), 'away')
  await cache.get('/', life, async () => html('third'))
  cache.drop(['all'], true)
  assert.equal(await textOf(await cache.get('/', life, away)), 'away')
})

test('a page whose fill began before a change is out of date, and a last resort', async () => {
  const cache = new PageCache(1e6)
  const changing = async () => {
    cache.drop(['bemoaning:1'], false)
    return page('before the change', ['bemoaning:1'])
  }
  assert.equal(await textOf(await cache.get('/', life, changing)), 'before the change')
  assert.equal(
    cache.fresh('/', life, () => 'identity'),
    null,
  )
  const away = async () => page('away', [], { status: 503 })
  assert.match(await textOf(await cache.get('/', life, away)), /^before the change/)
  const both = async () => {
    cache.drop(['bemoaning:1'], true)
    cache.drop(['bemoaning:1'], false)
    return page('with the removed text', ['bemoaning:1'])
  }
  await cache.get('/', life, both)
  assert.equal(await textOf(await cache.get('/', life, away)), 'away')
})

test('what is removed while it is being made anew is no last resort', async () => {
  const cache = new PageCache(1e6)
  await cache.get('/', life, async () => page('with the removed text', ['bemoaning:1']))
  cache.drop(['bemoaning:1'], false)
  const removing = async () => {
    cache.drop(['bemoaning:1'], true)
    return page('away', [], { status: 503 })
  }
  assert.equal(await textOf(await cache.get('/', life, removing)), 'away')
})

test('a page whose fill began before a drop is not kept', async () => {
  const cache = new PageCache(1e6)
  let release: () => void = () => {}
  const gate = new Promise<void>((resolve) => {
    release = resolve
  })
  const slow = cache.get('/', life, async () => {
    await gate
    return page('with the removed text', ['bemoaning:1'])
  })
  cache.drop(['bemoaning:1'])
  release()
  await slow
  assert.equal(cache.peek('/'), undefined)
  assert.equal(await textOf(await cache.get('/', life, async () => page('without'))), 'without')
})

test('a failing refill keeps the old page; responses with cookies and failures are never kept', async () => {
  const cache = new PageCache(1e6)
  await cache.get('/', { fresh: 1, stale: 0 }, async () => page('good'))
  await sleep(5)
  const broken = async () => page('broken', [], { status: 503 })
  assert.match(await textOf(await cache.get('/', { fresh: 1, stale: 0 }, broken)), /^good/)
  const throwing = async (): Promise<Filled> => {
    throw new Error('away')
  }
  assert.match(await textOf(await cache.get('/', { fresh: 1, stale: 0 }, throwing)), /^good/)
  await assert.rejects(cache.get('/other', life, throwing))
  await cache.get('/cookie', life, async () => page('x', [], { headers: { 'set-cookie': 'session=1' } }))
  assert.equal(cache.peek('/cookie'), undefined)
  await cache.get('/private', life, async () =>
    page('x', [], { headers: { 'cache-control': 'private, no-store' } }),
  )
  assert.equal(cache.peek('/private'), undefined)
})

test('memory is bounded', async () => {
  const cache = new PageCache(200_000)
  for (let i = 0; i < 100; i += 1) await cache.get(`/${i}`, life, async () => page('x'.repeat(5_000)))
  assert.ok(cache.size.bytes <= 200_000)
  assert.ok(cache.size.entries < 30)
})

test('each form decompresses to the same bytes', async () => {
  const { brotliDecompressSync, gunzipSync } = await import('node:zlib')
  const cache = new PageCache(1e6)
  const entry = await cache.get('/', life, async () => page('hello '.repeat(500)))
  assert.equal(gunzipSync(await entry.body('gzip')).toString(), 'hello '.repeat(500))
  assert.equal(brotliDecompressSync(await entry.body('br')).toString(), 'hello '.repeat(500))
})

test('a cache without memory makes a response for each request', async () => {
  const cache = new PageCache(0)
  let made = 0
  const fill = async () => {
    made += 1
    return page(`page ${made}`)
  }
  const got = await Promise.all([1, 2, 3].map(async () => textOf(await cache.get('/', life, fill))))
  assert.deepEqual(got.sort(), ['page 1', 'page 2', 'page 3'])
  assert.deepEqual([cache.counts.miss, cache.size.entries], [3, 0])
})
