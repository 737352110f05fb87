import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { repeat } from './jobs'

test('a job continues after a failure, never runs twice at once, and ends after the current run', async (t) => {
  const said = t.mock.method(console, 'error', () => {})
  let [begun, done] = [0, 0]
  const work = async () => {
    begun += 1
    if (begun === 1) throw new Error('the database is away')
    await sleep(60)
    done += 1
  }
  const end = repeat({ name: 'a job', work, every: 10, failed: 'it failed' })
  // A busy machine needs longer.
  for (let left = 200; begun < 2 && left > 0; left -= 1) await sleep(5)
  assert.equal(said.mock.callCount(), 1)
  assert.equal(begun, 2)
  await end()
  assert.equal(done, 1)
  await sleep(40)
  assert.equal(begun, 2)
})
