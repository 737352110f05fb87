import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { closePool, pool } from '@/db'
import { migrateDatabase } from '@/db/migrate'
import { plansAreNamed } from '@/db/plans'
import { Statement } from '@/db/statement'
import { takeBack } from '@/lib/bemoaning'
import { databaseReady } from '../database'
import { aBemoaning } from '../makers'
import { ownServer } from '../server'
import { Bouncer, bouncerMissing } from './bouncer'
import { aMember, aText, limits, type Member } from './helpers'

const echo = new Statement('pooler test', sql`select ${sql.placeholder('n')}::int, pg_backend_pid()`)

describe('behind PgBouncer in transaction mode', { skip: bouncerMissing }, () => {
  let bouncer: Bouncer
  let direct = ''
  before(async () => {
    await databaseReady()
    direct = process.env.DATABASE_URL ?? ''
    bouncer = await Bouncer.start(direct, 'transaction', 3)
  })
  const server = ownServer({
    get DATABASE_URL() {
      return bouncer.url
    },
    get DATABASE_DIRECT_URL() {
      return direct
    },
  })
  let me: Member
  before(async () => {
    me = await aMember()
    await limits(server, 'off')
  })
  after(async () => {
    await closePool()
    delete process.env.DATABASE_DIRECT_URL
    delete process.env.DATABASE_PREPARE
    process.env.DATABASE_URL = direct
    await bouncer?.end()
  })

  test('pages, API calls, forms and votes of many at once, over three connections', async () => {
    const ids = await Promise.all(Array.from({ length: 4 }, async () => aBemoaning(await aMember())))
    const kinds: (() => Promise<Response>)[] = [
      () => server.send('GET', '/', { cookies: me.cookies }),
      () => server.send('GET', '/api/v1/bemoanings', { token: me.token }),
      () => server.send('GET', `/api/v1/bemoanings/${ids[1]}`),
      () => server.send('GET', '/search?q=kettle'),
      () =>
        server.send('PUT', `/api/v1/bemoanings/${ids[0]}/vote`, {
          token: me.token,
          json: { kind: 'bemoan' },
        }),
      () => server.send('POST', `/b/${ids[2]}/comments`, { cookies: me.cookies, form: { body: aText() } }),
      () =>
        server.send('POST', '/api/v1/bemoanings', { token: me.token, json: { body: aText(), tags: ['ci'] } }),
    ]
    const replies = await Promise.all(Array.from({ length: 140 }, (_, n) => kinds[n % kinds.length]?.()))
    const statuses = replies.map((reply) => reply?.status ?? 0)
    assert.deepEqual([...new Set(statuses)].sort(), [200, 201, 303])
  })

  test('what another process removes is gone, and the time limits hold', async () => {
    const author = await aMember()
    const id = await aBemoaning(author)
    const path = (await server.send('GET', `/b/${id}`)).headers.get('location') ?? ''
    assert.equal((await server.send('GET', path)).status, 200)
    assert.match(await (await server.send('GET', '/metrics')).text(), /^ibtsocs_invalidations_deaf 0$/m)
    assert.ok((await takeBack(author, id)).ok)
    await sleep(200)
    assert.equal((await server.send('GET', path)).status, 410)
    const { rows } = await pool().query(
      "select count(*)::int as locks from pg_locks where locktype = 'advisory'",
    )
    assert.equal(rows[0].locks, 0)
  })

  test('named statements: without a setting none, with it their faults are healed', async () => {
    process.env.DATABASE_DIRECT_URL = direct
    process.env.DATABASE_URL = bouncer.url
    await closePool()
    const many = () => Promise.all(Array.from({ length: 40 }, (_, n) => echo.rows({ n })))
    const right = Array.from({ length: 40 }, (_, n) => String(n))
    assert.deepEqual(
      (await many()).map(([row]) => row?.[0]),
      right,
    )
    const limit = await pool().query('show statement_timeout')
    assert.equal(limit.rows[0].statement_timeout, '10s')
    const planned = () =>
      pool()
        .query("select 1 from pg_prepared_statements where name like 'pooler test %'")
        .then(({ rowCount }) => rowCount)
    assert.equal(await planned(), 0)
    process.env.DATABASE_PREPARE = '1'
    // The same name on the same few connections, from another client: PgBouncer 1.18 does not tell them apart.
    for (let round = 0; round < 4; round += 1) {
      await closePool()
      assert.deepEqual(
        (await many()).map(([row]) => row?.[0]),
        right,
      )
    }
    assert.equal(plansAreNamed(), false, 'there was a fault, so there are no more names')
  })

  test('without the direct address the site says what is missing, and holds no lock', async () => {
    delete process.env.DATABASE_DIRECT_URL
    await assert.rejects(
      migrateDatabase(bouncer.url),
      /DATABASE_URL leads to a pooler .*Set DATABASE_DIRECT_URL/,
    )
  })
})
