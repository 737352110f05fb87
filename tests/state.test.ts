import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { sql } from 'drizzle-orm'
import { stateWindows } from '@/core/windows'
import { bemoanings, db } from '@/db'
import { editBemoaning, takeBack } from '@/lib/bemoaning'
import { comment, deleteComment } from '@/lib/comment'
import { moderateBemoaning, removeComment } from '@/lib/moderation'
import { setSetting } from '@/lib/setting'
import { removeStarter, seedIfEmpty } from '@/lib/starter'
import { foldStats, readState, recountStats } from '@/lib/state'
import { castVote, createVisitor } from '@/lib/vote'
import { audit } from '@/tools/admin/audit'
import { databaseReady, ownDatabase } from './database'
import { inParallel } from './http/helpers'
import { aBemoaning, aUser as makeUser } from './makers'
import { figuresByHand } from './state-by-hand'

ownDatabase()

before(async () => {
  await databaseReady()
  await setSetting('rate-limits', 'off')
})

/** Similar handles are refused, and the makers count with letters and digits. */
const aUser = (options: Parameters<typeof makeUser>[0] = {}, left = 5): ReturnType<typeof makeUser> =>
  makeUser(options).catch((error: unknown) => {
    if (left === 0) throw error
    return aUser(options, left - 1)
  })

const waiting = async (): Promise<number> =>
  (await db().execute<{ n: number }>(sql`select count(*)::int as n from stat_deltas`)).rows[0]?.n ?? -1

/** Expects the stored figures to match the rows, before and after folding. */
async function assertExact(what: string): Promise<void> {
  const said: string[] = []
  const voice = { json: false, say: (line: string) => said.push(line), note: () => {} }
  assert.equal(await audit(voice), 0, `${what}: ${said.join('\n')}`)
  for (const window of stateWindows) {
    const now = Date.now()
    const { span, mostShared, mostSelfInflicted, oldestUnfixed, ...figures } = await readState(window, now)
    const ids = [mostShared, mostSelfInflicted, oldestUnfixed].map((list) => list.map(({ id }) => id))
    assert.deepEqual({ ...figures, ids }, await figuresByHand(span), `${what}, ${window}`)
  }
}

const fix = (id: number, afterDays: number) =>
  db().execute(
    sql`update bemoaning_ranks set state = 'fixed', fixed_epoch = epoch + ${afterDays}::float8 * 86400 where id = ${id}`,
  )
const unfix = (id: number) =>
  db().execute(sql`update bemoaning_ranks set state = 'broken', fixed_epoch = null where id = ${id}`)
const age = (id: number, days: number) =>
  db().execute(sql`update bemoaning_ranks set epoch = epoch - ${days}::float8 * 86400 where id = ${id}`)

test('no rows give zeros, not nonsense', async () => {
  await assertExact('nothing')
  const { medianDays, tags, course, bemoanings: count } = await readState('all')
  assert.deepEqual({ medianDays, tags, count }, { medianDays: null, tags: [], count: 0 })
  assert.equal(course.length, 1)
})

test('starter content is counted, and goes with everything that depends on it', async () => {
  await seedIfEmpty()
  await assertExact('starter content')
  assert.ok((await readState('all')).fixes > 0)
  await foldStats()
  await removeStarter()
  assert.equal(await db().$count(bemoanings), 0)
  await assertExact('without it')
  await foldStats()
  await assertExact('without it, folded')
})

test('one row', async () => {
  const author = await aUser()
  const id = await aBemoaning(author, undefined, ['ci', 'dns'])
  await assertExact('one')
  assert.equal((await readState('week')).tags.length, 2)
  await age(id, 2)
  await fix(id, 0.9)
  await assertExact('fixed')
  assert.equal((await readState('week')).medianDays, 0)
  await age(id, 12)
  await fix(id, 10)
  await foldStats()
  await assertExact('older, and fixed after ten days')
  const week = await readState('week')
  assert.deepEqual([week.bemoanings, week.fixes, week.medianDays], [0, 1, 10])
})

