import assert from 'node:assert/strict'
import { test } from 'node:test'
import { indexWritten } from '../indexed'
import { ownServer } from '../server'
import { aMember, aText, json, type Member } from './helpers'

const server = ownServer()

type Standing = {
  state: string
  proposal: { id: number; confirmed: number } | null
  bites: { people: number; times: number }
  ending: { text: string } | null
}

async function post(by: Member, anonymous = false): Promise<number> {
  const answer = await server.send('POST', '/api/v1/bemoanings', {
    token: by.token,
    json: { body: aText(), tags: ['ci'], anonymous },
  })
  assert.equal(answer.status, 201)
  return (await json<{ id: number }>(answer)).id
}

const put = (by: Member, path: string, body?: unknown, method = 'PUT') =>
  server.send(method, `/api/v1${path}`, { token: by.token, ...(body === undefined ? {} : { json: body }) })

const url = 'https://example.org/fixed'

test('only the author sets the state, and it is shown everywhere', async () => {
  const [author, stranger] = [await aMember(), await aMember()]
  const id = await post(author)
  assert.equal((await put(stranger, `/bemoanings/${id}/state`, { state: 'fixed' })).status, 403)
  const answer = await put(author, `/bemoanings/${id}/state`, { state: 'fixed', note: 'In 2.0.' })
  assert.equal(answer.status, 200)
  assert.equal((await json<{ state: string }>(answer)).state, 'fixed')
  for (const path of [`/b/${id}.json`, '/fixed.json', `/b/${id}.txt`])
    assert.match(await (await server.send('GET', path)).text(), /fixed/, path)
  const unfixed = await json<{ items: { id: number }[] }>(await server.send('GET', '/unfixed.json?limit=100'))
  assert.ok(unfixed.items.every((item) => item.id !== id))
})

test('bad input gets its status, and nothing is written', async () => {
  const [author, other] = [await aMember(), await aMember()]
  const id = await post(author)
  const cases: [string, unknown, number][] = [
    ['/state', { state: 'gone' }, 422],
    ['/state', { state: null }, 422],
    ['/state', { state: 'fixed', by: 1 }, 422],
    ['/state', { state: 'fixed', note: 'x'.repeat(301) }, 422],
    ['/ending', { ending: '' }, 422],
    ['/ending', { ending: 'x'.repeat(301) }, 422],
    ['/ending', { ending: 'a\0bc' }, 422],
    [
      '/ending',
      { ending: 'The key was AKIAIOSFODNN7ABCDEFG with wJalrXUtnFEMIK7MDENGbPxRfiCYzzEXAMPLEKEYQ' },
      422,
    ],
  ]
  for (const [path, body, status] of cases)
    assert.equal((await put(author, `/bemoanings/${id}${path}`, body)).status, status, JSON.stringify(body))
  for (const bad of [
    'javascript:alert(1)',
    'ftp://x.org/',
    '//x.org',
    'https://a:b@x.org/',
    'x',
    5,
    `https://x.org/${'a'.repeat(600)}`,
  ])
    assert.equal((await put(other, `/bemoanings/${id}/fixes`, { url: bad }, 'POST')).status, 422, String(bad))
  for (const bad of ['9223372036854775808', '-1', '1.5', '1;drop'])
    assert.ok([400, 404].includes((await put(other, `/bemoanings/${bad}/bite`)).status), bad)
  assert.equal((await put(other, '/fixes/999999/confirmation')).status, 404)
  const standing = await json<Standing>(await server.send('GET', `/api/v1/bemoanings/${id}/standing`))
  assert.deepEqual(
    [standing.state, standing.proposal, standing.ending, standing.bites.times],
    ['broken', null, null, 0],
  )
})

test('signed-out visitors and other sites cannot change anything', async () => {
  const author = await aMember()
  const id = await post(author)
  for (const path of ['state', 'bite', 'ending', 'fixes'])
    assert.equal(
      (await server.send(path === 'fixes' ? 'POST' : 'PUT', `/api/v1/bemoanings/${id}/${path}`, { json: {} }))
        .status,
      401,
      path,
    )
  for (const path of [
    `/b/${id}/state`,
    `/b/${id}/bite`,
    `/b/${id}/ending`,
    `/b/${id}/fix`,
    '/inbox/read',
    '/fixes/1/confirm',
  ]) {
    const foreign = await server.send('POST', path, {
      cookies: author.cookies,
      headers: { Origin: 'https://evil.example' },
      form: { state: 'fixed', on: '1' },
    })
    assert.equal(foreign.status, 403, path)
  }
})

