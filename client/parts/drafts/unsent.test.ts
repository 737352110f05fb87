import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { isFile, isForEver, isKept } from '../offline/kept-pages'
import { sharedBy } from '../ui/share'
import { dropUnsent, keepUnsent, sendUnsent, type Unsent, unsent } from './unsent'

const kept = new Map<string, string>()

// Node 20 has no navigator; browsers on plain http have one without locks.
if (!('navigator' in globalThis)) Object.assign(globalThis, { navigator: {} })
Object.assign(globalThis, {
  localStorage: {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  },
})

const one = (key: string, handle = 'kettle'): Unsent => ({
  key,
  handle,
  input: { body: `A text with the key ${key}.`, tags: ['ci'] },
  refused: null,
})

beforeEach(() => kept.clear())

test('sends waiting bemoanings in order, and forgets them once sent', async () => {
  for (const key of ['a', 'b']) assert.ok(keepUnsent(one(key)))
  const tried: string[] = []
  const sent = await sendUnsent('kettle', async ({ key }) => {
    tried.push(key)
    return { state: 'sent' }
  })
  assert.deepEqual(tried, ['a', 'b'])
  assert.deepEqual(
    sent.map(({ key }) => key),
    ['a', 'b'],
  )
  assert.equal(kept.size, 0)
})

test('the first that has to wait ends the round, and keeps its key for the next', async () => {
  for (const key of ['a', 'b']) keepUnsent(one(key))
  let calls = 0
  assert.deepEqual(
    await sendUnsent('kettle', async () => {
      calls += 1
      return { state: 'waits' }
    }),
    [],
  )
  assert.equal(calls, 1)
  assert.deepEqual(
    unsent().map(({ key }) => key),
    ['a', 'b'],
  )
})

test('a refused bemoaning stays with its reason and is not sent again automatically', async () => {
  keepUnsent(one('a'))
  await sendUnsent('kettle', async () => ({ state: 'refused', why: 'Bemoaned already.' }))
  assert.equal(unsent()[0]?.refused, 'Bemoaned already.')
  await sendUnsent('kettle', async () => assert.fail('it was sent again'))
  dropUnsent('a')
  assert.equal(kept.size, 0)
})

test("never sends another user's bemoaning", async () => {
  keepUnsent(one('a', 'kettle'))
  for (const handle of ['teapot', null])
    assert.deepEqual(await sendUnsent(handle, async () => assert.fail('it was sent')), [])
  assert.equal(unsent().length, 1)
})

test('keeps lists and texts, but no private pages or pages that change by being read', () => {
  for (const path of [
    '/',
    '/new',
    '/top/week',
    '/t/ci',
    '/u/kettle',
    '/b/7/a-text',
    '/following',
    '/saved',
    '/submit',
    '/blog/x',
  ])
    assert.ok(isKept(path), path)
  for (const path of [
    '/inbox',
    '/settings',
    '/settings/leaving',
    '/cases',
    '/cases/1',
    '/jury',
    '/random',
    '/signin',
    '/search',
    '/verify',
    '/unsubscribe',
    '/api/v1/me',
  ])
    assert.ok(!isKept(path), path)
  const url = (path: string) => new URL(path, 'http://x')
  assert.ok(isForEver(url('/_next/static/x.css')) && isForEver(url('/e.js?v=1')) && !isForEver(url('/e.js')))
  assert.ok(isFile(url('/fonts/x.woff2')) && !isFile(url('/api/v1/mine')) && !isFile(url('/hot.json')))
})

test("a shared link leads to the bemoaning's page", () => {
  const { url, text, picture, embed } = sharedBy('/b/7/a-text', 'A text.', 'http://x')
  assert.equal(url, 'http://x/b/7/a-text')
  assert.equal(text, 'A text.\nIBTSOCS\nhttp://x/b/7/a-text')
  assert.equal(picture, '/b/7/picture.png')
  assert.match(embed, /^<iframe src="http:\/\/x\/embed\/b\/7"/)
})
