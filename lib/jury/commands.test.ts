import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'drizzle-orm'
import type { Viewer } from '@/core/context'
import type { Result } from '@/core/result'
import { db } from '@/db'
import { editBemoaning, findFate, takeBack } from '@/lib/bemoaning'
import { listLog, moderateBemoaning } from '@/lib/moderation'
import { listNotices } from '@/lib/notice'
import { banUser } from '@/lib/user'
import { ownDatabase } from '@/tests/database'
import { indexWritten } from '@/tests/indexed'
import { allSay, aPending, manyUsers, nothingWaits, statusOf } from '@/tests/jury'
import { aUser } from '@/tests/makers'
import { audit } from '@/tools/admin/audit'
import { judge } from './commands'
import { findHearing } from './hearing'
import { lastVerdict, nextItem, readBoard } from './queries'
import { appeal, skip, undo } from './second-thoughts'

ownDatabase()

const yes = { verdict: 'publish' } as const
const no = { verdict: 'reject', reason: 'advertisement' } as const
const codeOf = (result: Result<unknown>) => (result.ok ? 'ok' : result.code)
const drift = async (): Promise<number> => audit({ json: true, say: () => {}, note: () => {} })

const inbox = async (user: Viewer) => {
  const list = await listNotices(user.id)
  assert.ok(list.ok)
  return list.value.items.map(({ kind, bemoaning }) => `${kind} ${bemoaning?.id}`)
}

test('while few people may judge, two who agree decide, and one who differs leaves it to a moderator', async () => {
  const [author, first, second] = [await aUser(), await aUser(), await aUser()]
  await db().execute(
    sql`update users set banned_until = now() + interval '1 day' where id <> all(${sql.param(
      [author, first, second].map(({ id }) => id),
    )}::bigint[])`,
  )
  const [clear, mixed] = [await aPending(author, { young: true }), await aPending(author, { young: true })]
  assert.deepEqual((await findHearing(clear))?.quorum, { enough: 2, unanimous: true })
  await allSay([first], clear)
  assert.equal(await statusOf(clear), 'pending')
  await allSay([second], clear)
  assert.equal(await statusOf(clear), 'published')
  await allSay([first], mixed)
  await allSay([second], mixed, 'nonsense')
  assert.equal(await statusOf(mixed), 'pending')
  assert.equal((await findHearing(mixed))?.stuck, true)
  await db().execute(sql`update users set banned_until = null`)
  await nothingWaits()
})

test('eight publish verdicts publish it: dated now, its author notified, logged as the jury', async () => {
  const author = await aUser()
  const jurors = await manyUsers(9)
  const id = await aPending(author)
  await db().execute(sql`update bemoaning_ranks set epoch = epoch - 86400 where id = ${id}`)
  await allSay(jurors.slice(0, 7), id)
  assert.equal(await statusOf(id), 'pending')
  const last = await judge(jurors[7] as Viewer, id, yes)
  assert.deepEqual(last, { ok: true, value: { outcome: 'publish' } })
  assert.equal(await statusOf(id), 'published')
  await indexWritten()
  const { rows } = await db().execute<{ age: number; found: boolean }>(
    sql`select extract(epoch from now()) - epoch as age, exists (select 1 from search_bemoanings s where s.id = r.id) as found from bemoaning_ranks r where id = ${id}`,
  )
  assert.ok(Math.abs(rows[0]?.age ?? 99) < 60, 'it is new when people see it')
  assert.ok(rows[0]?.found)
  assert.deepEqual(await inbox(author), [`published ${id}`])
  const log = await listLog()
  assert.ok(log.ok)
  const [entry] = log.value.items
  assert.deepEqual(
    [entry?.by, entry?.moderator, entry?.action, entry?.reason],
    ['jury', null, 'publish', '8 of 8 jurors would publish it.'],
  )
  assert.equal(codeOf(await judge(jurors[8] as Viewer, id, yes)), 'conflict', 'who comes too late is told')
  assert.equal(codeOf(await judge(jurors[0] as Viewer, id, no)), 'conflict')
  assert.equal(await drift(), 0)
})

test('eight reject verdicts reject it: the author reads why, appeals once, and other jurors judge', async () => {
  const author = await aUser()
  const [first, second] = [await manyUsers(8), await manyUsers(8)]
  const id = await aPending(author)
  await allSay(first, id, 'advertisement')
  assert.equal(await statusOf(id), 'rejected')
  assert.match((await findFate(id, author))?.reason ?? '', /8 of 8 jurors .* it advertises something/)
  assert.deepEqual(await inbox(author), [`rejected ${id}`])
  assert.equal(codeOf(await appeal(await aUser(), id)), 'not-found')
  assert.equal(codeOf(await appeal(author, id)), 'ok')
  assert.equal(codeOf(await appeal(author, id)), 'conflict', 'once')
  assert.deepEqual(
    [(await findHearing(id))?.opening, (await findHearing(id))?.given],
    ['appeal', 0],
    'counts are fresh',
  )
  assert.equal(codeOf(await judge(first[0] as Viewer, id, no)), 'conflict', 'others judge it now')
  assert.equal(await nextItem(first[0] as Viewer), null)
  assert.equal((await nextItem(second[0] as Viewer))?.id, id)
  await allSay(second, id)
  assert.equal(await statusOf(id), 'published')
  assert.deepEqual(await inbox(author), [`published ${id}`])
  const board = await readBoard(first[0] as Viewer)
  assert.deepEqual([board.record.publishWrong, board.record.rejectRight], [1, 0], 'the first jury was wrong')
  assert.equal(await drift(), 0)
})

