import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { before, test } from 'node:test'
import { eq, sql } from 'drizzle-orm'
import type { Viewer } from '@/core/context'
import {
  accounts,
  authenticators,
  db,
  keyCodes,
  mailTokens,
  passkeys,
  recoveryCodes,
  sessions,
  sshKeys,
  users,
} from '@/db'
import { databaseReady, ownDatabase } from '@/tests/database'
import { withProof } from '@/tests/key-line'
import { aUser } from '@/tests/makers'
import { createMailToken, readMailToken } from '../recovery/mail-token'
import { identifySession, startSession } from '../session/session'
import { createChallenge } from './challenge'
import {
  applyConsequences,
  type ConsequentialEvent,
  type CredentialKind,
  consequences,
  consequencesTable,
  credentialKinds,
} from './consequences'
import { findFeedToken, renewFeedToken } from './feed-token'
import { createKeyCode } from './key-code'
import { addSshKey } from './ssh'
import { identifyToken, issueToken } from './token'

ownDatabase()
before(() => databaseReady())

/** Creates a user with one credential of each kind, and returns their secrets. */
async function aRichUser() {
  const user = await aUser()
  await db()
    .update(users)
    .set({ email: `${user.handle}@example.org`, passwordHash: 'x' })
    .where(eq(users.id, user.id))
  const here = await startSession(user.id, 'here')
  const [row] = await db().select().from(sessions).where(eq(sessions.userId, user.id))
  const viewer: Viewer = { ...user, sessionId: row?.id ?? null }
  assert.ok((await addSshKey(viewer, withProof(createChallenge()), 'n')).ok)
  assert.ok((await createKeyCode(viewer)).ok)
  await db()
    .insert(passkeys)
    .values({ userId: user.id, credentialId: randomBytes(16), publicKey: randomBytes(32), name: 'p' })
  await db()
    .insert(authenticators)
    .values({ userId: user.id, sealed: randomBytes(40), confirmedAt: new Date() })
  await db()
    .insert(recoveryCodes)
    .values({ userId: user.id, codeHash: randomBytes(32) })
  await db().insert(accounts).values({ provider: 'github', providerAccountId: user.handle, userId: user.id })
  await renewFeedToken(viewer, true)
  const email = `${user.handle}@example.org`
  return {
    viewer,
    here,
    elsewhere: await startSession(user.id, 'elsewhere'),
    token: await issueToken(user.id, 'test'),
    verify: await createMailToken(db(), user.id, 'verify', email),
    reset: await createMailToken(db(), user.id, 'reset', email),
    undo: await createMailToken(db(), user.id, 'undo', email),
    feed: await findFeedToken(viewer),
  }
}
type Rich = Awaited<ReturnType<typeof aRichUser>>

/** Returns which of them still work, by kind. */
async function alive(rich: Rich): Promise<Record<CredentialKind, boolean>> {
  const { id } = rich.viewer
  const [user] = await db().select().from(users).where(eq(users.id, id))
  const works = async (token: string, purpose: 'verify' | 'reset' | 'undo') =>
    (await readMailToken(token, purpose)).ok
  return {
    session: (await identifySession(rich.here)) !== null,
    sessions: (await identifySession(rich.elsewhere)) !== null,
    mails:
      (await works(rich.verify, 'verify')) ||
      (await works(rich.reset, 'reset')) ||
      (await db().$count(keyCodes, eq(keyCodes.userId, id))) > 0,
    undo: await works(rich.undo, 'undo'),
    password: user?.passwordHash !== null,
    tokens: (await identifyToken(rich.token)) !== null,
    feed: (await findFeedToken(rich.viewer)) === rich.feed,
    keys: (await db().$count(sshKeys, eq(sshKeys.userId, id))) > 0,
    passkeys: (await db().$count(passkeys, eq(passkeys.userId, id))) > 0,
    providers: (await db().$count(accounts, eq(accounts.userId, id))) > 0,
    factor:
      (await db().$count(authenticators, eq(authenticators.userId, id))) +
        (await db().$count(recoveryCodes, eq(recoveryCodes.userId, id))) ===
      2,
  }
}

/** True for credentials that the event's caller renews; the feed address is renewed by the table. */
const byCaller = (kind: CredentialKind) => kind !== 'feed'

for (const event of Object.keys(consequences) as ConsequentialEvent[]) {
  test(`${event} ends exactly the credentials in its row`, async () => {
    const rich = await aRichUser()
    assert.ok(Object.values(await alive(rich)).every(Boolean), 'everything works before')
    await db().transaction((tx) =>
      applyConsequences(tx, event, {
        userId: rich.viewer.id,
        sessionId: rich.viewer.sessionId,
        since: new Date(Date.now() - 60_000),
      }),
    )
    const expected = Object.fromEntries(
      (Object.keys(credentialKinds) as CredentialKind[]).map((kind) => {
        const what = consequences[event][kind]
        return [kind, what === 'stays' || (what === 'renewed' && byCaller(kind))]
      }),
    )
    assert.deepEqual(await alive(rich), expected)
  })
}

test('an undo keeps credentials from before the change', async () => {
  const rich = await aRichUser()
  await db().execute(
    sql`update mail_tokens set created_at = now() - interval '2 days' where purpose = 'undo'`,
  )
  await db().transaction((tx) =>
    applyConsequences(tx, 'undone by an email link', {
      userId: rich.viewer.id,
      since: new Date(Date.now() + 60_000),
    }),
  )
  const left = await alive(rich)
  assert.deepEqual(
    { keys: left.keys, passkeys: left.passkeys, factor: left.factor, undo: left.undo },
    { keys: true, passkeys: true, factor: true, undo: true },
  )
})

test('a renewed feed has another token, and a missing one stays missing', async () => {
  const rich = await aRichUser()
  await db().transaction((tx) => applyConsequences(tx, 'password changed', { userId: rich.viewer.id }))
  const next = await findFeedToken(rich.viewer)
  assert.ok(next && next !== rich.feed)
  const none = await aUser()
  await db().transaction((tx) => applyConsequences(tx, 'password changed', { userId: none.id }))
  assert.equal(await findFeedToken(none), null)
})

test('voided links are stored as used, so that they say so', async () => {
  const rich = await aRichUser()
  await db().transaction((tx) => applyConsequences(tx, 'address confirmed', { userId: rich.viewer.id }))
  const rows = await db().select().from(mailTokens).where(eq(mailTokens.userId, rich.viewer.id))
  // Adding the key has mailed another `undo` link.
  assert.deepEqual([...new Map(rows.map(({ purpose, usedAt }) => [purpose, usedAt !== null]))].sort(), [
    ['reset', true],
    ['undo', false],
    ['verify', true],
  ])
})

test('docs/security.md prints the table of the code', () => {
  const text = readFileSync('docs/security.md', 'utf8')
  assert.ok(text.includes(consequencesTable()), `docs/security.md should hold:\n\n${consequencesTable()}`)
})
