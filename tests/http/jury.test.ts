import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'drizzle-orm'
import { db } from '@/db'
import { setSetting } from '@/lib/setting'
import { allSay, aPending, manyUsers, nothingWaits, statusOf } from '../jury'
import { ownServer } from '../server'
import { foreign } from './attack'
import { aMember, json, type Member, problem, snapshot } from './helpers'

const server = ownServer({ SERVER_TIMING: '1' })

const yes = { verdict: 'publish' }
const no = { verdict: 'reject', reason: 'advertisement' }
const post = (by: Member, path: string, body?: unknown) =>
  server.send('POST', `/api/v1${path}`, { token: by.token, ...(body === undefined ? {} : { json: body }) })
const page = (by: Member, path: string) => server.send('GET', path, { cookies: by.cookies })
const next = async (by: Member) => {
  const answer = await server.send('GET', '/api/v1/jury/next', { token: by.token })
  return answer.status === 204 ? null : json<Record<string, unknown>>(answer)
}

/** Seven verdicts; the caller gives the eighth and last. */
async function sevenSaid(id: number, reason: 'copied' | null = null): Promise<void> {
  await allSay(await manyUsers(7), id, reason)
}

test('the API hands out one, without author and tally, and gives both after the verdict', async () => {
  await setSetting('rate-limits', 'off')
  await nothingWaits()
  const [author, juror] = [await aMember(), await aMember()]
  assert.equal(await next(juror), null)
  const id = await aPending(author)
  await sevenSaid(id)
  const item = await next(juror)
  assert.deepEqual(Object.keys(item ?? {}).sort(), ['body', 'id', 'tags', 'version'])
  assert.equal(item?.id, id)
  assert.equal(await next(author), null, 'never one’s own')
  const answer = await post(juror, `/jury/${id}`, yes)
  assert.equal(answer.status, 200)
  assert.deepEqual(await json(answer), {
    id,
    verdict: 'publish',
    author: author.handle,
    tally: { publish: 8, reject: 0 },
    outcome: 'publish',
    known: false,
  })
  assert.equal(await statusOf(id), 'published')
  const shown = await json<{ status?: string }>(
    await server.send('GET', `/api/v1/bemoanings/${id}`, { token: author.token }),
  )
  assert.equal(shown.status, 'published')
})

test('bad input gets its status, and nothing is written', async () => {
  const [author, juror, young] = [await aMember(), await aMember(), await aMember({ ageDays: 0.5 })]
  const id = await aPending(author)
  const known = await snapshot()
  for (const body of [
    {},
    null,
    [],
    { verdict: 'maybe' },
    { verdict: null },
    { verdict: ['publish'] },
    { verdict: 'reject' },
    { verdict: 'reject', reason: 'because' },
    { verdict: 'reject', reason: '__proto__' },
    { verdict: 'publish', reason: 'person' },
    { ...yes, weight: 3 },
    { ...yes, juror: 1 },
    { ...no, note: 'x'.repeat(301) },
    { ...no, note: 'a\0b' },
    { ...yes, version: '1' },
  ])
    await problem(await post(juror, `/jury/${id}`, body), 422, JSON.stringify(body))
  for (const bad of ['0', '-1', '1.5', '1;drop', '9223372036854775808', '%00', 'x'])
    assert.ok([400, 404].includes((await post(juror, `/jury/${bad}`, yes)).status), bad)
  await problem(await post(juror, '/jury/999999999', yes), 404, 'unknown')
  await problem(await post(author, `/jury/${id}`, yes), 404, 'own')
  await problem(await post(young, `/jury/${id}`, yes), 403, 'young')
  await problem(await server.send('GET', '/api/v1/jury/next', { token: young.token }), 403, 'young')
  await problem(await server.send('GET', '/api/v1/jury/next'), 401, 'signed out')
  await problem(await server.send('POST', `/api/v1/jury/${id}`, { json: yes }), 401, 'signed out')
  await problem(await server.send('GET', `/api/v1/jury/${id}`, { token: juror.token }), 405, 'GET')
  await problem(await post(juror, `/bemoanings/${id}/appeal`), 404, 'not one’s own')
  await problem(await post(author, `/bemoanings/${id}/appeal`), 409, 'nobody rejected it')
  await problem(await server.send('DELETE', '/api/v1/jury/last', { token: juror.token }), 404, 'none yet')
  assert.deepEqual(await snapshot(), { ...known, api_tokens: (await snapshot()).api_tokens })
  assert.equal((await post(juror, `/jury/${id}`, yes)).status, 200)
  await problem(await post(juror, `/jury/${id}`, no), 409, 'twice')
  const { rows } = await db().execute<{ id: number }>(
    sql`select id from bemoaning_ranks where status = 'published' limit 1`,
  )
  if (rows[0]) await problem(await post(juror, `/jury/${rows[0].id}`, yes), 404, 'it does not wait')
})

