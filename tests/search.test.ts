import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { before, test } from 'node:test'
import { sql } from 'drizzle-orm'
import { parse } from 'yaml'
import { z } from 'zod'
import { db } from '@/db'
import { editBemoaning, takeBack } from '@/lib/bemoaning'
import { comment, deleteComment, editComment, markRemedy } from '@/lib/comment'
import { moderateBemoaning, removeComment } from '@/lib/moderation'
import { foldSearch, learnWords, searchBemoanings as searchNow } from '@/lib/search'
import { readStarter, seedIfEmpty } from '@/lib/starter'
import { addEnding, setState } from '@/lib/world'
import { indexWritten, searchBemoanings } from '@/tests/indexed'
import { audit } from '@/tools/admin/audit'
import { databaseReady, ownDatabase } from './database'
import { aBemoaning, aUser } from './makers'

ownDatabase()
before(async () => {
  await databaseReady()
  await seedIfEmpty()
  while ((await learnWords()) > 0);
})

const queries = z
  .array(
    z.strictObject({
      q: z.string(),
      first: z.array(z.string()).optional(),
      none: z.literal(true).optional(),
      meant: z.string().optional(),
    }),
  )
  .parse(parse(readFileSync('tests/search-queries.yaml', 'utf8')))

const found = async (q: string, after?: string) => {
  const result = await searchBemoanings(q, { after })
  assert.ok(result.ok, q)
  return result.value
}
const idsOf = async (q: string) => (await found(q)).items.map(({ id }) => id)
const clean = async () => assert.equal(await audit({ json: true, say: () => {}, note: console.error }), 0)

test('every listed query finds the expected text first', async () => {
  assert.ok(queries.length >= 50)
  const keys = new Map(readStarter().map(({ key, body }) => [body.trim(), key]))
  for (const { q, first, none, meant } of queries) {
    const { items, meant: corrected } = await found(q)
    const got = items.map(({ body }) => keys.get(body) ?? '?')
    if (none) assert.deepEqual(got, [], q)
    else assert.ok(first?.includes(got[0] ?? ''), `${q}: ${got.slice(0, 4)} instead of ${first}`)
    if (meant !== undefined) assert.equal(corrected, meant, q)
  }
})

test('a changed text is found by its new words, and no longer by its old ones', async () => {
  const [author, other, moderator] = [await aUser(), await aUser(), await aUser({ role: 'moderator' })]
  const id = await aBemoaning(author, 'The quixotic toaster reports to a dashboard nobody has.')
  assert.deepEqual(await idsOf('quixotic'), [id])
  await editBemoaning(
    author,
    id,
    { body: 'The chimeric toaster reports to a dashboard nobody has.', tags: ['dns'] },
    null,
  )
  assert.deepEqual(
    [await idsOf('quixotic'), await idsOf('chimeric tag:dns'), await idsOf('chimeric tag:ci')],
    [[], [id], []],
  )
  await setState(author, id, { state: 'workaround' })
  await addEnding(author, id, 'It was replaced by a palimpsest.')
  const made = await comment(other, id, { body: 'Ours is vermilion.' })
  assert.ok(made.ok)
  await markRemedy(author, made.value.id, true)
  for (const q of [
    'chimeric state:workaround',
    'palimpsest',
    'vermilion',
    'chimeric has:remedy',
    'has:ending chimeric',
    `by:${author.handle} toaster`,
  ])
    assert.deepEqual(await idsOf(q), [id], q)
  assert.deepEqual(await idsOf('vermilion state:fixed'), [], 'operators hold for what was said too')
  assert.deepEqual(await idsOf('vermilion -toaster'), [])
  await editComment(other, made.value.id, 'Ours is cerulean.', null)
  assert.deepEqual([await idsOf('vermilion'), await idsOf('cerulean')], [[], [id]])
  await removeComment(moderator, made.value.id, 'a test')
  assert.deepEqual([await idsOf('cerulean'), await idsOf('chimeric has:remedy')], [[], []])
  await moderateBemoaning(moderator, id, 'remove', 'a test')
  assert.deepEqual([await idsOf('chimeric'), await idsOf('palimpsest')], [[], []])
  await moderateBemoaning(moderator, id, 'restore', 'a test')
  assert.deepEqual(await idsOf('chimeric'), [id])
  await clean()
  await takeBack(author, id)
  assert.deepEqual(await idsOf('chimeric'), [])
  await clean()
})

