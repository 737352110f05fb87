import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { sql } from 'drizzle-orm'
import { db } from '@/db'
import { listTags } from '@/lib/tag/queries'
import { aBemoaning } from '../makers'
import { cookiesOf, ownServer, type SendOptions } from '../server'
import { aMember, json, limits, type Member, plain, problem } from './helpers'

const server = ownServer({ SERVER_TIMING: '1' })

describe('reports, cases and the log', () => {
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

  test('bad reports get their status, and nothing is written', async () => {
    const id = await aBemoaning(author)
    for (const [what, body, status] of [
      ['unknown subject', about(999_999), 404],
      ['unknown user', { ...about(1), subject: { type: 'user', id: 999_999 } }, 404],
      ['bad reason', about(id, { reason: 'boring' }), 422],
      ['no reason', { subject: { type: 'bemoaning', id } }, 422],
      ['bad type', { ...about(id), subject: { type: 'post', id } }, 422],
      ['an id as text', { ...about(id), subject: { type: 'bemoaning', id: String(id) } }, 422],
      ['id 1.5', about(1.5), 422],
      ['id -1', about(-1), 422],
      ['id 2^63', about(2 ** 63), 422],
      ['extra field', about(id, { weight: 1_000 }), 422],
      ['extra field inside', { ...about(id), subject: { type: 'bemoaning', id, voter: 1 } }, 422],
      ['long note', about(id, { note: 'x'.repeat(501) }), 422],
      ['NUL', about(id, { note: 'a\0b' }), 422],
      ['other without a note', about(id, { reason: 'other' }), 422],
    ] as const)
      await problem(await report(body), status, what)
    await problem(await report(about(id), { token: author.token }), 403, 'own')
    await problem(await report(about(id), { headers: { Origin: 'https://evil.example' } }), 403, 'foreign')
    const get = await server.send('GET', '/api/v1/reports')
    assert.equal(get.status, 405)
    assert.equal(await caseOf(id), 0)
  })

  test('a voter counts once, signed in or not; reports hide nothing', async () => {
    const id = await aBemoaning(author)
    for (let times = 0; times < 3; times += 1) assert.equal((await report(about(id))).status, 202)
    const first = await report(about(id, { reason: 'off-topic', note: 'Look.' }), {})
    assert.equal(first.status, 202)
    const cookies = cookiesOf(first)
    assert.ok(cookies.visitor)
    assert.equal((await report(about(id), { cookies })).status, 202)
    const { rows } = await db().execute(
      sql`select count(*)::int as n from reports where bemoaning_id = ${id}`,
    )
    assert.deepEqual(rows, [{ n: 2 }])
    assert.equal((await server.send('GET', `/api/v1/bemoanings/${id}`)).status, 200)
  })

  test('the form works without scripts, and comes back filled', async () => {
    const id = await aBemoaning(author)
    const bad = await server.send('POST', '/report', {
      cookies: reader.cookies,
      form: { type: 'bemoaning', id: String(id), note: 'What I typed.' },
    })
    assert.equal(bad.status, 422)
    const html = plain(await bad.text())
    assert.match(html, /What I typed\./)
    assert.match(html, /Choose a reason/)
    const good = await post(reader, '/report', { type: 'bemoaning', id: String(id), reason: 'secret' })
    assert.equal(good.status, 303)
    assert.match(await page(good.headers.get('location') ?? '', reader), /It is with the moderators now/)
    for (const path of [
      '/report',
      '/report?type=post&id=1',
      '/report?type=bemoaning&id=x',
      '/report?type=bemoaning&id=999999',
    ])
      assert.equal((await server.send('GET', path)).status, 404, path)
  })

  test('others learn nothing of cases, and a case costs few statements', async () => {
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

  test('a reason is obligatory, and each act says what it lacks', async () => {
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

  test('the log is filtered, paged and fed; undo is one click from it', async () => {
    const [one, two] = [await aBemoaning(author), await aBemoaning(author)]
    for (const [id, move] of [
      [one, 'remove'],
      [two, 'lock'],
    ] as const)
      assert.equal(
        (await post(moderator, `/b/${id}/moderate`, { move, reason: `A reason for ${id}.` })).status,
        303,
      )
    type Log = {
      items: { id: number; action: string; by: string; moderator: string | null; reason: string }[]
      next: string | null
    }
    const log = async (query = '') => json<Log>(await server.send('GET', `/api/v1/log${query}`))
    assert.ok(
      (await log(`?moderator=${moderator.handle}&action=lock`)).items.every(
        ({ action }) => action === 'lock',
      ),
    )
    assert.deepEqual((await log('?type=comment')).items, [])
    const first = await log('?limit=1')
    assert.deepEqual([first.items[0]?.reason, first.items[0]?.by], [`A reason for ${two}.`, 'moderator'])
    const next = await log(`?limit=1&after=${first.next}`)
    assert.equal(next.items[0]?.reason, `A reason for ${one}.`)
    for (const bad of [
      '?action=nope',
      '?type=nope',
      '?moderator=N O',
      '?after=forged',
      `?type=user&after=${first.next}`,
      '?x=1',
      '?action=lock&action=ban',
    ])
      assert.equal((await server.send('GET', `/api/v1/log${bad}`)).status, 400, bad)
    for (const format of ['json', 'atom', 'rss', 'txt']) {
      const got = await server.send('GET', `/log.${format}?action=lock&moderator=${moderator.handle}`)
      assert.equal(got.status, 200, format)
      const text = await got.text()
      assert.ok(text.includes(`A reason for ${two}.`) && !text.includes(`A reason for ${one}.`), format)
      assert.equal((await server.send('GET', `/log.${format}?action=nope`)).status, 400, format)
    }
    assert.ok((await page(`/log?action=remove`)).includes(`A reason for ${one}.`))
    assert.ok(!(await page('/log')).includes('/undo'))
    assert.ok((await page('/log', moderator)).includes(`/log/${first.items[0]?.id}/undo`))
    const undone = await post(second, `/log/${first.items[0]?.id}/undo`, { back: '/log' })
    assert.deepEqual([undone.status, undone.headers.get('location')], [303, '/log'])
    assert.equal((await log('?limit=1')).items[0]?.action, 'undo')
    assert.equal((await post(second, `/log/${first.items[0]?.id}/undo`, {})).status, 409)
    const seen = await server.send('GET', '/log', { headers: { 'User-Agent': 'curl/8.0', Accept: '*/*' } })
    assert.match(seen.headers.get('content-type') ?? '', /text\/plain/)
  })

  test('the address of what was merged leads on, in every format, until that is undone', async () => {
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
    assert.equal(await leads(`/b/${from}`), `308 /b/${into}/this-one-stays-and-takes-the-comments-along`)
    for (const format of ['json', 'txt', 'atom', 'rss'])
      assert.equal(await leads(`/b/${from}.${format}`), `308 /b/${into}.${format}`)
    assert.equal(await leads(`/b/${from}/picture.png`), `308 /b/${into}/picture.png`)
    assert.equal(await leads(`/api/v1/bemoanings/${from}`), `308 /api/v1/bemoanings/${into}`)
    const oembed = await server.send('GET', `/oembed?url=${encodeURIComponent(`${server.origin}/b/${from}`)}`)
    assert.equal(oembed.status, 308)
    const lost = await post(reader, `/b/${from}/comments`, { body: 'Typed while it was merged.' })
    assert.equal(lost.status, 404)
    assert.match(plain(await lost.text()), /Typed while it was merged\./)
    const { rows } = await db().execute<{ id: number }>(
      sql`select id from moderations where bemoaning_id = ${from} and action = 'merge'`,
    )
    await post(moderator, `/log/${rows[0]?.id}/undo`, {})
    assert.match(await leads(`/b/${from}`), new RegExp(`^308 /b/${from}/`))
    assert.equal((await server.send('GET', `/b/${from}.json`)).status, 200)
  })

  test('an edit shows both versions; its author is told, appeals from the 410 page, and reads what came of it', async () => {
    const [tag] = await listTags()
    assert.ok(tag)
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
    assert.match(await page('/inbox', reader), /What you reported was removed/)
    assert.equal((await post(author, action, { appeal: 'short' })).status, 422)
    assert.equal((await post(author, action, { appeal: 'I edited it within a minute.' })).status, 303)
    assert.equal((await post(author, action, { appeal: 'I edited it within a minute.' })).status, 409)
    assert.match(await page(`/b/${id}`, author), /Another moderator looks at your appeal/)
    const appealed = await caseOf(id)
    assert.notEqual(appealed, caseId)
    assert.match(await page(`/cases/${appealed}`, moderator), /another moderator decides it/)
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

  test('a ban ends sessions at once and answers with its reason', async () => {
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

  test('who wrote something anonymous is in no page of a case, and cannot be banned from it', async () => {
    const nameless = await aMember()
    const made = await server.send('POST', '/api/v1/bemoanings', {
      token: nameless.token,
      json: { body: 'My employer is wrong in a way that I cannot say.', tags: ['ci'], anonymous: true },
    })
    const { id } = await json<{ id: number }>(made)
    await report(about(id))
    const caseId = await caseOf(id)
    const ban = await post(moderator, `/cases/${caseId}/decide`, {
      action: 'ban',
      days: '3',
      reason: 'Enough of it.',
    })
    assert.equal(ban.status, 403)
    assert.ok(!(await ban.text()).includes(nameless.handle))
    await post(moderator, `/cases/${caseId}/decide`, { action: 'remove', reason: 'It says too much.' })
    for (const [path, by] of [
      [`/cases/${caseId}`, moderator],
      ['/cases?status=decided', moderator],
      ['/log', moderator],
      [`/b/${id}`, moderator],
      ['/log.json', undefined],
      ['/log.txt', undefined],
      ['/inbox', reader],
    ] as const)
      assert.ok(!(await page(path, by)).includes(nameless.handle), path)
  })
})
