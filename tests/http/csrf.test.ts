import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { registered } from '@/api'
import { comment } from '@/lib/comment'
import { aBemoaning } from '../makers'
import { ownServer } from '../server'
import { foreign, formInputs } from './attack'
import { aMember, aText, each, inParallel, json, limits, type Member, problem, snapshot } from './helpers'

describe('requests from other sites', () => {
  const server = ownServer()
  let me: Member
  let id: number
  let commentId: number
  before(async () => {
    me = await aMember({ role: 'moderator' })
    id = await aBemoaning(me)
    const made = await comment(me, id, { body: 'A comment.' })
    assert.ok(made.ok)
    commentId = made.value.id
    await limits(server, 'off')
  })
  const send = (
    method: string,
    path: string,
    headers: Record<string, string>,
    type: string,
    body: string,
    cookie: string,
  ) =>
    fetch(server.origin + path, {
      method,
      redirect: 'manual',
      body: method === 'DELETE' ? null : body,
      headers: {
        'Content-Type': type,
        Cookie: cookie,
        ...Object.fromEntries(
          Object.entries(headers).map(([name, value]) => [name, value.replace('SELF', server.origin)]),
        ),
      },
    })
  const own = () => `session=${me.cookies.session}`

  const inputFor = (path: string) =>
    formInputs[path] ?? formInputs[path.split('/').at(-1) ?? ''] ?? formInputs[path.split('/')[1] ?? ''] ?? {}

  test('forms are accepted only from this site', async () => {
    const paths = registered()
      .filter(({ kind, method }) => kind === 'form' && method === 'POST')
      .map(({ path }) =>
        path
          .replace(/:slug\{.*?\}+/, 'randomart')
          .replace(/:tag\{.*?\}+/, 'ci')
          .replace(/:handle\{.*?\}+/, me.handle)
          .replace(/:id\{.*?\}+/, path.startsWith('/c/') ? String(commentId) : String(id)),
      )
      // Mail programs unsubscribe from another origin (RFC 8058); the token in the address authorises it.
      .filter((path) => path !== '/unsubscribe')
    assert.ok(paths.length >= 70, `${paths.length} forms`)
    assert.ok(
      paths.every((path) => !/[:{}]/.test(path)),
      paths.join(' '),
    )
    const before = await snapshot()
    const attempts = [
      ...paths,
      '/signin/oauth',
      '/',
      '/new',
      '/api/auth/signout',
      '/api/auth/signin/github',
    ].flatMap((path) => foreign.map(([what, headers]) => [path, what, headers] as const))
    const wrong = await inParallel(attempts, 8, async ([path, what, headers]) => {
      const body = new URLSearchParams({ ...inputFor(path), back: '/' }).toString()
      const answer = await send('POST', path, headers, 'application/x-www-form-urlencoded', body, own())
      await answer.arrayBuffer()
      return answer.status === 403 && answer.headers.getSetCookie().length === 0
        ? []
        : [`${path}, ${what}: ${answer.status}`]
    })
    assert.deepEqual(wrong.flat(), [])
    assert.deepEqual(await snapshot(), before, 'nothing has changed')
  })

  test('API calls that write are accepted only from this site', async () => {
    const { paths } = await json<{ paths: Record<string, Record<string, unknown>> }>(
      await server.send('GET', '/api/v1/openapi.json'),
    )
    const writes = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods)
        .filter((method) => method !== 'get')
        .map((method) => [method.toUpperCase(), path.startsWith('/api/') ? path : `/api/v1${path}`] as const),
    )
    assert.ok(writes.length >= 12, `${writes.length} calls`)
    const before = await snapshot()
    const attempts = writes.flatMap(([method, path]) =>
      foreign.map(([what, headers]) => [method, path, what, headers] as const),
    )
    const wrong = await inParallel(attempts, 8, async ([method, template, what, headers]) => {
      const path = template.replace('{id}', String(template.includes('/comments/{') ? commentId : id))
      const body = JSON.stringify({ kind: 'bemoan', body: aText(), text: 'x', tags: ['ci'] })
      for (const cookie of [own(), 'visitor=1.x', '']) {
        const answer = await send(method, path, headers, 'application/json', body, cookie)
        if (answer.status !== 403)
          return [`${method} ${path}, ${what}, ${cookie.slice(0, 7)}: ${answer.status}`]
        await problem(answer, 403, path)
      }
      return []
    })
    assert.deepEqual(wrong.flat(), [])
    assert.deepEqual(await snapshot(), before, 'nothing has changed')
  })

  test('an invalid token does not make the server accept the cookie', async () => {
    const before = await snapshot()
    await each<[authorization: string]>(
      [['Bearer x'], ['Basic eDp5'], ['x'], ['Bearer ibt_nope']],
      async (authorization) => {
        for (const cookie of [own(), '']) {
          const headers = { Origin: 'https://evil.example', Authorization: authorization }
          const body = JSON.stringify({ kind: 'bemoan' })
          const answer = await send(
            'PUT',
            `/api/v1/bemoanings/${id}/vote`,
            headers,
            'application/json',
            body,
            cookie,
          )
          assert.equal(answer.status, 401)
          const form = await send(
            'POST',
            '/settings/tokens',
            headers,
            'application/x-www-form-urlencoded',
            'name=x',
            cookie,
          )
          assert.equal(form.status, 403)
        }
      },
    )
    assert.deepEqual(await snapshot(), before)
  })

  test('the same requests from this site are accepted', async () => {
    const before = await snapshot()
    for (const headers of [
      { Origin: 'SELF' },
      { 'Sec-Fetch-Site': 'same-origin' },
      { Referer: 'SELF/settings' },
    ] as Record<string, string>[]) {
      const form = new URLSearchParams({ name: 'mine', scopes: 'read' }).toString()
      assert.equal(
        (await send('POST', '/settings/tokens', headers, 'application/x-www-form-urlencoded', form, own()))
          .status,
        200,
      )
      assert.equal(
        (await send('PUT', `/api/v1/bemoanings/${id}/saved`, headers, 'application/json', '', own())).status,
        200,
      )
    }
    const after = await snapshot()
    assert.notEqual(after.api_tokens, before.api_tokens)
    assert.notEqual(after.saved, before.saved)
  })

  test('no response allows another site to read it (CORS)', async () => {
    for (const path of ['/api/v1/me', `/api/v1/bemoanings/${id}/vote`, '/settings', '/new.json', '/']) {
      for (const method of ['GET', 'OPTIONS']) {
        const answer = await server.send(method, path, {
          headers: { Origin: 'https://evil.example', 'Access-Control-Request-Method': 'PUT' },
          cookies: me.cookies,
        })
        assert.equal(answer.headers.get('access-control-allow-origin'), null, `${method} ${path}`)
        assert.equal(answer.headers.get('access-control-allow-credentials'), null)
      }
    }
  })
})