test('an anonymous author is not found by handle, and a deleted comment not at all', async () => {
  const author = await aUser()
  const id = await aBemoaning(author, 'An incognito kettle has subscribed me to its release notes.')
  await db().execute(sql`update bemoanings set anonymous = true where id = ${id}`)
  assert.deepEqual([await idsOf(`by:${author.handle}`), await idsOf('incognito')], [[], [id]])
  const made = await comment(author, id, { body: 'Its name is Ozymandias.' })
  assert.ok(made.ok)
  assert.deepEqual(await idsOf('ozymandias'), [id])
  await deleteComment(author, made.value.id)
  assert.deepEqual(await idsOf('ozymandias'), [])
  await clean()
})

test('what was edited, removed or made anonymous is not found by what it was, before any fold', async () => {
  const [author, moderator] = [await aUser(), await aUser({ role: 'moderator' })]
  const id = await aBemoaning(author, 'The obstreperous password of the printer is in this sentence.')
  const said = await comment(author, id, { body: 'And the recalcitrant one is in this comment.' })
  assert.ok(said.ok)
  const now = async (q: string) => {
    const result = await searchNow(q)
    return result.ok ? result.value.items.map(({ id }) => id) : []
  }
  await indexWritten()
  for (const q of ['obstreperous', 'recalcitrant', `by:${author.handle}`])
    assert.deepEqual(await now(q), [id])
  await db().execute(sql`update bemoanings set anonymous = true where id = ${id}`)
  assert.deepEqual(await now(`by:${author.handle}`), [])
  await editComment(author, said.value.id, 'Nothing is in this comment.', null)
  assert.deepEqual(await now('recalcitrant'), [])
  await indexWritten()
  await editBemoaning(
    author,
    id,
    { body: 'The printer has no password in this sentence.', tags: ['ci'] },
    null,
  )
  assert.deepEqual(await now('obstreperous'), [])
  await indexWritten()
  assert.deepEqual(await now('printer password sentence'), [id])
  await moderateBemoaning(moderator, id, 'remove', 'a test')
  assert.deepEqual(await now('printer password sentence'), [])
  // A fold at the same moment as a removal does not bring it back.
  for (let i = 0; i < 10; i += 1) {
    await moderateBemoaning(moderator, id, 'restore', 'a test')
    await Promise.all([foldSearch(), moderateBemoaning(moderator, id, 'remove', 'a test'), foldSearch()])
    assert.deepEqual(await now('printer password sentence'), [])
    await indexWritten()
    assert.deepEqual(await now('printer password sentence'), [])
  }
  await clean()
})

test('several processes fold every change once, and a fold that is interrupted loses none', async () => {
  const author = await aUser()
  const made: number[] = []
  for (let i = 0; i < 40; i += 1) made.push(await aBemoaning(author, `Sisyphean number ${i} of the folded.`))
  await db()
    .transaction(async (tx) => {
      await tx.execute(sql`select search_fold(1000)`)
      throw new Error('killed')
    })
    .catch(() => {})
  assert.equal((await searchNow('sisyphean folded')).ok, true)
  await Promise.all(Array.from({ length: 4 }, () => foldSearch()))
  await indexWritten()
  const seen = await found('sisyphean folded')
  assert.equal(seen.items.length > 0, true)
  const { rows } = await db().execute<{ left: number; indexed: number }>(sql`
    select (select count(*)::int from search_changes) as left,
           (select count(*)::int from search_bemoanings where id = any(${sql.param(made)}::bigint[])) as indexed`)
  assert.deepEqual(rows, [{ left: 0, indexed: 40 }])
  await clean()
})

test('a word that is only in removed texts is never suggested', async () => {
  const [author, moderator] = [await aUser(), await aUser({ role: 'moderator' })]
  const id = await aBemoaning(author, 'My colleague Xanthippus broke the build and denies all of it.')
  await indexWritten()
  await learnWords()
  assert.equal((await found('xanthipus')).meant, 'xanthippus')
  await moderateBemoaning(moderator, id, 'remove', 'It names somebody.')
  const { meant, items } = await found('xanthipus')
  assert.deepEqual([meant, items], [null, []])
})

test('pages have no repeats and no gaps, also while others post', async () => {
  const author = await aUser()
  const word = 'perpendicular'
  const made: number[] = []
  for (let i = 0; i < 130; i += 1)
    made.push(await aBemoaning(author, `Nothing here is ${word}, says number ${i} of the many.`))
  const seen: number[] = []
  let after: string | undefined
  do {
    const page = await found(word, after)
    seen.push(...page.items.map(({ id }) => id))
    after = page.next ?? undefined
    await aBemoaning(author, `Something new is ${word}, after ${seen.length} that were seen.`)
  } while (after)
  assert.equal(new Set(seen).size, seen.length, 'no repeats')
  assert.deepEqual(
    seen.toSorted((a, b) => a - b),
    made,
    'no gaps',
  )
})
