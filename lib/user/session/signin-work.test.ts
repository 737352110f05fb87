import assert from 'node:assert/strict'
import { before, mock, test } from 'node:test'
import { eq, sql } from 'drizzle-orm'
import { untilDone } from '@/core/after-response'
import { emptyContext, withContext } from '@/core/context'
import { db, deliveries, mailTokens, users } from '@/db'
import { databaseReady, ownDatabase } from '@/tests/database'
import { withProof } from '@/tests/key-line'
import { aUser } from '@/tests/makers'
import { createChallenge } from '../credential/challenge'
import { hashesMade, hashPassword } from '../credential/password'
import { addSshKey } from '../credential/ssh'
import { checkSshSignIn } from '../credential/ssh-sign-in'
import { createUser } from '../profile/account'
import { banUser } from '../profile/ban'
import { requestEmail } from '../recovery/address'
import { requestReset } from '../recovery/password'
import { checkSignIn } from './check-sign-in'

ownDatabase()
const right = 'a sentence that nobody guesses'

/** Measures the cost of a response without the clock: passwords hashed, statements sent. */
async function work<T>(
  answering: () => Promise<T>,
): Promise<{ hashes: number; statements: number; answer: T }> {
  const context = emptyContext()
  const hashes = hashesMade()
  const answer = await withContext(context, answering)
  return { hashes: hashesMade() - hashes, statements: context.statements, answer }
}
const ofWork = ({ hashes, statements }: { hashes: number; statements: number }) => ({ hashes, statements })
const noLimits = () => db().execute(sql`delete from rate_limits`)

before(async () => {
  await databaseReady()
  const hashed = await hashPassword(right)
  assert.ok(hashed.ok)
  for (const handle of ['grace_h', 'hedy_b']) {
    const made = await createUser(handle, hashed.value)
    assert.ok(made.ok)
    await db()
      .update(users)
      .set({ email: `${handle}@example.org` })
      .where(eq(users.id, made.value.id))
  }
  assert.ok((await createUser('ada_key', null)).ok)
  assert.ok((await banUser('hedy_b', new Date(Date.now() + 86_400_000), 'was rude')).ok)
  // Warms up everything that runs once per process. Settings are read again every two seconds, so the clock is stopped.
  mock.timers.enable({ apis: ['Date'], now: Date.now() })
  await checkSignIn('warm', 'up', 'a network')
})

test('every failed sign-in costs one hash and the same number of statements', async () => {
  const costs: Record<string, unknown> = {}
  for (const name of [
    'grace_h',
    'nobody_is',
    'hedy_b',
    'ada_key',
    'grace_h@example.org',
    'nobody@example.org',
    '',
    'x'.repeat(254),
  ]) {
    await noLimits()
    const done = await work(() => checkSignIn(name, 'not the right sentence', 'a network'))
    assert.ok(!done.answer.ok && done.answer.code === 'signed-out', name)
    assert.equal(done.answer.message, 'That handle and password don’t match.', name)
    costs[name] = ofWork(done)
  }
  const usual = costs.grace_h
  assert.equal((usual as { hashes: number }).hashes, 1)
  assert.ok((usual as { statements: number }).statements >= 3, 'the statements are counted')
  for (const [name, cost] of Object.entries(costs)) assert.deepEqual(cost, usual, name)
})

test('requesting a reset costs the same before the response, for any address', async () => {
  await noLimits()
  const [known, unknown, banned] = [
    await work(() => requestReset('grace_h@example.org', 'a network')),
    await work(() => requestReset('nobody@example.org', 'a network')),
    await work(() => requestReset('hedy_b@example.org', 'a network')),
  ]
  assert.deepEqual(ofWork(known), ofWork(unknown))
  assert.deepEqual(ofWork(banned), ofWork(unknown))
  await untilDone()
  const tokens = await db().select().from(mailTokens).where(eq(mailTokens.purpose, 'reset'))
  assert.deepEqual(tokens.map(({ email }) => email).sort(), ['grace_h@example.org', 'hedy_b@example.org'])
  const waiting = await db().select().from(deliveries).where(eq(deliveries.kind, 'reset'))
  assert.equal(waiting.length, 2, 'and the mails are written behind it')
})

test('requesting an address costs the same before the response, taken or free', async () => {
  const me = await aUser()
  await noLimits()
  const [taken, free] = [
    await work(() => requestEmail(me, 'grace_h@example.org')),
    await work(() => requestEmail(me, 'free@example.org')),
  ]
  assert.deepEqual(ofWork(taken), ofWork(free))
  await untilDone()
  const written = await db().select({ kind: deliveries.kind }).from(deliveries)
  assert.deepEqual(
    written
      .map(({ kind }) => kind)
      .filter((kind) => kind !== 'reset')
      .sort(),
    ['taken', 'verify'],
  )
})

test('an invalid signature gets the same refusal for a handle with a key, without one, or unknown', async () => {
  const keeper = await aUser()
  assert.ok((await addSshKey(keeper, withProof(createChallenge()), 'n')).ok)
  for (const signature of ['garbage', 'x'.repeat(20_000)]) {
    const answers = []
    for (const handle of [keeper.handle, 'grace_h', 'nobody_is']) {
      await noLimits()
      const done = await work(() => checkSshSignIn(handle, createChallenge(), signature, 'a network'))
      answers.push({ ...ofWork(done), answer: done.answer })
    }
    const [first] = answers
    for (const answer of answers) assert.deepEqual(answer, first)
  }
})
