import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eq, sql } from 'drizzle-orm'
import type { Viewer } from '@/core/context'
import { db, notices } from '@/db'
import { comment, deleteComment } from '@/lib/comment'
import { muteUser, watch } from '@/lib/reader'
import { castVote } from '@/lib/vote'
import { ownDatabase } from '@/tests/database'
import { aBemoaning, aUser } from '@/tests/makers'
import { listNotices } from './queries'
import { sentenceOf } from './sentences'

ownDatabase()

const say = async (who: Viewer, bemoaningId: number, body: string, parent?: number): Promise<number> => {
  const made = await comment(who, bemoaningId, { body, ...(parent ? { parent } : {}) })
  assert.ok(made.ok, made.ok ? '' : made.message)
  return made.value.id
}

const kindsOf = async (who: Viewer): Promise<string[]> => {
  const list = await listNotices(who.id)
  assert.ok(list.ok)
  return list.value.items.map(({ kind }) => kind)
}

test('each event gives one notice: a reply counts as a reply, also on your own bemoaning, and you get none for your own', async () => {
  const [author, first, second] = [await aUser(), await aUser(), await aUser()]
  const id = await aBemoaning(author)
  const one = await say(first, id, 'One.')
  assert.deepEqual(await kindsOf(author), ['comment'])
  const own = await say(author, id, 'Two.', one)
  assert.deepEqual(await kindsOf(author), ['comment'])
  assert.deepEqual(await kindsOf(first), ['answer'])
  await say(second, id, 'Three.', own)
  assert.deepEqual(await kindsOf(author), ['answer', 'comment'])
  assert.deepEqual(await kindsOf(first), ['answer'], 'others’ answers further down are not theirs')
  await say(first, id, 'Four.', one)
  assert.deepEqual(await kindsOf(first), ['answer'])
  const list = await listNotices(author.id, undefined, 'answers')
  assert.ok(list.ok)
  const [newest] = list.value.items
  assert.ok(newest)
  assert.equal(sentenceOf(newest), `${first.handle} commented on it.`)
  assert.equal(newest.said?.body, 'Four.')
  const others = await listNotices(author.id, undefined, 'moderation')
  assert.ok(others.ok && others.value.items.length === 0)
})

test('a thread notifies each user about everything, replies only, or nothing', async () => {
  const [author, first, second] = [await aUser(), await aUser(), await aUser()]
  const id = await aBemoaning(author)
  assert.ok((await watch(second, id, 'all')).ok)
  const one = await say(first, id, 'One.')
  assert.deepEqual(await kindsOf(second), ['comment'], 'who takes no part may listen')
  assert.ok((await watch(author, id, 'replies')).ok)
  const own = await say(author, id, 'Two.')
  await say(first, id, 'Three.')
  assert.deepEqual(await kindsOf(author), ['comment'], 'only what came before')
  await say(first, id, 'Four.', own)
  assert.deepEqual(await kindsOf(author), ['answer', 'comment'])
  assert.ok((await watch(author, id, 'off')).ok)
  await say(second, id, 'Five.', own)
  assert.deepEqual(await kindsOf(author), ['answer', 'comment'])
  assert.ok((await watch(author, id, null)).ok)
  await say(second, id, 'Six.', one)
  assert.deepEqual(await kindsOf(author), ['comment', 'answer', 'comment'])
  assert.equal((await watch(author, 999_999, 'all')).ok, false)
})

test('a deleted comment loses its notice, and a muted user’s never has one', async () => {
  const [author, first] = [await aUser(), await aUser()]
  const id = await aBemoaning(author)
  const one = await say(first, id, 'One.')
  assert.ok((await deleteComment(first, one)).ok)
  assert.deepEqual(await kindsOf(author), [])
  assert.equal(await db().$count(notices, eq(notices.userId, author.id)), 0)
  await say(first, id, 'Two.')
  assert.ok((await muteUser(author, first.handle, true)).ok)
  await say(first, id, 'Three.')
  const unread = sql`user_id = ${author.id} and read_at is null`
  assert.equal(await db().$count(notices, unread), 0, 'what was told before is not new any more')
})

test('votes are notified as milestones only, each once, even if votes are undone', async () => {
  const author = await aUser()
  const id = await aBemoaning(author)
  const voters: Viewer[] = []
  for (let n = 0; n < 26; n += 1) voters.push(await aUser())
  const amounts = async () => {
    const rows = await db()
      .select({ amount: notices.amount })
      .from(notices)
      .where(eq(notices.userId, author.id))
    return rows.map(({ amount }) => amount)
  }
  for (const [n, { voterId }] of voters.entries()) {
    await castVote(voterId, id, 'bemoan')
    assert.deepEqual(await amounts(), n < 9 ? [] : n < 24 ? [10] : [25], `after ${n + 1}`)
  }
  const [first, second] = voters
  assert.ok(first && second)
  for (const kind of [null, 'bemoan', 'self_inflicted', 'bemoan'] as const) {
    await castVote(first.voterId, id, kind)
    await castVote(second.voterId, id, kind)
  }
  assert.deepEqual(await amounts(), [25])
  const list = await listNotices(author.id, undefined, 'yours')
  assert.ok(list.ok)
  assert.deepEqual(list.value.items.map(sentenceOf), ['25 people bemoan it too.'])
})
