import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'drizzle-orm'
import type { Viewer } from '@/core/context'
import type { Result } from '@/core/result'
import { db } from '@/db'
import { editBemoaning } from '@/lib/bemoaning'
import { comment, deleteComment } from '@/lib/comment'
import { setSetting } from '@/lib/setting'
import { identifySession, startSession } from '@/lib/user'
import { createVisitor } from '@/lib/vote'
import { ownDatabase } from '@/tests/database'
import { aBemoaning, aUser } from '@/tests/makers'
import { removeComment } from './acts/commands'
import { decide } from './acts/decide'
import { appeal } from './appeal/appeal'
import { claimCase, noteCase } from './case/commands'
import { report } from './report/commands'
import type { ReportReason } from './report/reasons'
import type { Subject } from './subject'

ownDatabase()

const codeOf = (result: Result<unknown>) => (result.ok ? 'ok' : result.code)
const says = (by: Viewer, subject: Subject, reason: ReportReason = 'spam') =>
  report({ viewer: by, voterId: by.voterId, network: 'n' }, { subject, reason, note: 'Look.' })
const bemoaning = (id: number): Subject => ({ type: 'bemoaning', id })

type Row = { id: number; status: string; weight: number; reports: number }
const casesOf = async (id: number): Promise<Row[]> =>
  (
    await db().execute<Row>(
      sql`select c.id, c.status, c.weight, (select count(*)::int from reports r where r.case_id = c.id) as reports from cases c where c.bemoaning_id = ${id} order by c.id`,
    )
  ).rows

const onlyCase = async (id: number): Promise<Row> => {
  const [row, ...more] = await casesOf(id)
  assert.ok(row && more.length === 0)
  return row
}
const told = async (user: Viewer): Promise<string[]> =>
  (
    await db().execute<{ said: string }>(
      sql`select n.kind || ' ' || m.action as said from notices n join moderations m on m.id = n.moderation_id where n.user_id = ${user.id} order by n.id`,
    )
  ).rows.map(({ said }) => said)

test('open reports on one subject form one case; a voter counts once', async () => {
  await setSetting('rate-limits', 'off')
  const [author, one, other] = [await aUser(), await aUser(), await aUser()]
  const id = await aBemoaning(author)
  assert.equal(codeOf(await says(author, bemoaning(id))), 'forbidden')
  await Promise.all([
    says(one, bemoaning(id)),
    says(other, bemoaning(id)),
    says(one, bemoaning(id), 'off-topic'),
  ])
  const visitor = await createVisitor()
  const signedOut = { viewer: null, voterId: visitor, network: 'n' }
  await report(signedOut, { subject: bemoaning(id), reason: 'spam' })
  assert.deepEqual(await casesOf(id), [
    { ...(await onlyCase(id)), status: 'open', weight: 1_500, reports: 3 },
  ])
  assert.equal(codeOf(await says(one, bemoaning(999_999))), 'not-found')
  assert.equal(codeOf(await says(one, { type: 'user', id: one.id })), 'forbidden')
  assert.equal(codeOf(await says(one, { type: 'user', id: author.id })), 'ok')
})

test('a decision about a version stands; an edit opens another case', async () => {
  const [author, one, other, moderator] = [
    await aUser(),
    await aUser(),
    await aUser(),
    await aUser({ role: 'moderator' }),
  ]
  const id = await aBemoaning(author)
  await says(one, bemoaning(id))
  const first = await onlyCase(id)
  assert.ok((await decide(moderator, { caseId: first.id }, { action: 'keep', reason: 'It is fine.' })).ok)
  assert.equal(codeOf(await says(other, bemoaning(id))), 'ok')
  assert.deepEqual(await onlyCase(id), { ...first, status: 'decided', weight: 1_000, reports: 2 })
  assert.deepEqual(await told(one), ['reported keep'])
  assert.deepEqual(await told(author), ['moderated keep'])
  assert.ok(
    (await editBemoaning(author, id, { body: 'Buy my course about machines that are wrong.' }, null)).ok,
  )
  await says(other, bemoaning(id))
  assert.deepEqual(
    (await casesOf(id)).map(({ status }) => status),
    ['decided', 'open'],
  )
})

test('a reporter who was wrong weighs less, one who was right more', async () => {
  const [author, right, wrong, moderator] = [
    await aUser(),
    await aUser(),
    await aUser(),
    await aUser({ role: 'moderator' }),
  ]
  for (const [by, action] of [
    [right, 'remove'],
    [wrong, 'keep'],
  ] as const) {
    const id = await aBemoaning(author)
    await says(by, bemoaning(id))
    await decide(moderator, { caseId: (await onlyCase(id)).id }, { action, reason: 'Because of it.' })
    const next = await aBemoaning(author)
    await says(by, bemoaning(next))
    assert.equal((await onlyCase(next)).weight, action === 'remove' ? 667 : 333)
  }
})

test('of two moderators at one case one wins, and the other reads who decided what', async () => {
  const [author, one, a, b] = [
    await aUser(),
    await aUser(),
    await aUser({ role: 'moderator' }),
    await aUser({ role: 'moderator' }),
  ]
  for (let round = 0; round < 5; round += 1) {
    const id = await aBemoaning(author)
    await says(one, bemoaning(id))
    const { id: caseId } = await onlyCase(id)
    const results = await Promise.all([
      decide(a, { caseId }, { action: 'remove', reason: 'An advertisement.' }),
      decide(b, { caseId }, { action: 'keep', reason: 'Harmless enough.' }),
    ])
    assert.deepEqual(results.map(codeOf).sort(), ['conflict', 'ok'])
    const lost = results.find((result) => !result.ok)
    assert.match(lost && !lost.ok ? lost.message : '', /was faster and decided: (remove|keep)\. The reason: /)
    const { rows } = await db().execute(
      sql`select count(*)::int as n from moderations where bemoaning_id = ${id}`,
    )
    assert.deepEqual(rows, [{ n: 1 }])
  }
})

