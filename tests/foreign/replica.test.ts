import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { closePool } from '@/db'
import { takeBack } from '@/lib/bemoaning'
import { muteWord } from '@/lib/reader'
import { aMember, aText, limits, type Member } from '../http/helpers'
import { aBemoaning } from '../makers'
import { cookiesOf, serverOn } from '../server'
import { postgresMissing, SystemPostgres } from './postgres'

const skip = process.env.FOREIGN !== '1' ? 'npm run test:foreign runs it' : postgresMissing

describe('pages read from a real replica', { skip }, () => {
  let primary: SystemPostgres
  let replica: SystemPostgres
  let member: Member
  let cookies: Record<string, string> = {}
  before(() => {
    primary = SystemPostgres.primary()
    replica = primary.replica()
    process.env.DATABASE_URL = primary.url
    process.env.AUTH_SECRET = 'a secret of the test of replicas, long enough'
  })
  const server = serverOn({
    get DATABASE_URL() {
      return primary.url
    },
    get DATABASE_REPLICA_URL() {
      return replica.url
    },
  })
  before(async () => {
    member = await aMember()
    await limits(server, 'off')
    // A list without what somebody has muted is made for them alone.
    const muted = await muteWord(member, 'marmalade', true)
    assert.ok(muted.ok)
    cookies = { ...member.cookies }
  })
  after(async () => {
    await closePool()
    replica.remove()
    primary.remove()
  })

  async function onReplica(text: string): Promise<void> {
    const client = new pg.Client({ connectionString: replica.url })
    await client.connect()
    await client.query(text)
    await client.end()
  }
  /** Writes through the site, and keeps its cookies as a browser does. */
  async function write(): Promise<string> {
    const body = aText()
    const answer = await server.send('POST', '/api/v1/bemoanings', { cookies, json: { body, tags: ['ci'] } })
    assert.equal(answer.status, 201, await answer.text())
    cookies = { ...cookies, ...cookiesOf(answer) }
    return body
  }
  const newest = async (as = cookies): Promise<string> => {
    const answer = await server.send('GET', '/new.json', { cookies: as })
    assert.equal(answer.status, 200)
    return answer.text()
  }
  /** How often a replica was read, too far behind, or failed. */
  async function counts(): Promise<Record<string, number>> {
    const text = await (await server.send('GET', '/metrics')).text()
    return Object.fromEntries(
      [...text.matchAll(/^ibtsocs_replica_reads_total\{outcome="(\w+)"\} (\d+)$/gm)].map(([, name, n]) => [
        name,
        Number(n),
      ]),
    )
  }

  test('own writes are always there, however far behind the replica is', async () => {
    await sleep(4_500)
    let [stale, staleWithout] = [0, 0]
    for (let round = 0; round < 40; round += 1) {
      // Paused for half of the rounds, in runs of five.
      if (round % 10 === 0) await onReplica('select pg_wal_replay_pause()')
      if (round % 10 === 5) await onReplica('select pg_wal_replay_resume()')
      const body = await write()
      const { wrote: _, ...without } = cookies
      if (!(await newest(without)).includes(body)) staleWithout += 1
      if (!(await newest()).includes(body)) stale += 1
    }
    await onReplica('select pg_wal_replay_resume()')
    const { read = 0, stale: behind = 0, failed = 0 } = await counts()
    console.log(
      `replica read ${read} times, behind ${behind}, failed ${failed}; without the cookie ${staleWithout} of 40 stale`,
    )
    assert.equal(stale, 0)
    assert.ok(read > 0 && behind > 0, 'both happened')
    assert.ok(staleWithout > 0, 'without the cookie the test would find it')
    assert.equal(failed, 0)
  })

  test('what was removed elsewhere is gone, though the replica still has it', async () => {
    const author = await aMember()
    const id = await aBemoaning(author)
    await sleep(300)
    const { wrote: _, ...reader } = cookies
    assert.ok((await newest(reader)).includes(`/b/${id}`))
    await onReplica('select pg_wal_replay_pause()')
    assert.ok((await takeBack(author, id)).ok)
    await sleep(200)
    assert.ok(!(await newest(reader)).includes(`/b/${id}`))
    await onReplica('select pg_wal_replay_resume()')
  })

  test('a replica that dies, or becomes a primary of its own, costs nobody an error', async () => {
    const { wrote: _, ...reader } = cookies
    const during = async (work: () => void) => {
      const reading = Promise.all(Array.from({ length: 20 }, () => newest(reader)))
      work()
      await reading
      for (let n = 0; n < 20; n += 1) await newest(reader)
    }
    await during(() => replica.stop())
    const before = (await counts()).read ?? 0
    await during(() => replica.start())
    await sleep(1_500)
    await newest(reader)
    assert.ok(((await counts()).read ?? 0) > before, 'it is read again once it is back')
    await during(() => replica.promote())
    const body = await write()
    assert.ok((await newest()).includes(body))
  })
})
