import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { sql } from 'drizzle-orm'
import { db } from '@/db'
import { aBemoaning } from '../makers'
import { ownServer, type SendOptions } from '../server'
import { aMember, limits, type Member, plain, problem } from './helpers'

const server = ownServer({ SERVER_TIMING: '1' })

describe('cases', () => {
  let author: Member
  let reader: Member
  let moderator: Member
  let second: Member
  before(async () => {
    await limits(server, 'off')
    author = await aMember()
    reader = await aMember()
    moderator = await aMember({ role: 'moderator' })
    second = await aMember({ role: 'moderator' })
  })

  const report = (body: unknown, who: SendOptions = { token: reader.token }) =>
    server.send('POST', '/api/v1/reports', { ...who, json: body })
  const about = (id: number, more: Record<string, unknown> = {}) => ({
    subject: { type: 'bemoaning', id },
    reason: 'spam',
    ...more,
  })
  const post = (by: Member, path: string, form: Record<string, string | string[]>) =>
    server.send('POST', path, { cookies: by.cookies, form })
  const page = async (path: string, by?: Member): Promise<string> => {
    const got = await server.send('GET', path, by ? { cookies: by.cookies } : {})
    return plain(await got.text())
  }
  const caseOf = async (id: number): Promise<number> => {
    const { rows } = await db().execute<{ id: number }>(
      sql`select id from cases where bemoaning_id = ${id} order by id desc limit 1`,
    )
    return rows[0]?.id ?? 0
  }

  test('others learn nothing about cases, and a case costs few statements', async () => {
    const id = await aBemoaning(author)
    for (let i = 0; i < 5; i += 1) await report(about(id), {})
    const caseId = await caseOf(id)
    for (const path of ['/cases', '/cases/votes', `/cases/${caseId}`])
      for (const who of [undefined, author, reader])
        assert.equal((await server.send('GET', path, who ? { cookies: who.cookies } : {})).status, 404, path)
    for (const path of [
      '/cases',
      '/cases?status=decided',
      '/cases/votes',
      `/cases/${caseId}`,
      '/log',
      `/report?type=bemoaning&id=${id}`,
    ]) {
      const got = await server.send('GET', path, { cookies: moderator.cookies })
      assert.equal(got.status, 200, path)
      const count = Number(/sql;desc="(\d+)"/.exec(got.headers.get('server-timing') ?? '')?.[1])
      assert.ok(count >= 2 && count <= 6, `${path}: ${count} statements`)
    }
    for (const bad of ['/cases/0', '/cases/x', '/cases/999999', '/cases/1.5'])
      assert.equal((await server.send('GET', bad, { cookies: moderator.cookies })).status, 404, bad)
    assert.equal(
      (await server.send('GET', '/cases?after=forged', { cookies: moderator.cookies })).status,
      400,
    )
  })

  test('a reason is required, and each error names the missing field', async () => {
    const id = await aBemoaning(author)
    await report(about(id))
    const path = `/cases/${await caseOf(id)}/decide`
    for (const [form, status] of [
      [{ action: 'remove', reason: '' }, 422],
      [{ action: 'remove', reason: 'x' }, 422],
      [{ action: 'vanish', reason: 'A good one.' }, 422],
      [{ reason: 'A good one.' }, 422],
      [{ action: 'edit tags', reason: 'A good one.' }, 422],
      [{ action: 'edit tags', tags: ['nope'], reason: 'A good one.' }, 422],
      [{ action: 'merge', reason: 'A good one.' }, 422],
      [{ action: 'merge', into: '999999', reason: 'A good one.' }, 422],
      [{ action: 'ban', days: '0', reason: 'A good one.' }, 422],
      [{ action: 'ban', days: '366', reason: 'A good one.' }, 422],
      [{ action: 'restore', reason: 'A good one.' }, 409],
      [{ action: 'lock', reason: 'A good one.', moderator: '1' }, 422],
    ] as const) {
      const answer = await post(moderator, path, form as unknown as Record<string, string>)
      const html = plain(await answer.text())
      assert.equal(answer.status, status, JSON.stringify(form))
      if (form.reason === 'A good one.') assert.match(html, /A good one\./, 'what was typed is kept')
    }
    const done = await post(moderator, path, { action: 'lock', reason: 'It goes in circles.' })
    assert.equal(done.status, 303)
    const late = await post(second, path, { action: 'keep', reason: 'Let them talk.' })
    assert.equal(late.status, 409)
    assert.match(plain(await late.text()), new RegExp(`${moderator.handle} was faster and decided: lock`))
  })

  test('the address of a merged bemoaning redirects, in every format, until the merge is undone', async () => {
    const [from, into] = [
      await aBemoaning(author),
      await aBemoaning(reader, 'This one stays, and takes the comments along.'),
    ]
    await report(about(from, { reason: 'duplicate' }))
    const done = await post(moderator, `/cases/${await caseOf(from)}/decide`, {
      action: 'merge',
      into: `#${into}`,
      reason: 'The same.',
    })
    assert.equal(done.status, 303)
    const leads = async (path: string) => {
      const got = await server.send('GET', path)
      return `${got.status} ${(got.headers.get('location') ?? '').replace(server.origin, '')}`
    }
    assert.equal(await leads(`/b/${from}`), `301 /b/${into}/this-one-stays-and-takes-the-comments-along`)
    for (const format of ['json', 'txt', 'atom', 'rss'])
      assert.equal(await leads(`/b/${from}.${format}`), `301 /b/${into}.${format}`)
    assert.equal(await leads(`/b/${from}/picture.png`), `301 /b/${into}/picture.png`)
    assert.equal(await leads(`/api/v1/bemoanings/${from}`), `308 /api/v1/bemoanings/${into}`)
    const oembed = await server.send('GET', `/oembed?url=${encodeURIComponent(`${server.origin}/b/${from}`)}`)
    assert.equal(oembed.status, 301)
    const lost = await post(reader, `/b/${from}/comments`, { body: 'Typed while it was merged.' })
    assert.equal(lost.status, 404)
    assert.match(plain(await lost.text()), /Typed while it was merged\./)
    const { rows } = await db().execute<{ id: number }>(
      sql`select id from moderations where bemoaning_id = ${from} and action = 'merge'`,
    )
    await post(moderator, `/log/${rows[0]?.id}/undo`, {})
    assert.match(await leads(`/b/${from}`), new RegExp(`^301 /b/${from}/`))
    assert.equal((await server.send('GET', `/b/${from}.json`)).status, 200)
  })

  test('an edit shows both versions; the author is told, appeals from the 410 page, and reads the result', async () => {
    const id = await aBemoaning(author, 'Buy my course about the machines, it is the best.')
    await report(about(id))
    const changed = await server.send('PATCH', `/api/v1/bemoanings/${id}`, {
      token: author.token,
      json: { body: 'The machines are wrong and nobody has a course.' },
    })
    assert.equal(changed.status, 200)
    const caseId = await caseOf(id)
    const shown = await page(`/cases/${caseId}`, moderator)
    assert.match(shown, /nobody has a course/)
    assert.match(shown, /as it was reported[\s\S]*Buy my course/)
    await post(moderator, `/cases/${caseId}/decide`, { action: 'remove', reason: 'It was an advertisement.' })
    const gone = await server.send('GET', `/b/${id}`, { cookies: author.cookies })
    assert.equal(gone.status, 410)
    const html = plain(await gone.text())
    assert.match(html, /It was an advertisement\./)
    const action = /action="(\/appeal\/\d+)"/.exec(html)?.[1] ?? ''
    assert.ok(action)
    assert.doesNotMatch(await page(`/b/${id}`, reader), /\/appeal\//)
    assert.match(
      await page('/inbox', author),
      /A moderator removed it\.[\s\S]*It was an advertisement\.[\s\S]*Appeal/,
    )
    assert.match(await page('/inbox', reader), /Your report led to a removal/)
    assert.equal((await post(author, action, { appeal: 'short' })).status, 422)
    assert.equal((await post(author, action, { appeal: 'I edited it within a minute.' })).status, 303)
    assert.equal((await post(author, action, { appeal: 'I edited it within a minute.' })).status, 409)
    assert.match(await page(`/b/${id}`, author), /Another moderator is looking at your appeal/)
    const appealed = await caseOf(id)
    assert.notEqual(appealed, caseId)
    assert.match(await page(`/cases/${appealed}`, moderator), /Another moderator decides it/)
    const own = await post(moderator, `/cases/${appealed}/decide`, { action: 'keep', reason: 'I was right.' })
    assert.equal(own.status, 403)
    const fair = await post(second, `/cases/${appealed}/decide`, {
      action: 'restore',
      reason: 'It is harmless now.',
    })
    assert.equal(fair.status, 303)
    assert.match(await page('/inbox', author), /A moderator brought it back\.[\s\S]*It is harmless now\./)
    assert.match(await page('/log'), /restore[\s\S]*It is harmless now\./)
  })

  test('a ban ends sessions at once and responses give its reason', async () => {
    const spammer = await aMember()
    const id = await aBemoaning(spammer)
    await report(about(id))
    await post(moderator, `/cases/${await caseOf(id)}/decide`, {
      action: 'ban',
      days: '3',
      reason: 'Nothing but advertisements.',
    })
    assert.equal((await post(spammer, `/b/${id}/save`, { on: '1' })).status, 401)
    const told = await problem(
      await server.send('GET', '/api/v1/me', { token: spammer.token }),
      403,
      'banned',
    )
    assert.match(told.detail, /Nothing but advertisements\./)
  })
})
