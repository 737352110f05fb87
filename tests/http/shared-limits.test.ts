import assert from 'node:assert/strict'
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { rateLimits } from '@/core/limits'
import { ownDatabase } from '../database'
import { serverOn } from '../server'

const program = ['valkey-server', 'redis-server'].find((name) => spawnSync(name, ['--version']).status === 0)
const skip = !program && 'There is no Redis here: apt-get install redis-server (or valkey-server)'

/** Returns a port that was free a moment ago. */
async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  await new Promise((resolve) => probe.close(resolve))
  return port
}

describe('limits of two nodes on one Redis', { skip }, async () => {
  const port = await freePort()
  let store: ChildProcess
  const start = async () => {
    store = spawn(program ?? '', ['--port', `${port}`, '--bind', '127.0.0.1', '--save', ''], {
      stdio: 'pipe',
    })
    for await (const line of store.stdout ?? []) if (/ready to accept connections/i.test(String(line))) break
    store.stdout?.resume()
  }
  const end = async () => {
    store.kill('SIGKILL')
    await once(store, 'exit')
  }
  before(start)
  after(end)
  ownDatabase('starter')
  const env = { REDIS_URL: `redis://127.0.0.1:${port}`, METRICS_TOKEN: 'read the metrics, all of them' }
  const nodes = [serverOn(env), serverOn(env)] as const
  const { points } = rateLimits.search

  let words = 0
  /** Sends searches to the nodes in turns, each for another word: what is fresh in a cache does not count. @returns how many were answered, and the longest time in ms */
  async function search(count: number): Promise<{ done: number; longest: number }> {
    let done = 0
    let longest = 0
    for (let n = 0; n < count; n += 1) {
      const began = performance.now()
      const node = nodes[n % 2 ? 1 : 0]
      words += 1
      const reply = await node.send('GET', `/search.json?q=kettle${words}`)
      longest = Math.max(longest, performance.now() - began)
      assert.ok([200, 429].includes(reply.status), `${reply.status}`)
      if (reply.status === 200) done += 1
    }
    return { done, longest }
  }
  /** Returns the metric of each node, such as `01`. */
  const away = async () =>
    (
      await Promise.all(
        nodes.map(async (node) => {
          const reply = await node.send('GET', '/metrics', { token: env.METRICS_TOKEN })
          return /^ibtsocs_shared_limits_away (\d)$/m.exec(await reply.text())?.[1] ?? '?'
        }),
      )
    ).join('')
  const until = async (value: string) => {
    for (let tries = 0; (await away()) !== value; tries += 1) {
      assert.ok(tries < 100, `the metrics did not become ${value}`)
      await sleep(100)
    }
  }

  test('count together, exactly', async () => {
    await until('00')
    assert.equal((await search(points + 20)).done, points)
  })

  test('count by themselves while it is frozen, and nobody waits long', async () => {
    store.kill('SIGSTOP')
    try {
      const { done, longest } = await search(points * 2 + 20)
      assert.equal(done, points * 2)
      assert.ok(longest < 2_000, `${longest} ms`)
      await until('11')
    } finally {
      store.kill('SIGCONT')
    }
  })

  test('go on when it dies, and use it again when it is back', async () => {
    await end()
    await until('11')
    const { longest } = await search(4)
    assert.ok(longest < 2_000, `${longest} ms`)
    await start()
    await until('00')
    assert.equal((await search(points + 20)).done, points)
  })
})
