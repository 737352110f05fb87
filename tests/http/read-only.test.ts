import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import pg from 'pg'
import { db } from '@/db'
import { indexWritten } from '../indexed'
import { aBemoaning } from '../makers'
import { ownServer } from '../server'
import { aMember, aText, limits, type Member, plain, problem, snapshot } from './helpers'

/** Sets whether new sessions of this file's database may write, and ends the old ones, as a failover does. */
async function writable(state: 'on' | 'off'): Promise<void> {
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL })
  await client.connect()
  await client.query('set default_transaction_read_only = off')
  const name = new URL(process.env.DATABASE_URL ?? '').pathname.slice(1)
  await client.query(
    state === 'off'
      ? `alter database ${name} set default_transaction_read_only = on`
      : `alter database ${name} reset default_transaction_read_only`,
  )
  if (state === 'off')
    await client.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}' and pid <> pg_backend_pid()`,
    )
  await client.end()
  // Waits until our own pool has noticed that its connections are closed.
  for (let left = 50; left > 0; left -= 1) {
    if (
      await db()
        .execute(sql`select 1`)
        .then(
          () => true,
          () => false,
        )
    )
      return
    await sleep(20)
  }
}

describe('the database is read-only', () => {
  const server = ownServer()
  let me: Member
  let id: number
  before(async () => {
    me = await aMember()
    id = await aBemoaning(await aMember())
    await limits(server, 'off')
  })

  test('reading goes on, a write gives the reason and keeps the text, and it ends by itself', async () => {
    await indexWritten()
    await writable('off')
    const typed = `Kept <while> nothing "can" be written. ${aText()}`
    const stored = await snapshot()
    // The first write detects it; later ones are refused before they reach the database.
    for (const [path, form] of [
      ['/submit', { body: typed, tags: 'ci' }],
      ['/submit', { body: typed, tags: 'ci' }],
      [`/b/${id}/comments`, { body: typed }],
      [`/b/${id}/vote`, { kind: 'bemoan' }],
      ['/signin', { handle: 'nobody-here', password: 'a sentence that nobody guesses' }],
    ] as [string, Record<string, string>][]) {
      const answer = await server.send('POST', path, { form, cookies: me.cookies })
      const html = plain(await answer.text())
      assert.equal(answer.status, 503, path)
      assert.ok(Number(answer.headers.get('retry-after')) > 0)
      assert.match(html, /can’t save anything right now/)
      if (form.body) assert.ok(html.includes(form.body), `${path}: the text is lost`)
      assert.ok(!html.includes('a sentence that nobody'), 'a password is never shown')
    }
    for (const [method, path, json] of [
      ['POST', '/api/v1/bemoanings', { body: typed, tags: ['ci'] }],
      ['PUT', `/api/v1/bemoanings/${id}/vote`, { kind: 'bemoan' }],
      ['DELETE', `/api/v1/bemoanings/${id}/saved`, undefined],
    ] as const) {
      const answer = await server.send(method, path, { token: me.token, json })
      assert.ok(answer.headers.has('retry-after'))
      const found = await problem(answer, 503, path)
      assert.equal(found.type, '/developers#read-only')
    }
    assert.deepEqual(await snapshot(), stored, 'nothing was written')

    for (const cookies of [{}, me.cookies] as Record<string, string>[])
      for (const path of ['/', '/new', `/u/${me.handle}`, '/search?q=machine', '/submit', '/saved']) {
        if (path === '/saved' && !cookies.session) continue
        const answer = await server.send('GET', path, { cookies, headers: { Accept: 'text/html' } })
        assert.equal(answer.status, 200, path)
        const html = await answer.text()
        if (path !== '/' && path !== '/new') assert.match(html, /can’t save anything right now/, path)
      }
    const preview = await server.send('POST', '/api/v1/preview', { json: { text: '*Yes.*' } })
    assert.equal(preview.status, 200, 'what writes nothing goes on')
    const forgotten = await server.send('POST', '/submit/forget', { form: {} })
    assert.equal(forgotten.status, 303, 'a form that only clears a cookie')
    assert.match(forgotten.headers.get('set-cookie') ?? '', /sent=; Path=\/; Max-Age=0/)
    assert.match(await (await fetch(`${server.origin}/metrics`)).text(), /^ibtsocs_read_only 1$/m)

    await writable('on')
    const deadline = Date.now() + 20_000
    for (;;) {
      const answer = await server.send('POST', '/submit', {
        form: { body: typed, tags: 'ci' },
        cookies: me.cookies,
      })
      if (answer.status === 303) break
      assert.equal(answer.status, 503)
      assert.ok(Date.now() < deadline, 'it does not end')
      await sleep(300)
    }
    // Every connection must have noticed, not only the first one.
    const many = await Promise.all(
      Array.from({ length: 20 }, () =>
        server.send('POST', `/api/v1/bemoanings/${id}/comments`, {
          token: me.token,
          json: { body: aText() },
        }),
      ),
    )
    assert.deepEqual(
      many.map(({ status }) => status),
      many.map(() => 201),
    )
    const page = await server.send('GET', `/u/${me.handle}`, { headers: { Accept: 'text/html' } })
    assert.doesNotMatch(await page.text(), /can’t save anything right now/)
  })
})
