import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { eq, sql } from 'drizzle-orm'
import { emptyContext, type Viewer, withContext } from '@/core/context'
import { tokenCredential } from '@/core/credential'
import { rateLimits } from '@/core/limits'
import { authenticators, db, keyCodes, notices, securityEvents, sshKeys } from '@/db'
import { parsePublicKeyLine } from '@/keys/ssh-key'
import { databaseReady, ownDatabase } from '@/tests/database'
import { publicKeyLine } from '@/tests/key-line'
import { aUser } from '@/tests/makers'
import { banUser } from '../profile/ban'
import { identifySession, startSession } from '../session/session'
import { addKeyByCode, createKeyCode } from './key-code'

ownDatabase()
before(() => databaseReady())

let networks = 0
/** A network of its own, so that one test’s wrong codes don’t count for another. */
const aNetwork = (): string => {
  networks += 1
  return `10.${networks >> 8}.${networks & 255}.0/24`
}

function aBlob(): Buffer {
  const key = parsePublicKeyLine(publicKeyLine())
  assert.ok(key.ok)
  return key.blob
}

/** A user who is signed in. */
async function aPerson(): Promise<Viewer> {
  const user = await aUser()
  const known = await identifySession(await startSession(user.id, 'test'))
  assert.ok(known && 'viewer' in known)
  return known.viewer
}

async function aCode(viewer: Viewer): Promise<string> {
  const code = await createKeyCode(viewer)
  assert.ok(code.ok)
  return code.value
}

const add = (code: string, key = aBlob(), network = aNetwork()) =>
  withContext({ ...emptyContext(), userAgent: 'ssh' }, () => addKeyByCode(code, key, network))

const keysOf = ({ id }: Viewer) => db().select().from(sshKeys).where(eq(sshKeys.userId, id))

async function refused(code: string, what: string): Promise<void> {
  const answer = await add(code)
  assert.deepEqual(
    answer.ok ? 'added' : [answer.code, answer.message],
    ['invalid', 'That code is wrong, used or too old. Make a new one at /settings.'],
    what,
  )
}

test('a code adds one key, however it is typed, tells the owner, and is stored as a hash', async () => {
  const person = await aPerson()
  const code = await aCode(person)
  assert.match(code, /^([2-9a-z]{4}-){3}[2-9a-z]{4}$/)
  const [row] = await db().select().from(keyCodes).where(eq(keyCodes.userId, person.id))
  assert.equal(JSON.stringify(row).includes(code.replaceAll('-', '')), false)
  assert.equal(row?.codeHash.length, 32)
  const joined = await add(` ${code.toUpperCase().replaceAll('-', ' ')}`)
  assert.ok(joined.ok, joined.ok ? '' : joined.message)
  assert.deepEqual([joined.value.handle, joined.value.needsCode], [person.handle, false])
  const [key] = await keysOf(person)
  assert.equal(key?.proven, true)
  const [event] = await db().select().from(securityEvents).where(eq(securityEvents.userId, person.id))
  assert.deepEqual([event?.event, event?.detail, event?.by], ['ssh-key-added', key?.fingerprint, 'SSH'])
  assert.equal(await db().$count(notices, eq(notices.userId, person.id)), 1)
  await refused(code, 'a second time')
})

test('of many uses at once one counts', async () => {
  const person = await aPerson()
  const code = await aCode(person)
  const tries = await Promise.all(Array.from({ length: 8 }, () => add(code)))
  assert.equal(tries.filter(({ ok }) => ok).length, 1)
  assert.equal((await keysOf(person)).length, 1)
})

test('every code that doesn’t count gets the same answer', async () => {
  const person = await aPerson()
  for (const wrong of ['', 'abcd-efgh-jkmn-pqrs', 'x'.repeat(10_000), '\0', '’; drop table users'])
    await refused(wrong, wrong)
  const old = await aCode(person)
  const code = await aCode(person)
  await refused(old, 'a newer one replaced it')
  await db().update(keyCodes).set({ expiresAt: sql`now()` }).where(eq(keyCodes.userId, person.id))
  await refused(code, 'too old')

  const ends: [what: string, end: (viewer: Viewer) => Promise<unknown>][] = [
    [
      'its session has ended',
      ({ sessionId }) => db().execute(sql`delete from sessions where id = ${sessionId}::uuid`),
    ],
    [
      'its session is too old',
      ({ id }) => db().execute(sql`update sessions set expires_at = now() where user_id = ${id}`),
    ],
    ['banned', ({ handle }) => banUser(handle, new Date(Date.now() + 60_000), 'Test.')],
    [
      'banned by a statement',
      ({ id }) =>
        db().execute(
          sql`update users set banned_until = now() + interval '1 day', ban_reason = 'Test.' where id = ${id}`,
        ),
    ],
  ]
  for (const [what, end] of ends) {
    const other = await aPerson()
    const theirs = await aCode(other)
    await end(other)
    await refused(theirs, what)
    assert.deepEqual(await keysOf(other), [], what)
  }
  assert.deepEqual(await keysOf(person), [])
})

test('guessing is limited by network, with the wrong signatures; a right code costs nothing', async () => {
  const person = await aPerson()
  const network = aNetwork()
  for (let n = 0; n < 3; n += 1) assert.ok((await add(await aCode(person), aBlob(), network)).ok)
  const { points } = rateLimits['sign-in-network']
  for (let n = 0; n < points; n += 1) await add(`wrong-${n}`, aBlob(), network)
  const code = await aCode(person)
  const limited = await add(code, aBlob(), network)
  assert.equal(limited.ok ? 'added' : limited.code, 'limited', 'even the right one')
  assert.ok((await add(code)).ok, 'it is still good elsewhere')
})

test('a key that another account has stays there, unless that account never proved it; the code isn’t spent', async () => {
  const [person, other, claimer] = [await aPerson(), await aPerson(), await aPerson()]
  const key = aBlob()
  assert.ok((await add(await aCode(other), key)).ok)
  const code = await aCode(person)
  const twice = await add(code, key)
  assert.equal(twice.ok ? 'added' : twice.code, 'conflict')
  const unproven = aBlob()
  await db()
    .insert(sshKeys)
    .values({ userId: claimer.id, type: 'ssh-ed25519', blob: unproven, fingerprint: 'x' })
  assert.ok((await add(code, unproven)).ok)
  assert.equal((await keysOf(claimer)).length, 0)
  assert.equal((await keysOf(other)).length, 1)
})

test('an account has at most ten keys, and one with an app asks for its code from then on', async () => {
  const person = await aPerson()
  await db()
    .insert(authenticators)
    .values({ userId: person.id, sealed: Buffer.alloc(40), confirmedAt: new Date() })
  for (let n = 0; n < 10; n += 1) {
    const joined = await add(await aCode(person))
    assert.ok(joined.ok && joined.value.needsCode)
  }
  const eleventh = await add(await aCode(person))
  assert.equal(eleventh.ok ? 'added' : eleventh.code, 'conflict')
})

test('only a browser makes a code', async () => {
  const person = await aPerson()
  const token = { ...person, sessionId: null, credential: tokenCredential(['account'], 'test') }
  const made = await createKeyCode(token)
  assert.equal(made.ok ? 'made' : made.code, 'forbidden')
  assert.throws(() => createKeyCode({ ...token, credential: tokenCredential(['write'], 'test') }), /scope/)
})