test('over the API: skip, undo, reject, appeal', async () => {
  await nothingWaits()
  const [author, juror] = [await aMember(), await aMember()]
  const id = await aPending(author)
  assert.equal((await post(juror, `/jury/${id}/skip`)).status, 204)
  assert.equal(await next(juror), null)
  assert.equal((await post(juror, `/jury/${id}`, no)).status, 200)
  const undone = await server.send('DELETE', '/api/v1/jury/last', { token: juror.token })
  assert.deepEqual(await json(undone), { id })
  await sevenSaid(id, 'copied')
  const last = await json<{ outcome: string }>(await post(juror, `/jury/${id}`, no))
  assert.equal(last.outcome, 'reject')
  assert.equal((await post(author, `/bemoanings/${id}/appeal`)).status, 202)
  await problem(await post(author, `/bemoanings/${id}/appeal`), 409, 'once')
  await problem(await post(juror, `/jury/${id}`, yes), 409, 'others judge it now')
})

test('the page hides author and tally until the verdict, and reading it changes nothing', async () => {
  await nothingWaits()
  const [author, juror] = [await aMember(), await aMember()]
  const id = await aPending(author)
  await allSay(await manyUsers(3), id, 'nonsense')
  const before = await snapshot()
  const shown = await page(juror, '/jury')
  assert.match(shown.headers.get('cache-control') ?? '', /no-store/)
  assert.match(shown.headers.get('content-security-policy') ?? '', /'nonce-/)
  const cost = Number(/sql;desc="(\d+)"/.exec(shown.headers.get('server-timing') ?? '')?.[1])
  assert.ok(cost >= 2 && cost <= 6, `${cost} statements`)
  const text = await shown.text()
  assert.ok(text.includes(`#${id}`))
  assert.ok(!text.includes(author.handle) && !/would not|3 jurors|nonsense":/.test(text))
  for (const path of [paths(id), `${paths(id)}/skip`, '/jury/undo']) await page(juror, path)
  assert.deepEqual(await snapshot(), before, 'GET changes nothing')
  const sent = await server.send('POST', `/jury/${id}`, {
    cookies: juror.cookies,
    form: { ...no, note: 'See their other one.', version: '1' },
  })
  assert.deepEqual([sent.status, sent.headers.get('location')], [303, '/jury'])
  const after = await (await page(juror, '/jury')).text()
  assert.ok(after.includes(author.handle) && after.includes('Nothing is waiting.'))
  assert.match(after.replaceAll('<!-- -->', ''), /0 would publish it, 4 would not/)
})

const paths = (id: number) => `/jury/${id}`

test('an anonymous author stays unnamed, for jurors too', async () => {
  await nothingWaits()
  const [author, juror] = [await aMember(), await aMember()]
  const id = await aPending(author, { anonymous: true })
  const answer = await json<{ author: unknown }>(await post(juror, `/jury/${id}`, yes))
  assert.equal(answer.author, null)
  const text = await (await page(juror, '/jury')).text()
  assert.ok(!text.includes(author.handle))
})

test('pending and known texts are in no list, feed, search, sitemap or notice', async () => {
  const [author, other] = [await aMember(), await aMember()]
  const id = await aPending(author)
  const { rows } = await db().execute<{ body: string; number: number | null }>(
    sql`select body, null::bigint as number from bemoanings where id = ${id} union all select body, number from jury_known where number is not null`,
  )
  assert.ok(rows.length > 1)
  for (const path of [
    '/new',
    '/new.json?limit=100',
    '/new.atom',
    '/new.txt',
    '/hot.rss',
    '/t/ci',
    `/u/${author.handle}`,
    `/u/${author.handle}.json`,
    '/search?q=machine+number',
    '/sitemap.xml',
    '/fortune',
    '/random.txt',
    '/unfixed.json',
    '/api/v1/bemoanings?limit=100',
    '/api/v1/bemoanings/similar?body=Nothing+about+this+machine+is+right',
    '/api/v1/me/notices',
    '/inbox',
    '/log',
    '/state.json',
    `/b/${id}.json`,
    `/b/${id}.txt`,
    `/b/${id}.atom`,
    `/b/${id}/picture.png`,
  ]) {
    const text = await (await page(other, path)).text()
    for (const { body } of rows) assert.ok(!text.includes(body.slice(0, 60)), `${path}: ${body}`)
  }
  const same = await Promise.all(
    [id, rows.find(({ number }) => number)?.number, 999_999].map(async (number) => {
      const answer = await page(other, `/b/${number}`)
      return [
        answer.status,
        (await answer.text()).replaceAll(String(number), 'N').replace(/nonce="[^"]*"/g, '').length,
      ]
    }),
  )
  assert.deepEqual(same[0], same[1], 'a known one looks like one that waits')
  assert.equal(same[0]?.[0], 404)
  for (const [verb, path] of [
    ['PUT', 'vote'],
    ['PUT', 'saved'],
    ['POST', 'comments'],
  ] as const) {
    const body = path === 'vote' ? { kind: 'bemoan' } : { body: 'A comment.' }
    const answer = await server.send(verb, `/api/v1/bemoanings/${id}/${path}`, {
      token: other.token,
      json: body,
    })
    assert.equal(answer.status, 404, path)
  }
})

test('forms and calls from another site are refused', async () => {
  const [author, juror] = [await aMember(), await aMember()]
  const id = await aPending(author)
  const before = await snapshot()
  for (const [what, headers] of foreign.filter(([, { Host }]) => !Host))
    for (const path of [
      `/jury/${id}`,
      `/jury/${id}/skip`,
      '/jury/undo',
      `/b/${id}/appeal`,
      `/api/v1/jury/${id}`,
    ]) {
      const api = path.startsWith('/api')
      const answer = await fetch(server.origin + path, {
        method: 'POST',
        redirect: 'manual',
        headers: {
          ...Object.fromEntries(
            Object.entries(headers).map(([name, value]) => [name, value.replace('SELF', server.origin)]),
          ),
          Cookie: `session=${juror.cookies.session}`,
          'Content-Type': api ? 'application/json' : 'application/x-www-form-urlencoded',
        },
        body: api ? JSON.stringify(yes) : 'verdict=publish',
      })
      assert.equal(answer.status, 403, `${path}, ${what}`)
    }
  assert.deepEqual(await snapshot(), before)
})

test('a form without a reason comes back open, a late one says so', async () => {
  await nothingWaits()
  const [author, juror] = [await aMember(), await aMember()]
  const id = await aPending(author)
  const bare = await server.send('POST', `/jury/${id}`, {
    cookies: juror.cookies,
    form: { verdict: 'reject', note: 'I typed this.' },
  })
  assert.equal(bare.status, 422)
  const text = await bare.text()
  assert.match(text, /Choose a reason to reject it/)
  assert.match(text, /I typed this\./)
  assert.match(text, /<details[^>]*jury-reject[^>]*open/)
  await allSay(await manyUsers(8), id)
  const late = await server.send('POST', `/jury/${id}`, {
    cookies: juror.cookies,
    form: { verdict: 'publish' },
  })
  assert.equal(late.status, 409)
  assert.match(await late.text(), /decided while you read it/)
})

test('only the author sees its progress; a new or signed-out juror is told why not', async () => {
  const [author, other, young] = [await aMember(), await aMember(), await aMember({ ageDays: 0.5 })]
  const id = await aPending(author)
  await allSay(await manyUsers(2), id)
  const own = await (await page(author, `/b/${id}`)).text()
  assert.match(
    own.replaceAll('<!-- -->', ''),
    /2 jurors have judged it so far; we need 8 verdicts, or a moderator’s/,
  )
  assert.equal((await page(other, `/b/${id}`)).status, 404)
  const early = await page(young, '/jury')
  assert.equal(early.status, 403)
  assert.match(await early.text(), /You can join the jury when your account is a day old, in/)
  assert.equal((await server.send('GET', '/jury')).status, 401)
})
