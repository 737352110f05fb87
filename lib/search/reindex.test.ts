import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { sql } from 'drizzle-orm'
import { db } from '@/db'
import { editBemoaning } from '@/lib/bemoaning'
import { comment } from '@/lib/comment'
import { databaseReady, ownDatabase } from '@/tests/database'
import { aBemoaning, aUser } from '@/tests/makers'
import { foldSearch } from './fold'
import { reindexSearch } from './reindex'

ownDatabase()
before(databaseReady)

/** Puts the site into the state after the migration: everything is indexed as before, and pending. */
const forget = () =>
  db().transaction(async (tx) => {
    await tx.execute(sql`update search_bemoanings set search = to_tsvector('ibtsocs', 'stale')`)
    await tx.execute(sql`update search_comments set search = to_tsvector('ibtsocs', 'stale')`)
    await tx.execute(
      sql`insert into search_pending values (false, 9007199254740991), (true, 9007199254740991)`,
    )
  })
const step = async (most: number) =>
  (await db().execute<{ texts: number }>(sql`select search_reindex(${most}) as texts`)).rows[0]?.texts
const stale = async () =>
  (
    await db().execute<{ id: number }>(
      sql`select id::int from search_bemoanings where search @@ 'stale' order by id`,
    )
  ).rows.map(({ id }) => id)
const wrong = async () =>
  (
    await db().execute(sql`
      select s.id from search_bemoanings s join search_documents(null) d on d.id = s.id where s.search <> d.search
      union all
      select s.id from search_comments s join search_comment_documents(null) d on d.id = s.id where s.search <> d.search`)
  ).rows.length

test('texts are indexed anew newest first; interrupted, it goes on where it was', async () => {
  const author = await aUser()
  const ids: number[] = []
  for (let i = 0; i < 7; i += 1)
    ids.push(await aBemoaning(author, `Number ${i} of “seven” waits—to be indexed.`))
  for (const id of ids) await comment(author, id, { body: 'As «written».' })
  await foldSearch()
  await forget()
  assert.equal(await step(3), 3)
  assert.deepEqual(await stale(), ids.slice(0, 4))
  // A step that is interrupted changes nothing, also not what is pending.
  await db()
    .transaction(async (tx) => {
      await tx.execute(sql`select search_reindex(3)`)
      throw new Error('killed')
    })
    .catch(() => {})
  assert.deepEqual(await stale(), ids.slice(0, 4))
  // What is written meanwhile is indexed, and stays.
  await editBemoaning(author, ids[0] ?? 0, { body: 'This one was edited meanwhile.', tags: ['ci'] }, null)
  await foldSearch()
  assert.deepEqual(await stale(), ids.slice(1, 4))
  assert.ok((await reindexSearch()) > 0)
  assert.equal(await wrong(), 0)
  assert.equal(await reindexSearch(), 0, 'nothing is left')
})

test('two processes at once index every text', async () => {
  await forget()
  await Promise.all([reindexSearch(), reindexSearch(), reindexSearch()])
  await reindexSearch()
  assert.equal(await wrong(), 0)
})

test('an edit during a step is not overwritten with the text before', async () => {
  const author = await aUser()
  const id = await aBemoaning(author, 'A text that will be changed while it is indexed anew.')
  for (let i = 0; i < 8; i += 1) {
    await forget()
    const body = `A text that has been changed ${i} times, counted at the same moment.`
    await Promise.all([
      reindexSearch(),
      foldSearch(),
      editBemoaning(author, id, { body, tags: ['ci'] }, null),
      foldSearch(),
    ])
    await reindexSearch()
    await foldSearch()
    assert.equal(await wrong(), 0)
  }
})
