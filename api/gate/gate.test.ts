import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eq } from 'drizzle-orm'
import { emptyContext, type Viewer, withContext } from '@/core/context'
import { feedCredential, ScopeError, scopeFailure } from '@/core/credential'
import { rateLimits } from '@/core/limits'
import { setReadOnly } from '@/core/read-only'
import type { RequestExtras } from '@/core/request-extras'
import { fail, ok } from '@/core/result'
import { db, users } from '@/db'
import { ownDatabase } from '@/tests/database'
import { aUser } from '@/tests/makers'
import { type Arrival, gate, type Needs, type Rules } from './gate'

ownDatabase()

const extras = (network: string, denied: RequestExtras['denied'] = null): RequestExtras => ({
  denied,
  network,
  drawn: '',
  kept: '',
  userAgent: '',
  body: new Uint8Array(),
  rerender: async () => {
    throw new Error('nothing is shown here')
  },
})

/** Sends a request through the gate. @returns the result, and the stages it reached */
async function send(
  viewer: Viewer | null,
  rules: Partial<Rules<Needs>> = {},
  more: Partial<Arrival<string>> = {},
  run: () => Promise<unknown> = async () => null,
) {
  const reached: string[] = []
  const { result, usage } = await withContext({ ...emptyContext(), viewer }, () =>
    gate(
      { path: '/x', needs: 'user', ...rules },
      {
        extras: extras('203.0.113.0/24'),
        scope: 'write',
        stake: 'form',
        insists: false,
        signedOut: () => fail('signed-out', 'Sign in.'),
        read: () => {
          reached.push('parse')
          return ok('input')
        },
        ...more,
      },
      async (_, input) => {
        reached.push('command')
        return ok([input, await run()])
      },
    ),
  )
  return { code: result.ok ? 'ok' : result.code, message: result.ok ? '' : result.message, reached, usage }
}

test('an unauthorised caller is refused before the input is read', async () => {
  const viewer = await aUser()
  assert.deepEqual((await send(null)).reached, [])
  assert.equal((await send(null)).code, 'signed-out')
  assert.equal((await send(viewer)).code, 'ok')
  const reader = { ...viewer, credential: feedCredential }
  const unfit = await send(reader)
  assert.equal(unfit.code, scopeFailure(reader, 'write')?.code)
  assert.deepEqual(unfit.reached, [])
  const denied = fail('banned', 'You are banned.')
  assert.equal((await send(null, {}, { extras: extras('n', denied) })).code, 'banned')
  assert.equal((await send(null, { needs: 'anyone' }, { extras: extras('n', denied) })).code, 'ok')
  const insisting = { extras: extras('n', denied), insists: true }
  assert.equal((await send(null, { needs: 'anyone' }, insisting)).code, 'banned')
})

test('a limit counts refused callers too, and stops them before the input is read', async () => {
  const limit = 'comment' as const
  const { points } = rateLimits[limit]
  const network = { extras: extras('198.51.100.0/24') }
  for (let sent = 0; sent < points; sent += 1)
    assert.equal((await send(null, { needs: 'user', limit }, network)).code, 'signed-out')
  const over = await send(null, { needs: 'anyone', limit }, network)
  assert.deepEqual([over.code, over.reached], ['limited', []])
  assert.equal(over.usage?.remaining, 0)
})

test('on a read-only site input is read only by commands that write nothing', async () => {
  const viewer = await aUser()
  setReadOnly('full')
  try {
    assert.deepEqual(await send(viewer).then(({ code, reached }) => [code, reached]), ['read-only', []])
    assert.equal((await send(viewer, { writesNothing: true })).code, 'ok')
  } finally {
    setReadOnly(null)
  }
})

test('input that does not parse does not reach the command', async () => {
  const viewer = await aUser()
  const refused = await send(viewer, {}, { read: () => fail('invalid', 'Too short.') })
  assert.deepEqual([refused.code, refused.reached], ['invalid', []])
})

test('a database error becomes a sentence, a missing scope a refusal; our own bugs are thrown', async () => {
  const viewer = await aUser()
  const failing = (code: string) => async () => {
    throw new Error('Failed query', { cause: Object.assign(new Error('driver'), { code }) })
  }
  assert.match((await send(viewer, {}, {}, failing('ECONNRESET'))).message, /may have been saved/)
  assert.match(
    (await send(viewer, {}, { stake: 'call' }, failing('57014'))).message,
    /We haven’t saved anything/,
  )
  assert.equal((await send(viewer, {}, {}, failing('23503'))).code, 'conflict')
  const halfway = async () => {
    await db().transaction((tx) => tx.update(users).set({ keyboard: false }).where(eq(users.id, viewer.id)))
    return failing('ECONNREFUSED')()
  }
  for (const stake of ['form', 'call'] as const)
    assert.match((await send(viewer, {}, { stake }, halfway)).message, /may have been saved/)
  const reading = async () => {
    await db().select().from(users).where(eq(users.id, viewer.id))
    return failing('ECONNREFUSED')()
  }
  assert.match((await send(viewer, {}, { stake: 'call' }, reading)).message, /We haven’t saved anything/)
  const scope = scopeFailure({ ...viewer, credential: feedCredential }, 'account')
  assert.ok(scope)
  const unfit = await send(viewer, {}, {}, async () => {
    throw new ScopeError(scope)
  })
  assert.equal(unfit.code, scope.code)
  await assert.rejects(
    send(viewer, {}, {}, async () => {
      throw new TypeError('a fault of ours')
    }),
    /a fault of ours/,
  )
})
