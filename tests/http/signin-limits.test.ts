import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { db } from '@/db'
import { ownServer } from '../server'
import { aUserWithPassword, inParallel, limits, median } from './helpers'

const right = 'a sentence that nobody guesses'
describe('signing in: how often', () => {
  const server = ownServer()
  before(async () => {
    await aUserWithPassword('grace_h', right)
    await aUserWithPassword('barbara_l', right)
    await limits(server, 'off')
  })
  const signIn = (handle: string, password: string, more: Record<string, string> = {}) =>
    server.send('POST', '/signin', { form: { handle, password, ...more } })

  test('a hundred concurrent sign-ins slow no other page', async () => {
    const time = async () => {
      const began = performance.now()
      const answer = await server.send('GET', '/new')
      await answer.text()
      assert.equal(answer.status, 200)
      return performance.now() - began
    }
    const sample = async (count: number) => {
      const times: number[] = []
      for (let n = 0; n < count; n += 1) times.push(await time())
      return times
    }
    await sample(20)
    const calm = median(await sample(30))
    let over = false
    const crowd = Promise.all(Array.from({ length: 100 }, () => signIn('grace_h', 'not that one'))).then(
      (answers) => {
        over = true
        return answers
      },
    )
    const busy: number[] = []
    while (!over) {
      busy.push(await time())
      await sleep(5)
    }
    const statuses = (await crowd).map(({ status }) => status)
    console.log(
      `# a page took ${calm.toFixed(1)} ms, ${median(busy).toFixed(1)} ms among 100 sign-ins, at most ${Math.max(...busy).toFixed(0)} ms`,
    )
    assert.ok(
      statuses.every((status) => [401, 429].includes(status)),
      `${[...new Set(statuses)]}`,
    )
    assert.ok(statuses.filter((status) => status === 401).length >= 50, 'most are answered')
    assert.ok(busy.length >= 10, `${busy.length} pages meanwhile`)
    assert.ok(median(busy) < 2_000, `${median(busy)} ms`)
    assert.ok(Math.max(...busy) < 10_000, `${Math.max(...busy)} ms`)
  })

  test('the sixth wrong password in a minute is 429, the right one too, other accounts are not', async () => {
    await limits(server, 'on')
    for (let n = 1; n <= 5; n += 1) assert.equal((await signIn('grace_h', `wrong ${n}`)).status, 401, `${n}`)
    for (const handle of ['grace_h', 'GRACE_H', ' grace_h ']) {
      const sixth = await signIn(handle, 'wrong 6')
      assert.equal(sixth.status, 429, handle)
      const wait = Number(sixth.headers.get('retry-after'))
      assert.ok(wait > 0 && wait <= 60, `${wait}`)
      assert.match(
        await sixth.text(),
        /wrong passwords a minute for one account\. It works again in \d+ second/,
      )
    }
    assert.equal((await signIn('grace_h', right)).status, 429)
    assert.equal((await signIn('barbara_l', right)).status, 303)
  })

  test('each typed name has its own count, so that a limit never reveals whose address it is', async () => {
    await db().execute(sql`delete from rate_limits`)
    await db().execute(sql`update users set email = 'barbara@example.org' where handle = 'barbara_l'`)
    for (let n = 1; n <= 5; n += 1)
      assert.equal((await signIn('barbara_l', `wrong ${n}`)).status, 401, `${n}`)
    assert.equal((await signIn('barbara_l', 'wrong 6')).status, 429)
    for (let n = 1; n <= 5; n += 1)
      assert.equal((await signIn(n % 2 ? 'Barbara@example.org' : 'barbara@example.org', 'x')).status, 401)
    assert.equal((await signIn('BARBARA@example.org', 'wrong 6')).status, 429)
  })

  test('concurrent guesses are counted like consecutive ones', async () => {
    await db().execute(sql`delete from rate_limits`)
    const answers = await inParallel(Array.from({ length: 25 }), 25, (_, n) =>
      signIn('barbara_l', `guess ${n}`),
    )
    const tried = answers.filter(({ status }) => status === 401).length
    assert.ok(tried <= 5, `${tried} guesses were checked`)
  })

  test('a handle of 254 letters is counted like any other', async () => {
    await db().execute(sql`delete from rate_limits`)
    for (const handle of ['a'.repeat(254), `${'b'.repeat(240)}@example.org`, '🙂'.repeat(100)])
      assert.equal((await signIn(handle, 'wrong')).status, 401, handle.slice(0, 5))
  })
})