test('a juror cannot judge their own text, a settled one, or one twice; young and banned accounts cannot judge', async () => {
  const [author, juror, young] = [await aUser(), await aUser(), await aUser({ ageDays: 0.9 })]
  const id = await aPending(author, { anonymous: true })
  assert.equal(codeOf(await judge(author, id, yes)), 'not-found')
  assert.equal(codeOf(await judge(juror, 999_999, yes)), 'not-found')
  assert.equal(codeOf(await judge(young, id, yes)), 'forbidden')
  assert.equal(codeOf(await skip(young, id)), 'forbidden')
  assert.equal(codeOf(await judge(juror, id, yes)), 'ok')
  assert.equal(codeOf(await judge(juror, id, no)), 'conflict')
  const bad = await aUser()
  assert.ok((await banUser(bad.handle, new Date(Date.now() + 86_400_000), 'Spam.')).ok)
  assert.equal(codeOf(await judge(bad, id, yes)), 'banned')
  assert.equal((await findHearing(id))?.given, 1)
  assert.equal(await nextItem(author), null)
})

test("one juror's concurrent verdicts count once; of ten concurrent jurors two come too late", async () => {
  const author = await aUser()
  const id = await aPending(author)
  const jurors = await manyUsers(10)
  const one = jurors[0] as Viewer
  const double = await Promise.all([1, 2, 3, 4].map(() => judge(one, id, yes)))
  assert.deepEqual(double.map(codeOf).sort(), ['conflict', 'conflict', 'conflict', 'ok'])
  const rest = (await Promise.all(jurors.slice(1).map((juror) => judge(juror, id, yes)))).map(codeOf)
  assert.deepEqual(
    [rest.filter((code) => code === 'ok').length, rest.filter((code) => code === 'conflict').length],
    [7, 2],
  )
  assert.equal(await statusOf(id), 'published')
  assert.equal(await drift(), 0)
})

test('concurrent settlements with the same jurors lock in one order', async () => {
  const author = await aUser()
  const jurors = await manyUsers(9)
  const ids: number[] = []
  for (let i = 0; i < 6; i += 1) ids.push(await aPending(author))
  const codes = await Promise.all(
    ids.flatMap((id, i) =>
      jurors.map((juror, k) => judge(juror, id, (i + k) % 9 === 0 ? no : yes).then(codeOf)),
    ),
  )
  assert.ok(codes.every((code) => code === 'ok' || code === 'conflict'))
  for (const id of ids) assert.equal(await statusOf(id), 'published')
  const { rows } = await db().execute<{ sum: number }>(sql`select sum(points)::int as sum from jurors`)
  assert.equal(rows[0]?.sum, 0)
  assert.equal(await drift(), 0)
})

test('a moderator and the deciding verdict at once: exactly one of them decides', async () => {
  const moderator = await aUser({ role: 'moderator' })
  for (let i = 0; i < 5; i += 1) {
    const id = await aPending(await aUser())
    const jurors = await manyUsers(8)
    await allSay(jurors.slice(0, 7), id)
    const both = await Promise.all([
      judge(jurors[7] as Viewer, id, yes),
      moderateBemoaning(moderator, id, 'reject', 'An advertisement.'),
    ])
    assert.deepEqual(both.map(codeOf).sort(), ['conflict', 'ok'])
    assert.equal(await statusOf(id), both[0].ok ? 'published' : 'rejected')
  }
  assert.equal(await drift(), 0)
})

test("a moderator's decision scores the verdicts, and a restoration reverses the scores", async () => {
  const [author, moderator] = [await aUser(), await aUser({ role: 'moderator' })]
  const jurors = await manyUsers(3)
  const id = await aPending(author)
  await allSay(jurors.slice(0, 2), id, 'nonsense')
  await allSay(jurors.slice(2), id)
  assert.ok((await moderateBemoaning(moderator, id, 'reject', 'It makes no sense.')).ok)
  assert.deepEqual(await inbox(author), [`moderated ${id}`])
  const points = async () =>
    Promise.all(jurors.map(async (juror) => Math.sign((await readBoard(juror)).points)))
  assert.deepEqual(await points(), [1, 1, -1])
  assert.ok((await moderateBemoaning(moderator, id, 'restore', 'It does.')).ok)
  assert.deepEqual(await points(), [-1, -1, 1])
  const { best } = await readBoard(author)
  assert.ok(best.some(({ handle }) => handle === jurors[2]?.handle))
  assert.equal(await drift(), 0)
})

