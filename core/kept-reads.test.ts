import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { emptyContext, withContext } from './context'
import { forgetReads, keptRead, readingsKept } from './kept-reads'

const filling = { ...emptyContext(), fills: true, shared: false }
let reads = 0
const read = (key: string) =>
  keptRead(key, async () => {
    reads += 1
    await sleep(5)
    return { reads }
  })

test('personal pages that are filled at once share a reading; shared pages, calls and commands read for themselves', async () => {
  reads = 0
  const all = await withContext(filling, () => Promise.all(['a', 'a', 'b', 'a'].map(read)))
  assert.equal(reads, 2)
  assert.equal(all[0], all[3])
  const others = [emptyContext(), { ...emptyContext(), fills: true }]
  await Promise.all(others.map((other) => withContext(other, () => read('a'))))
  assert.equal(reads, 4)
})

test('after a write, nobody gets what was read before it, even if that reading is still under way', async () => {
  reads = 0
  const before = withContext(filling, () => read('c'))
  forgetReads()
  const after = withContext(filling, () => read('c'))
  assert.notEqual(await before, await after)
  assert.equal(reads, 2)
})

test('a reading that failed is not kept, and one grows old', async () => {
  let tries = 0
  const fails = () =>
    withContext(filling, () =>
      keptRead('d', async () => {
        tries += 1
        throw new Error('away')
      }),
    )
  await assert.rejects(fails())
  await assert.rejects(fails())
  assert.equal(tries, 2)
  reads = 0
  await withContext(filling, () => read('e'))
  await sleep(450)
  await withContext(filling, () => read('e'))
  assert.equal(reads, 2)
  assert.equal(readingsKept(), 1, 'old readings stay in memory')
})
