import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'drizzle-orm'
import type { Viewer } from '@/core/context'
import type { Result } from '@/core/result'
import { db } from '@/db'
import { findPermalink } from '@/lib/bemoaning'
import { listNotices } from '@/lib/notice'
import { castVote } from '@/lib/vote'
import { ownDatabase } from '@/tests/database'
import { aBemoaning, aUser } from '@/tests/makers'
import { confirmFix, declineFix, proposeFix, setState } from './commands'
import { addEnding, removeEnding } from './ending'

ownDatabase()

const url = 'https://example.org/releases/2.0'
const codeOf = (result: Result<unknown>) => (result.ok ? 'ok' : result.code)

const standingOf = async (id: number) => {
  const found = await findPermalink(id)
  assert.ok(found)
  return found
}

const inbox = async (user: Viewer) => {
  const list = await listNotices(user.id)
  assert.ok(list.ok)
  return list.value.items.map(({ kind, bemoaning }) => `${kind} ${bemoaning?.id}`)
}

const logged = async (id: number) =>
  (
    await db().execute<{ action: string; reason: string }>(
      sql`select action, reason from moderations where bemoaning_id = ${id} order by id`,
    )
  ).rows

/** Creates a user old enough, with whom ten people agreed. */
async function aTrusted(): Promise<Viewer> {
  const user = await aUser({ ageDays: 40 })
  const id = await aBemoaning(user)
  await db().execute(sql`update bemoaning_ranks set bemoan = 10 where id = ${id}`)
  return user
}

/** Proposes a fix and returns its id. */
async function proposed(by: Viewer, id: number): Promise<number> {
  assert.equal(codeOf(await proposeFix(by, id, { url })), 'ok')
  const { standing } = await standingOf(id)
  assert.ok(standing.proposal)
  return standing.proposal.id
}

test('an author sets the state; a stranger may not; a moderator’s change is logged', async () => {
  const [author, stranger, moderator] = [await aUser(), await aUser(), await aUser({ role: 'moderator' })]
  const id = await aBemoaning(author)
  assert.equal(codeOf(await setState(stranger, id, { state: 'fixed' })), 'forbidden')
  assert.equal(codeOf(await setState(author, id, { state: 'workaround', note: 'Turn it off.' })), 'ok')
  const first = await standingOf(id)
  assert.equal(first.card.state, 'workaround')
  assert.deepEqual(
    { ...first.standing.change, at: 0 },
    { state: 'workaround', note: 'Turn it off.', url: null, author: true, handle: null, at: 0 },
  )
  assert.deepEqual(await logged(id), [])
  assert.equal(codeOf(await setState(moderator, id, { state: 'fixed', note: 'Release 2.0.' })), 'ok')
  assert.deepEqual(await logged(id), [{ action: 'mark fixed', reason: 'Release 2.0.' }])
  assert.equal((await standingOf(id)).standing.change?.handle, moderator.handle)
  const { rows } = await db().execute(
    sql`select count(*)::int as n from state_changes where bemoaning_id = ${id}`,
  )
  await setState(moderator, id, { state: 'fixed', note: 'Again.' })
  assert.deepEqual(rows, [{ n: 2 }], 'saying the same twice writes nothing')
})

test('everybody who bemoaned it too gets one notice, deleted if the fix did not hold', async () => {
  const [author, too, self] = [await aUser(), await aUser(), await aUser()]
  const id = await aBemoaning(author)
  await castVote(too.voterId, id, 'bemoan')
  await castVote(self.voterId, id, 'self_inflicted')
  await setState(author, id, { state: 'fixed' })
  await setState(author, id, { state: 'broken' })
  assert.deepEqual(await inbox(too), [], 'not read, not true: gone')
  await setState(author, id, { state: 'fixed' })
  assert.deepEqual(await inbox(too), [`fixed ${id}`])
  await db().execute(sql`update notices set read_at = now()`)
  await setState(author, id, { state: 'workaround' })
  await setState(author, id, { state: 'fixed' })
  assert.deepEqual(await inbox(too), [`fixed ${id}`], 'one, however often')
  assert.deepEqual(await inbox(self), [])
  assert.deepEqual(await inbox(author), [], 'nobody is told of what they did')
})

test('a proposal waits for its author, who is notified and confirms', async () => {
  const [author, proposer] = [await aUser(), await aUser()]
  const id = await aBemoaning(author)
  const proposal = await proposed(proposer, id)
  assert.deepEqual(await inbox(author), [`proposed ${id}`])
  assert.equal((await standingOf(id)).card.state, 'broken')
  assert.equal(codeOf(await proposeFix(await aUser(), id, { url })), 'conflict', 'one is open at a time')
  assert.equal(codeOf(await confirmFix(proposer, proposal)), 'forbidden', 'not one’s own')
  assert.equal(codeOf(await confirmFix(author, proposal)), 'ok')
  const { card, standing } = await standingOf(id)
  assert.deepEqual([card.state, standing.proposal, standing.change?.url], ['fixed', null, url])
  assert.deepEqual(await inbox(proposer), [`fixed ${id}`])
  assert.equal(codeOf(await confirmFix(author, proposal)), 'not-found', 'decided once')
})

