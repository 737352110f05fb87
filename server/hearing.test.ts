import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { closePool, pool } from '@/db'
import type { Invalidation } from '@/db/invalidate'
import { databaseReady, ownDatabase } from '@/tests/database'
import { Line } from '@/tests/http/line'
import { hearInvalidations, hearing } from './hearing'
import type { Site } from './site'

ownDatabase()
const [listens, makes] = [new Line(), new Line()]
let direct = ''
before(async () => {
  await databaseReady()
  await closePool()
  direct = process.env.DATABASE_URL ?? ''
})
after(async () => {
  process.env.DATABASE_URL = direct
  await closePool()
  for (const line of [listens, makes]) {
    await line.cut()
    line.remove()
  }
})

async function until(what: () => boolean): Promise<void> {
  for (let tries = 0; !what(); tries += 1) {
    assert.ok(tries < 500, 'it never happened')
    await sleep(20)
  }
}

test('after deafness pages are deleted once they can be made anew, not before', async () => {
  const url = listens.url
  await listens.open()
  process.env.DATABASE_URL = makes.url
  await makes.open()
  await pool().query('select 1')
  const dropped: Invalidation['kind'][] = []
  const site = { drop: ({ kind }: Invalidation) => void dropped.push(kind) } as Site
  const end = hearInvalidations(site, {
    url,
    channel: 'hearing_test',
    pace: { beat: 100, answer: 300, connect: 500, pause: 50 },
  })
  await until(() => !hearing().deaf)
  makes.freeze()
  listens.stall()
  await until(() => hearing().deaf)
  await until(() => !hearing().deaf)
  await sleep(500)
  assert.ok(!dropped.includes('removed'), 'nobody could make a page now')
  makes.thaw()
  await until(() => dropped.includes('removed'))
  await end()
})
