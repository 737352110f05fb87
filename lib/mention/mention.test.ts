import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { eq, sql } from 'drizzle-orm'
import type { Viewer } from '@/core/context'
import { db, notices } from '@/db'
import { comment, editComment } from '@/lib/comment'
import { listNotices, sentenceOf } from '@/lib/notice'
import { muteUser, watch } from '@/lib/reader'
import { rename } from '@/lib/user'
import { databaseReady, ownDatabase } from '@/tests/database'
import { aBemoaning, aUser } from '@/tests/makers'
import { renderText } from '.'

ownDatabase()
before(databaseReady)

const say = async (
  who: Viewer,
  on: number | { post: string },
  body: string,
  parent?: number,
): Promise<number> => {
  const made = await comment(who, on, { body, ...(parent ? { parent } : {}) })
  assert.ok(made.ok, made.ok ? '' : made.message)
  return made.value.id
}
const kinds = async (who: Viewer): Promise<string[]> =>
  (await db().select({ kind: notices.kind }).from(notices).where(eq(notices.userId, who.id))).map(
    ({ kind }) => kind,
  )

test('only what exists and is public becomes a link', async () => {
  const ada = await aUser()
  const id = await aBemoaning(ada)
  const hidden = await aBemoaning(ada)
  await db().execute(sql`update bemoaning_ranks set status = 'pending' where id = ${hidden}`)
  const { html, mentioned } = await renderText(`@${ada.handle} @nobody-here #${id} #${hidden} #999999999`)
  assert.deepEqual(
    [...html.matchAll(/href="([^"]+)"/g)].map(([, href]) => href),
    [`/u/${ada.handle}`, `/b/${id}`],
  )
  assert.deepEqual(mentioned, [ada.id])
})

test('an earlier handle still leads to its user', async () => {
  const ada = await aUser()
  const former = ada.handle
  await db().execute(sql`update users set created_at = now() - interval '90 days' where id = ${ada.id}`)
  const renamed = await rename(ada, `${former.slice(0, 12)}-new`)
  assert.ok(renamed.ok, renamed.ok ? '' : renamed.message)
  assert.deepEqual((await renderText(`@${former}`)).mentioned, [ada.id])
})

test('a mentioned user gets one notice: not the author, not who is told of the comment anyway', async () => {
  const [author, ada, bob] = [await aUser(), await aUser(), await aUser()]
  const id = await aBemoaning(author)
  await say(bob, id, `@${ada.handle} @${ada.handle} @${bob.handle} @${author.handle}: \`@${author.handle}\``)
  assert.deepEqual(await kinds(ada), ['mention'])
  assert.deepEqual(await kinds(bob), [])
  assert.deepEqual(await kinds(author), ['comment'])
  const list = await listNotices(ada.id, undefined, 'answers')
  assert.ok(list.ok)
  assert.equal(list.value.items.map(sentenceOf).join(), `${bob.handle} mentioned you.`)
  assert.match(list.value.items[0]?.said?.body ?? '', /^@/)
})

test('muted authors, threads turned off and banned users get nothing', async () => {
  const [author, deaf, off, banned] = [await aUser(), await aUser(), await aUser(), await aUser()]
  const id = await aBemoaning(author)
  assert.ok((await muteUser(deaf, author.handle, true)).ok)
  assert.ok((await watch(off, id, 'off')).ok)
  await db().execute(
    sql`update users set banned_until = now() + interval '1 day', ban_reason = 'A test.' where id = ${banned.id}`,
  )
  await say(author, id, [deaf, off, banned].map(({ handle }) => `@${handle}`).join(' '))
  for (const who of [deaf, off, banned]) assert.deepEqual(await kinds(who), [])
})

test('one comment notifies five users at most, also by its edits', async () => {
  const author = await aUser()
  const id = await aBemoaning(author)
  const crowd: Viewer[] = []
  for (let i = 0; i < 8; i += 1) crowd.push(await aUser())
  const all = (people: Viewer[]) => people.map(({ handle }) => `@${handle}`).join(' ')
  const told = async () => {
    const lists = await Promise.all(crowd.map(kinds))
    return lists.map((list) => list.length).join('')
  }
  const said = await say(author, id, all(crowd.slice(0, 3)))
  assert.equal(await told(), '11100000')
  assert.ok((await editComment(author, said, all(crowd), null)).ok)
  assert.equal(await told(), '11111000')
  assert.ok((await editComment(author, said, `${all(crowd)} again`, null)).ok)
  assert.equal(await told(), '11111000')
})

test('a comment on a post mentions, too; a name is no link of a new account', async () => {
  const [young, ada] = [await aUser(), await aUser()]
  const who = { ...young, createdAt: new Date() }
  await say(who, { post: 'randomart' }, `Look, @${ada.handle}.`)
  assert.deepEqual(await kinds(ada), ['mention'])
  const id = await aBemoaning(ada)
  const answer = await comment(who, id, { body: `It is #${id}, @${ada.handle}.` })
  assert.ok(answer.ok, answer.ok ? '' : answer.message)
  const linked = await comment(who, id, { body: 'It is [this](/b/1).' })
  assert.ok(!linked.ok)
})