test('a claim keeps others away until it expires; notes and claims are in its history', async () => {
  const [author, one, a, b] = [
    await aUser(),
    await aUser(),
    await aUser({ role: 'moderator' }),
    await aUser({ role: 'admin' }),
  ]
  const id = await aBemoaning(author)
  await says(one, bemoaning(id))
  const { id: caseId } = await onlyCase(id)
  assert.equal(codeOf(await claimCase(one, caseId, true)), 'forbidden')
  assert.deepEqual(
    (await Promise.all([claimCase(a, caseId, true), claimCase(b, caseId, true)])).map(codeOf).sort(),
    ['conflict', 'ok'],
  )
  await db().execute(sql`update cases set claimed_by = ${a.id} where id = ${caseId}`)
  assert.equal(codeOf(await decide(b, { caseId }, { action: 'keep', reason: 'It is fine.' })), 'conflict')
  assert.ok((await noteCase(b, caseId, 'I know this one.')).ok)
  await db().execute(sql`update cases set claimed_at = now() - interval '2 hours' where id = ${caseId}`)
  assert.ok((await decide(b, { caseId }, { action: 'lock', reason: 'It goes in circles.' })).ok)
  assert.equal(
    codeOf(await editBemoaning(author, id, { body: 'Something else entirely, later on.' }, null)),
    'forbidden',
  )
})

test('nobody decides about themselves; a ban ends sessions at once; only the operator acts on admins', async () => {
  const [one, a, b] = [await aUser(), await aUser({ role: 'moderator' }), await aUser({ role: 'moderator' })]
  const mine = await aBemoaning(a)
  await says(one, bemoaning(mine))
  const { id: caseId } = await onlyCase(mine)
  assert.equal(codeOf(await decide(a, { caseId }, { action: 'keep', reason: 'It is mine.' })), 'forbidden')
  assert.equal(
    codeOf(await decide(b, { caseId }, { action: 'ban', days: 3, reason: 'Enough.' })),
    'forbidden',
  )
  const spammer = await aUser()
  const session = await startSession(spammer.id, 'test')
  const spam = await aBemoaning(spammer)
  await says(one, bemoaning(spam))
  const banned = { action: 'ban', days: 3, reason: 'Advertising, again.' } as const
  assert.ok((await decide(b, { caseId: (await onlyCase(spam)).id }, banned)).ok)
  assert.equal(await identifySession(session), null)
  assert.deepEqual(await told(spammer), ['moderated ban'])
  const anonymous = await aBemoaning(await aUser())
  await db().execute(sql`update bemoanings set anonymous = true where id = ${anonymous}`)
  await says(one, bemoaning(anonymous))
  const refused = await decide(b, { caseId: (await onlyCase(anonymous)).id }, banned)
  assert.equal(codeOf(refused), 'forbidden')
})

test('an author appeals once, and another moderator decides', async () => {
  const [author, other, a, b] = [
    await aUser(),
    await aUser(),
    await aUser({ role: 'moderator' }),
    await aUser({ role: 'moderator' }),
  ]
  const id = await aBemoaning(author)
  const removed = await decide(a, { subject: bemoaning(id) }, { action: 'remove', reason: 'Off topic.' })
  assert.ok(removed.ok)
  const { moderationId } = removed.value
  assert.equal(codeOf(await appeal(other, moderationId, 'It was not me at all.')), 'not-found')
  const twice = await Promise.all([1, 2].map(() => appeal(author, moderationId, 'It is about computers.')))
  assert.deepEqual(twice.map(codeOf).sort(), ['conflict', 'ok'])
  const { id: caseId } = await onlyCase(id)
  for (const action of ['keep', 'restore'] as const)
    assert.equal(codeOf(await decide(a, { caseId }, { action, reason: 'I still think so.' })), 'forbidden')
  assert.equal(
    codeOf(await decide(a, { subject: bemoaning(id) }, { action: 'restore', reason: 'Well then.' })),
    'forbidden',
  )
  assert.ok((await decide(b, { caseId }, { action: 'restore', reason: 'It is about computers.' })).ok)
  assert.equal(codeOf(await appeal(author, moderationId, 'Once more, with feeling.')), 'conflict')
  assert.deepEqual(await told(author), ['moderated remove', 'moderated restore'])
})

test('an author cannot change a removed text, and may appeal for a comment too', async () => {
  const [author, moderator, second] = [
    await aUser(),
    await aUser({ role: 'moderator' }),
    await aUser({ role: 'moderator' }),
  ]
  const id = await aBemoaning(await aUser())
  const made = await comment(author, id, { body: 'Have you tried my product?' })
  assert.ok(made.ok)
  assert.ok((await removeComment(moderator, made.value.id, 'An advertisement.')).ok)
  assert.equal(codeOf(await deleteComment(author, made.value.id)), 'gone')
  const { rows } = await db().execute(sql`select body, deleted_at from comments where id = ${made.value.id}`)
  assert.deepEqual(rows, [{ body: 'Have you tried my product?', deleted_at: null }])
  const act = await db().execute<{ id: number }>(
    sql`select id from moderations where comment_id = ${made.value.id}`,
  )
  assert.ok((await appeal(author, act.rows[0]?.id ?? 0, 'I have no product at all.')).ok)
  const restored = await decide(
    second,
    { subject: { type: 'comment', id: made.value.id } },
    { action: 'restore', reason: 'No product.' },
  )
  assert.ok(restored.ok)
  assert.ok((await deleteComment(author, made.value.id)).ok)
})
