import assert from 'node:assert/strict'
import { AsyncLocalStorage } from 'node:async_hooks'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { batch } from './batch'

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i)

test('batches concurrent calls and gives each caller its own result', async () => {
  const calls: number[] = []
  const double = batch(async (inputs: readonly number[]) => {
    calls.push(inputs.length)
    await sleep(5)
    return inputs.map((n) => 2 * n)
  })
  assert.deepEqual(
    await Promise.all(upTo(100).map(double)),
    upTo(100).map((n) => 2 * n),
  )
  assert.deepEqual(calls, [64, 36])
  assert.equal(await double(7), 14)
  assert.deepEqual(calls, [64, 36, 1], 'alone one waits for nobody')
})

test('calls made while all lanes are busy join the next batch', async () => {
  const calls: (readonly number[])[] = []
  const release: (() => void)[] = []
  const same = batch(
    async (inputs: readonly number[]) => {
      calls.push(inputs)
      await new Promise<void>((resolve) => release.push(resolve))
      return inputs
    },
    { lanes: 1 },
  )
  const first = same(1)
  await sleep(1)
  const rest = [same(2), same(3)]
  await sleep(1)
  assert.deepEqual(calls, [[1]])
  release[0]?.()
  assert.equal(await first, 1)
  await sleep(1)
  release[1]?.()
  assert.deepEqual(await Promise.all(rest), [2, 3])
  assert.deepEqual(calls, [[1], [2, 3]])
})

test('a stuck call does not block later ones', async () => {
  let free = () => {}
  const same = batch(
    async (inputs: readonly string[]) => {
      if (inputs.includes('stuck')) await new Promise<void>((resolve) => (free = resolve))
      return inputs
    },
    { lanes: 1 },
  )
  const stuck = same('stuck')
  await sleep(1)
  assert.equal(await same('later'), 'later')
  free()
  assert.equal(await stuck, 'stuck')
})

test('after a batch fails, the `alone` option retries each input on its own', async () => {
  const run = async (inputs: readonly number[]) => {
    if (inputs.includes(3)) throw new Error(`three of ${inputs.length}`)
    return inputs
  }
  const tell = (settled: PromiseSettledResult<number>[]) =>
    settled.map((one) => (one.status === 'fulfilled' ? one.value : String(one.reason)))
  const careful = batch(run, { alone: (error) => error instanceof Error })
  assert.deepEqual(tell(await Promise.allSettled([1, 2, 3, 4].map(careful))), [1, 2, 'Error: three of 1', 4])
  const plain = batch(run)
  assert.equal(
    new Set(tell(await Promise.allSettled([1, 2, 3].map(plain)))).size,
    1,
    'else all of them have failed',
  )
})

test('a batch runs outside any request context, and each caller resumes in its own', async () => {
  const storage = new AsyncLocalStorage<string>()
  const seen: unknown[] = []
  const same = batch(async (inputs: readonly string[]) => {
    seen.push(storage.getStore())
    return inputs
  })
  const ask = (name: string) =>
    storage.run(name, async () => {
      await same(name)
      return storage.getStore()
    })
  assert.deepEqual(await Promise.all([ask('a'), ask('b')]), ['a', 'b'])
  assert.deepEqual(seen, [undefined])
})
