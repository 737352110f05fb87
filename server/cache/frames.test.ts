import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Frames } from './frames'

type Made = { tags: Set<string>; is: string }
const frames = () => new Frames<Made, Made>()
const made = (is: string, ...tags: string[]): Made => ({ is, tags: new Set(tags) })
const itself = (found: Made) => found

test('a frame is made once for all who ask meanwhile, kept, and dropped by each of its tags', async () => {
  const cache = frames()
  let count = 0
  const make = async () => {
    count += 1
    return made('page', 'a', 'b')
  }
  const [one, two] = await Promise.all([cache.make('k', make, itself), cache.make('k', make, itself)])
  assert.equal(one, two)
  assert.equal(count, 1)
  assert.equal(cache.get('k'), one)
  cache.drop(['c'])
  assert.equal(cache.get('k'), one)
  cache.drop(['b'])
  assert.equal(cache.get('k'), undefined)
  await cache.make('k', make, itself)
  cache.drop(['all'])
  assert.equal(cache.size, 0)
})

test('one whose tag is dropped while it is made is not kept, and who asks then gets another', async () => {
  const cache = frames()
  let finish = (_: Made) => {}
  const first = cache.make('k', () => new Promise<Made>((resolve) => (finish = resolve)), itself)
  cache.drop(['a'])
  const second = cache.make('k', async () => made('after', 'a'), itself)
  assert.equal((await second).is, 'after')
  finish(made('before', 'a'))
  assert.equal((await first).is, 'before')
  assert.equal(cache.get('k')?.is, 'after')
})

test('what does not fit others is not kept', async () => {
  const cache = frames()
  await cache.make(
    'k',
    async () => made('404'),
    () => null,
  )
  assert.equal(cache.size, 0)
})