test('each change that counts is counted, and folding changes nothing', async () => {
  const [author, other] = [await aUser(), await aUser()]
  const moderator = await aUser({ role: 'moderator' })
  const id = await aBemoaning(author, undefined, ['ci', 'dns'])
  await age(id, 40)
  await foldStats()
  const steps: [string, () => Promise<unknown>][] = [
    ['commented', () => comment(other, id, { body: 'So true.' })],
    ['answered', () => comment(author, id, { body: 'Is it?' })],
    ['edited', () => editBemoaning(author, id, { tags: ['dns', 'java', 'css'] }, null)],
    ['fixed', () => fix(id, 3)],
    ['tagged while fixed', () => editBemoaning(author, id, { tags: ['npm'] }, null)],
    ['fixed later', () => fix(id, 31)],
    ['removed', () => moderateBemoaning(moderator, id, 'remove', 'test')],
    ['restored', () => moderateBemoaning(moderator, id, 'restore', 'test')],
    ['unfixed', () => unfix(id)],
    ['taken back', () => takeBack(author, id)],
  ]
  for (const [what, step] of steps) {
    await step()
    assert.ok((await waiting()) > 0, `${what} leaves a trace`)
    await assertExact(what)
    await foldStats()
    assert.equal(await waiting(), 0)
    await assertExact(`${what}, folded`)
  }
  const second = await aBemoaning(author)
  const made = await comment(other, second, { body: 'One to delete.' })
  const more = await comment(other, second, { body: 'One to remove.' })
  assert.ok(made.ok && more.ok)
  await foldStats()
  await deleteComment(other, made.value.id)
  await deleteComment(other, made.value.id)
  await removeComment(moderator, more.value.id, 'test')
  assert.equal(await waiting(), 2)
  await assertExact('comments gone')
})

test('a folding process that is killed leaves everything as it was', async () => {
  await aBemoaning(await aUser())
  const before = await waiting()
  await db()
    .transaction(async (tx) => {
      await tx.execute(sql`select fold_stats()`)
      throw new Error('killed')
    })
    .catch(() => {})
  assert.equal(await waiting(), before)
  await assertExact('after it')
})

test('votes write no deltas', async () => {
  const id = await aBemoaning(await aUser())
  await foldStats()
  for (const kind of ['bemoan', 'self_inflicted', null] as const)
    await castVote(await createVisitor(), id, kind)
  assert.equal(await waiting(), 0)
  await assertExact('voted')
})

test('a text that waits for the jury counts once it is published', async () => {
  const [author, moderator] = [await aUser({ ageDays: 0 }), await aUser({ role: 'moderator' })]
  const id = await aBemoaning(author, `A link: https://example.org/${Date.now()} is all I have to say.`)
  const count = async () => (await readState('week')).bemoanings
  const before = await count()
  await moderateBemoaning(moderator, id, 'publish', 'test')
  assert.equal(await count(), before + 1)
  await assertExact('published')
})

/** No two share a tag: transactions that change two tag counts in different orders could wait for each other. */
const tagSets = [
  [
    ['ci', 'dns'],
    ['npm', 'css', 'java'],
  ],
  [
    ['git', 'go'],
    ['c', 'cpp', 'cloud'],
  ],
  [
    ['docker', 'email'],
    ['linux', 'legacy', 'naming'],
  ],
] as const

test('many concurrent changes are counted exactly while others fold and recount', async () => {
  const authors = await Promise.all(Array.from({ length: 5 }, () => aUser()))
  const moderator = await aUser({ role: 'moderator' })
  const visitor = await createVisitor()
  const ids: number[] = []
  for (const author of authors) for (let i = 0; i < 2; i += 1) ids.push(await aBemoaning(author))
  for (const id of ids) await age(id, 8)
  const done = new Map<number, number>()
  const work = async (n: number): Promise<void> => {
    const [kind, round] = [n % 9, Math.floor(n / 9)]
    const which = round % 3
    const [id, author] = [ids[which], authors[Math.floor(which / 2)]]
    const [few, many] = tagSets[which] ?? []
    assert.ok(id && author && few && many)
    const often = Math.floor(round / 3) % 2 === 0
    const said = () => comment(authors[round % 5] ?? author, id, { body: `Comment ${n}` })
    const steps = [
      said,
      () => moderateBemoaning(moderator, id, often ? 'remove' : 'restore', 'test'),
      () => editBemoaning(author, id, { tags: [...(often ? few : many)] }, null),
      // A vote that collides with a removal fails, and leaves nothing.
      () => castVote(visitor, id, often ? 'bemoan' : 'self_inflicted').catch(() => false),
      () => (often ? fix(id, n % 7) : unfix(id)),
      () => aBemoaning(author),
      () =>
        said().then((made) => (made.ok ? deleteComment(authors[round % 5] ?? author, made.value.id) : made)),
      foldStats,
      recountStats,
    ]
    const result: unknown = await steps[kind]?.()

    const refused = typeof result === 'object' && result !== null && 'ok' in result && !result.ok
    if (result !== false && !refused) done.set(kind, (done.get(kind) ?? 0) + 1)
  }
  await inParallel(
    Array.from({ length: 270 }, (_, n) => n),
    12,
    work,
  )
  for (let kind = 0; kind < 9; kind += 1) assert.ok((done.get(kind) ?? 0) > 1, `step ${kind} was done`)
  await assertExact('after all that')
  await Promise.all(Array.from({ length: 5 }, foldStats))
  assert.equal(await waiting(), 0)
  await assertExact('after all that, folded')
})