test('the last verdict can be undone until the decision; the next one on it is not scored', async () => {
  const [author, juror, moderator] = [await aUser(), await aUser(), await aUser({ role: 'moderator' })]
  assert.equal(codeOf(await undo(juror)), 'not-found')
  await nothingWaits()
  const [id, other] = [await aPending(author), await aPending(author)]
  await allSay([juror], id, 'copied')
  const seen = await lastVerdict(juror)
  assert.deepEqual(
    [seen?.id, seen?.author, seen?.publish, seen?.reject, seen?.undoable],
    [id, author.handle, 0, 1, true],
  )
  assert.equal(codeOf(await undo(juror)), 'ok')
  assert.equal((await findHearing(id))?.given, 0)
  assert.equal((await nextItem(juror))?.id, id, 'it is there again')
  await allSay([juror], id)
  assert.ok((await moderateBemoaning(moderator, id, 'publish', 'Fine.')).ok)
  assert.equal((await readBoard(juror)).record.publishRight, 0)
  assert.equal(codeOf(await undo(juror)), 'conflict', 'decided')
  await allSay([juror], other)
  await db().execute(
    sql`update verdicts set created_at = now() - interval '6 minutes' where bemoaning_id = ${other}`,
  )
  assert.equal(codeOf(await undo(juror)), 'conflict', 'too late')
  assert.equal(await drift(), 0)
})

test('a skipped bemoaning stays away for a day', async () => {
  const juror = await aUser()
  await nothingWaits()
  const id = await aPending(await aUser())
  assert.equal(codeOf(await skip(juror, id)), 'ok')
  assert.equal(await nextItem(juror), null)
  assert.equal(codeOf(await skip(juror, 999_999)), 'not-found')
  await db().execute(sql`update jury_passes set until = now() - interval '1 second'`)
  assert.equal((await nextItem(juror))?.id, id)
})

test('a pending text that changes is judged anew, even by jurors of the old version', async () => {
  const author = await aUser()
  const jurors = await manyUsers(2)
  const id = await aPending(author)
  await allSay(jurors, id)
  assert.ok((await editBemoaning(author, id, { tags: ['git'] }, null)).ok)
  assert.equal((await findHearing(id))?.given, 2, 'tags are no other text')
  assert.ok(
    (await editBemoaning(author, id, { body: 'Now it says something else, and that is on purpose.' }, null))
      .ok,
  )
  assert.deepEqual([(await findHearing(id))?.given, (await findHearing(id))?.opening], [0, 'edited'])
  const stale = await judge(jurors[0] as Viewer, id, { ...yes, version: 1 })
  assert.equal(codeOf(stale), 'conflict')
  await allSay(jurors, id)
  assert.equal((await findHearing(id))?.given, 2)
  assert.ok((await takeBack(author, id)).ok)
  assert.equal((await findHearing(id))?.settledBy, 'author')
  assert.equal(codeOf(await judge(await aUser(), id, yes)), 'conflict')
  assert.equal(await drift(), 0)
})

test('jurors of weight 0 decide nothing, and after many verdicts only moderators decide', async () => {
  const id = await aPending(await aUser())
  const jurors = await manyUsers(24)
  const lazy = jurors.slice(0, 8).map(({ id }) => id)
  await db().execute(
    sql`insert into jurors (user_id, publish_right, reject_wrong) select unnest(${sql.param(lazy)}::bigint[]), 50, 50`,
  )
  await allSay(jurors.slice(0, 8), id)
  assert.equal(await statusOf(id), 'pending')
  assert.deepEqual([(await findHearing(id))?.given, (await findHearing(id))?.weighing], [8, 0])
  for (const [at, juror] of jurors.slice(8).entries())
    assert.ok((await judge(juror, id, at % 2 ? yes : no)).ok)
  assert.equal((await findHearing(id))?.stuck, true)
  assert.notEqual((await nextItem(await aUser()))?.id, id)
})

test('on a large site few jurors are drawn, more each day, and the others are refused', async () => {
  await db().execute(sql`
    with made as (insert into users (handle, skeleton, art) select 'many-' || n, 'many-' || n, '00' from generate_series(1, 640) n returning id)
    insert into jurors (user_id, judged, judged_at) select id, 8, now() from made`)
  const id = await aPending(await aUser())
  const people = await manyUsers(60)
  const codes = await Promise.all(people.map((juror) => judge(juror, id, yes).then(codeOf)))
  const drawn = codes.filter((code) => code === 'ok').length
  assert.ok(drawn < 20 && codes.filter((code) => code === 'forbidden').length >= 40, `${drawn} of 60`)
  const other = people[codes.indexOf('forbidden')] as Viewer
  assert.notEqual((await nextItem(other))?.id, id)
  await db().execute(
    sql`update jury_rounds set opened_at = now() - interval '6 days' where bemoaning_id = ${id}`,
  )
  if ((await statusOf(id)) === 'pending') assert.equal(codeOf(await judge(other, id, yes)), 'ok')
  await db().execute(
    sql`delete from jurors j using users u where u.id = j.user_id and u.handle like 'many-%'`,
  )
})
