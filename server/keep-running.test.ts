import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Embedded } from '@/db/embedded'
import { keepRunning } from './keep-running'

const running = (pid: number): Embedded => ({
  url: '',
  pid,
  folder: '',
  adopted: false,
  stop: async () => {},
})

test('ending waits for a start in progress, and no further start follows', async (t) => {
  t.mock.method(console, 'error', () => {})
  const dead = spawnSync('true').pid
  let starts = 0
  const keeper = keepRunning(running(dead), '', async () => {
    starts += 1
    await sleep(100)
    return running(dead)
  })
  while (starts === 0) await sleep(5)
  const before = keeper.current()
  await keeper.end()
  assert.notEqual(keeper.current(), before, 'whoever stops the database stops the new one')
  await sleep(700)
  assert.equal(starts, 1)
})