test('three trusted users confirm together, even at once; others do not count', async () => {
  const [author, proposer] = [await aUser(), await aUser()]
  const id = await aBemoaning(author)
  const proposal = await proposed(proposer, id)
  for (const nobody of [await aUser(), await aUser({ ageDays: 90 })])
    assert.equal(codeOf(await confirmFix(nobody, proposal)), 'forbidden')
  const [one, two, three] = [await aTrusted(), await aTrusted(), await aTrusted()]
  for (const again of [1, 2]) assert.equal(codeOf(await confirmFix(one, proposal)), 'ok', `time ${again}`)
  assert.equal((await standingOf(id)).standing.proposal?.confirmed, 1)
  const codes = (await Promise.all([confirmFix(two, proposal), confirmFix(three, proposal)])).map(codeOf)
  assert.deepEqual(codes, ['ok', 'ok'])
  const { card, standing } = await standingOf(id)
  assert.equal(card.state, 'fixed')
  assert.deepEqual([standing.change?.author, standing.change?.handle], [false, null])
  const { rows } = await db().execute(
    sql`select count(*)::int as n from state_changes where bemoaning_id = ${id}`,
  )
  assert.deepEqual(rows, [{ n: 1 }])
})

test('a declined proposal makes room for the next; its proposer is notified', async () => {
  const [author, proposer, stranger] = [await aUser(), await aUser(), await aUser()]
  const id = await aBemoaning(author)
  const proposal = await proposed(proposer, id)
  assert.equal(codeOf(await declineFix(stranger, proposal)), 'forbidden')
  assert.equal(codeOf(await declineFix(author, proposal)), 'ok')
  assert.deepEqual(await inbox(proposer), [`declined ${id}`])
  assert.deepEqual(await inbox(author), [], 'what is decided is not asked any more')
  await proposed(stranger, id)
})

test('a proposal needs no link, and a new account cannot give one', async () => {
  const author = await aUser()
  const id = await aBemoaning(author)
  const young = await aUser({ ageDays: 0 })
  assert.equal(codeOf(await proposeFix(young, id, { url })), 'forbidden')
  assert.equal(codeOf(await proposeFix(young, id, {})), 'ok')
  const { standing } = await standingOf(id)
  assert.deepEqual([standing.proposal?.url, standing.proposal?.handle], [null, young.handle])
  assert.equal(codeOf(await confirmFix(author, standing.proposal?.id ?? 0)), 'ok')
  assert.equal((await standingOf(id)).card.state, 'fixed')
})

test('nothing can be proposed for an unpublished bemoaning', async () => {
  const author = await aUser()
  const id = await aBemoaning(author)
  assert.equal(codeOf(await proposeFix(author, 999_999, { url })), 'not-found')
  await db().execute(sql`update bemoaning_ranks set status = 'removed' where id = ${id}`)
  assert.equal(codeOf(await setState(author, id, { state: 'fixed' })), 'not-found')
  assert.equal(codeOf(await proposeFix(await aUser(), id, { url })), 'not-found')
  assert.equal(codeOf(await addEnding(author, id, 'We moved.')), 'not-found')
})

test('an anonymous author’s acts on it never reveal their name', async () => {
  const author = await aUser({ role: 'moderator' })
  const id = await aBemoaning(author)
  await db().execute(sql`update bemoanings set anonymous = true where id = ${id}`)
  await proposeFix(author, id, { url, note: 'It is in there.' })
  await setState(author, id, { state: 'broken' })
  await addEnding(author, id, 'We printed it.')
  assert.ok(!JSON.stringify(await standingOf(id)).includes(author.handle))
  assert.deepEqual(await logged(id), [], 'nor by the log')
})

test('an ending is set once, by its author; a moderator can remove it', async () => {
  const [author, moderator] = [await aUser(), await aUser({ role: 'moderator' })]
  const id = await aBemoaning(author)
  assert.equal(codeOf(await addEnding(moderator, id, 'It was mine.')), 'not-found')
  const twice = await Promise.all([addEnding(author, id, 'We moved.'), addEnding(author, id, 'We stayed.')])
  assert.deepEqual(twice.map(codeOf).sort(), ['conflict', 'ok'])
  assert.equal(codeOf(await removeEnding(author, id, 'I changed my mind.')), 'forbidden')
  assert.equal(codeOf(await removeEnding(moderator, id, 'It names somebody.')), 'ok')
  assert.equal((await standingOf(id)).standing.ending, null)
  assert.deepEqual(await logged(id), [{ action: 'remove the ending', reason: 'It names somebody.' }])
})
