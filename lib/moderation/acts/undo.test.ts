import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'drizzle-orm'
import type { Viewer } from '@/core/context'
import type { Result } from '@/core/result'
import { db } from '@/db'
import { comment, markRemedy, voteComment } from '@/lib/comment'
import { saveBemoaning } from '@/lib/reader'
import { setAbout } from '@/lib/user'
import { castVote, claimVotes, createVisitor } from '@/lib/vote'
import { ownDatabase } from '@/tests/database'
import { drift, everyRow } from '@/tests/digest'
import { allSay, aPending, manyUsers } from '@/tests/jury'
import { aBemoaning, aUser } from '@/tests/makers'
import type { Decision } from '../input'
import { report } from '../report/commands'
import type { Subject } from '../subject'
import { decide } from './decide'
import { undo } from './undo'

ownDatabase()

const codeOf = (result: Result<unknown>) => (result.ok ? 'ok' : result.code)

async function aComment(by: Viewer, on: number, parent?: number): Promise<number> {
  const made = await comment(by, on, {
    body: `An answer to ${on}, ${Math.random()}.`,
    ...(parent ? { parent } : {}),
  })
  assert.ok(made.ok)
  return made.value.id
}

/** Two bemoanings with every kind of row, and a case about each and its comment and author. */
async function aScene() {
  const [author, other, fan, judge] = [
    await aUser(),
    await aUser(),
    await aUser(),
    await aUser({ role: 'moderator' }),
  ]
  const [one, two] = [await aBemoaning(author), await aBemoaning(other, undefined, ['dns', 'ci'])]
  const visitor = await createVisitor()
  for (const [voter, on, kind] of [
    [fan.voterId, one, 'bemoan'],
    [fan.voterId, two, 'self_inflicted'],
    [other.voterId, one, 'bemoan'],
    [judge.voterId, one, 'self_inflicted'],
    [visitor, one, 'bemoan'],
    [author.voterId, two, 'bemoan'],
  ] as const)
    assert.ok((await castVote(voter, on, kind)).ok)
  const top = await aComment(fan, one)
  const answer = await aComment(author, one, top)
  const elsewhere = await aComment(other, two)
  await voteComment(author, top, true)
  await markRemedy(author, top, true)
  await saveBemoaning(fan, one, true)
  await saveBemoaning(other, one, true)
  await saveBemoaning(fan, two, true)
  const subjects: Subject[] = [
    { type: 'bemoaning', id: one },
    { type: 'comment', id: top },
    { type: 'user', id: author.id },
  ]
  for (const subject of subjects)
    await report({ viewer: other, voterId: other.voterId, network: 'n' }, { subject, reason: 'spam' })
  return { author, other, fan, judge, one, two, top, answer, elsewhere, visitor }
}

test('undoing any act restores every row of every table', async () => {
  const scene = await aScene()
  const { one, two, top, author, judge } = scene
  const waiting = await aPending(author)
  assert.ok((await setAbout(author, 'I sell kettles.')).ok)
  await allSay(await manyUsers(3), waiting)
  const acts: [Subject, Omit<Decision, 'reason'>][] = [
    [{ type: 'bemoaning', id: one }, { action: 'remove' }],
    [{ type: 'bemoaning', id: one }, { action: 'keep' }],
    [{ type: 'bemoaning', id: one }, { action: 'lock' }],
    [
      { type: 'bemoaning', id: one },
      { action: 'edit tags', tags: ['dns', 'legacy'] },
    ],
    [
      { type: 'bemoaning', id: one },
      { action: 'merge', into: two },
    ],
    [
      { type: 'bemoaning', id: one },
      { action: 'ban', days: 7 },
    ],
    [{ type: 'comment', id: top }, { action: 'remove' }],
    [
      { type: 'user', id: author.id },
      { action: 'ban', days: 7 },
    ],
    [{ type: 'user', id: author.id }, { action: 'remove line' }],
    [{ type: 'bemoaning', id: waiting }, { action: 'publish' }],
    [{ type: 'bemoaning', id: waiting }, { action: 'reject' }],
    [{ type: 'bemoaning', id: waiting }, { action: 'remove' }],
  ]
  for (const [subject, act] of acts) {
    const before = await everyRow()
    const done = await decide(judge, { subject }, { ...act, reason: 'Let us see.' })
    assert.ok(done.ok, `${act.action}: ${done.ok ? '' : done.message}`)
    assert.notDeepEqual(await everyRow(), before, act.action)
    assert.deepEqual(await drift(), [], act.action)
    const undone = await undo(judge, done.value.moderationId)
    assert.ok(undone.ok, `${act.action}: ${undone.ok ? '' : undone.message}`)
    // It only ever increases: sign-ins in progress are checked against it.
    await db().execute(sql`update users set credential_version = 0`)
    assert.deepEqual(await everyRow(), before, act.action)
    assert.deepEqual(await drift(), [], act.action)
    assert.equal(codeOf(await undo(judge, done.value.moderationId)), 'conflict')
  }
})

