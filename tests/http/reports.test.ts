import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { sql } from 'drizzle-orm'
import { db } from '@/db'
import { aBemoaning } from '../makers'
import { cookiesOf, ownServer, type SendOptions } from '../server'
import { aMember, json, limits, type Member, plain, problem } from './helpers'

const server = ownServer()

describe('reports and the log', () => {
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

  test('the form works without scripts, and comes back filled in', async () => {
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
    assert.match(await page(good.headers.get('location') ?? '', reader), /The moderators have it now/)
    for (const path of [
      '/report',
      '/report?type=post&id=1',
      '/report?type=bemoaning&id=x',
      '/report?type=bemoaning&id=999999',
    ])
      assert.equal((await server.send('GET', path)).status, 404, path)
  })

  test('the log can be filtered, paged and subscribed to; undo takes one click', async () => {
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

  test('no page of a case names an anonymous author, and they cannot be banned from it', async () => {
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

  test('reports over the hourly limit are refused with the time to retry, also without a cookie', async () => {
    const eager = await aMember()
    const id = await aBemoaning(author)
    await limits(server, 'on')
    for (const who of [{ token: eager.token }, {}]) {
      const answers: Response[] = []
      for (let i = 0; i < 21; i += 1) answers.push(await report(about(id), who))
      const last = answers.at(-1)
      assert.ok(last)
      assert.equal(answers.filter(({ status }) => status === 202).length, 20)
      assert.ok(Number(last.headers.get('retry-after')) > 0)
      await problem(last, 429, 'one too many')
    }
    await limits(server, 'off')
  })
})