test('a proposal runs its course through the API; the inbox notifies, and is private', async () => {
  const [author, other] = [await aMember(), await aMember()]
  const id = await post(author)
  await put(other, `/bemoanings/${id}/vote`, { kind: 'bemoan' })
  assert.equal((await put(other, `/bemoanings/${id}/bite`)).status, 200)
  const made = await put(other, `/bemoanings/${id}/fixes`, { url }, 'POST')
  assert.equal(made.status, 201)
  const { proposal, bites } = await json<Standing>(made)
  assert.deepEqual([bites.people, bites.times], [2, 1])
  assert.ok(proposal)
  assert.equal((await put(author, `/fixes/${proposal.id}/confirmation`)).status, 200)
  type Inbox = { items: { kind: string; bemoaning: number; unread: boolean }[] }
  const inbox = await json<Inbox>(await server.send('GET', '/api/v1/me/notices', { token: other.token }))
  assert.deepEqual(
    inbox.items.map(({ kind, bemoaning, unread }) => [kind, bemoaning, unread]),
    [['fixed', id, true]],
  )
  assert.equal((await put(other, '/me/notices/read')).status, 204)
  const page = await server.send('GET', '/inbox', { cookies: other.cookies })
  assert.match(page.headers.get('cache-control') ?? '', /no-store/)
  assert.match(await page.text(), /Fixed within a day/)
  assert.equal((await server.send('GET', '/api/v1/me/notices')).status, 401)
})

test('an anonymous author stays unnamed in everything they say about it', async () => {
  const author = await aMember()
  const id = await post(author, true)
  await put(author, `/bemoanings/${id}/fixes`, { url, note: 'Done.' }, 'POST')
  await put(author, `/bemoanings/${id}/ending`, { ending: 'It ended quietly.' })
  for (const path of [
    `/b/${id}`,
    `/b/${id}.json`,
    `/b/${id}.txt`,
    `/b/${id}.atom`,
    `/api/v1/bemoanings/${id}/standing`,
    '/log',
    '/fixed',
  ]) {
    const first = await server.send('GET', path, { headers: { Accept: 'text/html' } })
    const moved = first.headers.get('location')
    const text = await (moved
      ? await server.send('GET', new URL(moved, server.origin).pathname)
      : first
    ).text()
    assert.ok(!text.includes(author.handle), path)
  }
})

test('a removed one reveals nothing to anyone', async () => {
  const [author, other, moderator] = [await aMember(), await aMember(), await aMember({ role: 'moderator' })]
  const id = await post(author)
  await put(other, `/bemoanings/${id}/vote`, { kind: 'bemoan' })
  await put(author, `/bemoanings/${id}/state`, { state: 'fixed' })
  const gone = await server.send('POST', `/b/${id}/moderate`, {
    cookies: moderator.cookies,
    form: { move: 'remove', reason: 'A test of it.' },
  })
  assert.equal(gone.status, 303)
  assert.equal((await server.send('GET', `/api/v1/bemoanings/${id}/standing`)).status, 404)
  assert.equal((await server.send('GET', `/why/${id}`)).status, 404)
  const inbox = await (await server.send('GET', '/api/v1/me/notices', { token: other.token })).text()
  assert.ok(!inbox.includes(`"bemoaning":${id}`))
})

test('“why” works for ranked lists only', async () => {
  const id = await post(await aMember())
  for (const list of [
    '',
    '?list=/',
    '?list=/top/week',
    '?list=/t/ci',
    '?list=/controversial',
    '?list=/self-inflicted',
  ]) {
    const page = await server.send('GET', `/why/${id}${list}`)
    assert.equal(page.status, 200, list)
    assert.match(await page.text(), /which orders? this list/)
  }
  await indexWritten()
  const found = await server.send(
    'GET',
    `/why/${id}?list=${encodeURIComponent('/search?q=machine numbered')}`,
  )
  assert.equal(found.status, 200)
  assert.match(await found.text(), /How well its words match/)
  const other = await server.send('GET', `/why/${id}?list=${encodeURIComponent('/search?q=marmalade')}`)
  assert.equal(other.status, 404)
  for (const list of [
    '/new',
    '/nonsense',
    `/search?q=${'a'.repeat(301)}`,
    '/search?q=',
    '/search?x=1',
    '//evil.example',
    'https://evil.example/',
  ])
    assert.equal((await server.send('GET', `/why/${id}?list=${encodeURIComponent(list)}`)).status, 400, list)
  for (const bad of ['0', 'x', '999999', '99999999999999999999'])
    assert.equal((await server.send('GET', `/why/${bad}`)).status, 404, bad)
})
