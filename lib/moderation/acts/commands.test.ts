import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'drizzle-orm'
import { db } from '@/db'
import { findFate, takeBack } from '@/lib/bemoaning'
import { comment, markRemedy } from '@/lib/comment'
import { ownDatabase } from '@/tests/database'
import { aBemoaning, aUser } from '@/tests/makers'
import { moderateBemoaning, removeComment } from './commands'

ownDatabase()

test('a removed comment no longer counts', async () => {
  const [author, other, moderator] = [await aUser(), await aUser(), await aUser({ role: 'moderator' })]
  const id = await aBemoaning(author)
  await comment(author, id, { body: 'Mine.' })
  const made = await comment(other, id, { body: 'Theirs.' })
  assert.ok(made.ok)
  const refused = await removeComment(other, made.value.id, 'because')
  assert.equal(refused.ok ? 'ok' : refused.code, 'forbidden')
  assert.ok((await removeComment(moderator, made.value.id, 'because')).ok)
  const { rows } = await db().execute(sql`select comments, commenters from bemoaning_ranks where id = ${id}`)
  assert.deepEqual(rows, [{ comments: 1, commenters: 1 }])
})

test('a removal shows its own reason; one deleted by its author has none and cannot be restored', async () => {
  const [author, moderator] = [await aUser(), await aUser({ role: 'moderator' })]
  const id = await aBemoaning(author)
  for (const [move, reason] of [
    ['remove', 'An advertisement.'],
    ['restore', 'It was not.'],
  ] as const) {
    assert.ok((await moderateBemoaning(moderator, id, move, reason)).ok)
    if (move !== 'remove') continue
    assert.equal((await findFate(id, null))?.reason, 'An advertisement.')
    assert.equal((await findFate(id, null))?.body, null)
    assert.ok((await findFate(id, author))?.body, 'its author reads it while writing an appeal')
  }
  assert.equal(await findFate(id, null), null)
  assert.ok((await takeBack(author, id)).ok)
  assert.deepEqual(await findFate(id, null), {
    status: 'removed',
    reason: null,
    own: false,
    body: null,
    removal: null,
    mergedInto: null,
  })
  assert.equal((await findFate(id, author))?.body, null, 'what its author deleted is gone')
  const again = await moderateBemoaning(moderator, id, 'restore', 'Let us see.')
  assert.equal(again.ok ? 'ok' : again.code, 'conflict')
})

test("an author cannot overwrite a moderator's removal", async () => {
  const [author, moderator] = [await aUser(), await aUser({ role: 'moderator' })]
  const id = await aBemoaning(author, 'Buy my course on the state of computer science.')
  assert.ok((await moderateBemoaning(moderator, id, 'remove', 'An advertisement.')).ok)
  const gone = await takeBack(author, id)
  assert.equal(gone.ok ? 'ok' : gone.code, 'gone')
  assert.equal((await findFate(id, null))?.reason, 'An advertisement.')
  const { rows } = await db().execute(sql`select body from bemoanings where id = ${id}`)
  assert.deepEqual(rows, [{ body: 'Buy my course on the state of computer science.' }])
  assert.ok((await moderateBemoaning(moderator, id, 'restore', 'It was not.')).ok)
  assert.ok((await takeBack(author, id)).ok)
  assert.ok((await takeBack(author, id)).ok, 'again changes nothing')
  const other = await takeBack(await aUser(), id)
  assert.equal(other.ok ? 'ok' : other.code, 'not-found')
})

test('the log cannot be changed', async () => {
  await assert.rejects(db().execute(sql`update moderations set reason = 'Nothing happened.'`))
  await assert.rejects(db().execute(sql`delete from moderations`))
})

test('a removed comment stops being the remedy', async () => {
  const [author, other, moderator] = [await aUser(), await aUser(), await aUser({ role: 'moderator' })]
  const id = await aBemoaning(author)
  const made = await comment(other, id, { body: 'Turn it off.' })
  assert.ok(made.ok)
  assert.ok((await markRemedy(author, made.value.id, true)).ok)
  assert.ok((await removeComment(moderator, made.value.id, 'because')).ok)
  const { rows } = await db().execute(sql`select remedy_id from bemoanings where id = ${id}`)
  assert.deepEqual(rows, [{ remedy_id: null }])
})
