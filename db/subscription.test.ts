import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { databaseReady, ownDatabase } from '@/tests/database'
import { Line } from '@/tests/http/line'
import { pool } from '.'
import { Subscription } from './subscription'

ownDatabase()
const pace = { beat: 100, answer: 200, connect: 500, pause: 50 }
const line = new Line()
const heard: string[] = []
const changes: boolean[] = []
let subscription: Subscription

const listening = async (): Promise<number[]> => {
  const { rows } = await pool().query<{ pid: number }>(
    "select pid from pg_stat_activity where datname = current_database() and application_name = 'ibtsocs-listen'",
  )
  return rows.map(({ pid }) => pid)
}

/** Waits until something is so. @returns milliseconds */
async function until(isSo: () => boolean | Promise<boolean>): Promise<number> {
  const began = performance.now()
  while (!(await isSo())) {
    assert.ok(performance.now() - began < 5_000, 'it takes too long')
    await sleep(10)
  }
  return performance.now() - began
}
const tell = (word: string) => pool().query('select pg_notify($1, $2)', ['words', word])

before(async () => {
  await databaseReady()
  await line.open()
  subscription = new Subscription({
    url: line.url,
    channel: 'words',
    hear: (word) => heard.push(word),
    deaf: (isDeaf) => changes.push(isDeaf),
    pace,
  })
  await until(() => !subscription.isDeaf)
})
after(async () => {
  await subscription?.end()
  await line.cut()
  line.remove()
})

test('a connection that is ended is made anew, once', async () => {
  for (let round = 1; round <= 5; round += 1) {
    const [pid] = await listening()
    await pool().query('select pg_terminate_backend($1)', [pid])
    await until(async () => (await listening()).some((other) => other !== pid) && !subscription.isDeaf)
    await tell(`round ${round}`)
    await until(() => heard.includes(`round ${round}`))
  }
  // Two timers for each loss would have left 32 connections.
  await sleep(300)
  assert.equal((await listening()).length, 1)
  assert.equal(subscription.connections, 6)
  assert.deepEqual(changes.slice(0, 3), [false, true, false])
})

test('a connection that forwards nothing is found and replaced', async () => {
  line.stall()
  const took = await until(() => subscription.isDeaf)
  assert.ok(took <= pace.beat + pace.answer + 200, `found after ${took} ms`)
  await until(() => !subscription.isDeaf)
  await tell('after the stall')
  await until(() => heard.includes('after the stall'))
})

test('a database that is frozen, then back: heard again, by one connection', async () => {
  line.freeze()
  await until(() => subscription.isDeaf)
  await sleep(1_200)
  line.thaw()
  await until(() => !subscription.isDeaf)
  await tell('thawed')
  await until(() => heard.includes('thawed'))
  await line.cut()
  await sleep(300)
  assert.equal(subscription.isDeaf, true)
  await line.open()
  await until(() => !subscription.isDeaf)
  await until(async () => (await listening()).length === 1)
})