test("a merge keeps comments with their threads and votes, counts each voter once, and drops the other author's vote", async () => {
  const { one, two, top, answer, elsewhere, judge, other } = await aScene()
  const done = await decide(
    judge,
    { subject: { type: 'bemoaning', id: one } },
    { action: 'merge', into: two, reason: 'The same.' },
  )
  assert.ok(done.ok)
  const { rows } = await db().execute(
    sql`select r.status, r.bemoan + r.light_bemoan as bemoan, r.self_inflicted, r.comments, r.commenters, b.remedy_id, b.merged_into from bemoaning_ranks r join bemoanings b on b.id = r.id where r.id = ${two}`,
  )
  // Its own: fan says self-inflicted, the other author bemoans it; the duplicate adds the moderator and the visitor.
  assert.deepEqual(rows, [
    {
      status: 'published',
      bemoan: 2,
      self_inflicted: 2,
      comments: 3,
      commenters: 3,
      remedy_id: top,
      merged_into: null,
    },
  ])
  const moved = await db().execute(
    sql`select id, root_id, parent_id from comments where bemoaning_id = ${two} order by id`,
  )
  assert.deepEqual(moved.rows, [
    { id: top, root_id: top, parent_id: null },
    { id: answer, root_id: top, parent_id: top },
    { id: elsewhere, root_id: elsewhere, parent_id: null },
  ])
  assert.equal(codeOf(await castVote(other.voterId, one, 'bemoan')), 'not-found')
  const restored = await decide(
    judge,
    { subject: { type: 'bemoaning', id: one } },
    { action: 'restore', reason: 'Hm.' },
  )
  assert.equal(codeOf(restored), 'conflict')
})

test('undoing a merge keeps later comments and votes in the right place', async () => {
  const { one, two, top, judge, visitor, fan } = await aScene()
  const done = await decide(
    judge,
    { subject: { type: 'bemoaning', id: one } },
    { action: 'merge', into: two, reason: 'The same.' },
  )
  assert.ok(done.ok)
  const late = await aComment(fan, two, top)
  const stays = await aComment(fan, two)
  const guest = await aUser()
  await claimVotes(visitor, guest)
  await castVote(judge.voterId, two, 'bemoan')
  assert.ok((await undo(judge, done.value.moderationId)).ok)
  const { rows } = await db().execute<{ id: number; on: number }>(
    sql`select id, bemoaning_id as on from comments where id in (${late}, ${stays}) order by id`,
  )
  assert.deepEqual(rows, [
    { id: late, on: one },
    { id: stays, on: two },
  ])
  const votes = await db().execute(
    sql`select v.voter_id, v.kind from votes v where v.bemoaning_id = ${two} and v.voter_id in (${guest.voterId}, ${judge.voterId})`,
  )
  assert.deepEqual(
    votes.rows,
    [{ voter_id: judge.voterId, kind: 'bemoan' }],
    'a vote that was changed since is theirs',
  )
  assert.deepEqual(await drift(), [])
})

test('bad merges are refused, and an undo does not overwrite later changes', async () => {
  const { one, two, judge, author } = await aScene()
  const merge = (into: number) =>
    decide(judge, { subject: { type: 'bemoaning', id: one } }, { action: 'merge', into, reason: 'The same.' })
  assert.equal(codeOf(await merge(one)), 'invalid')
  assert.equal(codeOf(await merge(999_999)), 'invalid')
  const tagged = await decide(
    judge,
    { subject: { type: 'bemoaning', id: two } },
    { action: 'edit tags', tags: ['legacy'], reason: 'Legacy.' },
  )
  assert.ok(tagged.ok)
  await db().execute(sql`delete from bemoaning_tags where bemoaning_id = ${two}`)
  assert.equal(codeOf(await undo(judge, tagged.value.moderationId)), 'conflict')
  assert.equal(codeOf(await undo(author, tagged.value.moderationId)), 'forbidden')
  assert.equal(codeOf(await undo(judge, 999_999)), 'not-found')
})

test('concurrent merges, votes and comments keep exact counts and lose nothing', async () => {
  const { one, two, judge, top } = await aScene()
  const people = await Promise.all(Array.from({ length: 6 }, () => aUser()))
  const subject: Subject = { type: 'bemoaning', id: one }
  for (let round = 0; round < 4; round += 1) {
    const [done] = await Promise.all([
      decide(judge, { subject }, { action: 'merge', into: two, reason: 'The same.' }),
      ...people.flatMap((person, i) => [
        castVote(person.voterId, i % 2 ? one : two, round % 2 ? 'bemoan' : 'self_inflicted'),
        castVote(person.voterId, two, 'bemoan'),
        comment(person, i % 2 ? one : two, { body: `Round ${round}, person ${i}.` }),
        voteComment(person, top, round % 2 === 0),
      ]),
    ])
    assert.ok(done.ok)
    assert.deepEqual(await drift(), [])
    const [undone] = await Promise.all([
      undo(judge, done.value.moderationId),
      ...people.map((person, i) => castVote(person.voterId, two, i % 2 ? null : 'self_inflicted')),
    ])
    assert.ok(undone.ok)
    assert.deepEqual(await drift(), [])
  }
})

test('an undo notifies those who read the first notice, and deletes unread ones', async () => {
  const { one, judge, author, other } = await aScene()
  const done = await decide(
    judge,
    { subject: { type: 'bemoaning', id: one } },
    { action: 'remove', reason: 'Spam.' },
  )
  assert.ok(done.ok)
  await db().execute(sql`update notices set read_at = now() where user_id = ${author.id}`)
  assert.ok((await undo(judge, done.value.moderationId)).ok)
  const told = async (id: number) =>
    (
      await db().execute<{ action: string }>(
        sql`select m.action from notices n join moderations m on m.id = n.moderation_id where n.user_id = ${id} and n.bemoaning_id = ${one} order by n.id`,
      )
    ).rows.map(({ action }) => action)
  assert.deepEqual([await told(author.id), await told(other.id)], [['remove', 'undo'], []])
})
