import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'drizzle-orm'
import { db } from '@/db'
import { findFate, findOwn } from '@/lib/bemoaning'
import { readKnown, readTags, writeKnown } from '@/lib/starter'
import { ownDatabase } from '@/tests/database'
import { aPending } from '@/tests/jury'
import { aUser } from '@/tests/makers'
import { textInput } from '@/text/input'
import { audit } from '@/tools/admin/audit'
import { judge } from './commands'
import { lastVerdict, nextItem, readBoard } from './queries'
import { skip, undo } from './second-thoughts'
import { weightOf } from './weight'

ownDatabase()

const drift = async (): Promise<number> => audit({ json: true, say: () => {}, note: () => {} })

const knownAt = async (number: number) =>
  (
    await db().execute<{ id: string; answer: 'publish' | 'reject'; reason: 'person' | null }>(
      sql`select id, answer, reason from jury_known where number = ${number}`,
    )
  ).rows[0]

test('the file holds equally many of each kind, with valid tags and reasons', () => {
  const [entries, tags] = [readKnown(), readTags().map(({ name }) => name)]
  assert.equal(new Set(entries.map(({ id }) => id)).size, entries.length)
  const publish = entries.filter(({ answer }) => answer === 'publish').length
  assert.equal(publish, entries.length - publish)
  for (const { id, body, tags: named } of entries) {
    assert.ok(textInput('The text', 20, 500).safeParse(body).success, id)
    assert.ok(
      named.every((name) => tags.includes(name)),
      id,
    )
  }
})

test('known texts come among pending ones under bemoaning ids, and their pages do not exist', async () => {
  await writeKnown()
  const [author, juror] = [await aUser(), await aUser()]
  for (let i = 0; i < 30; i += 1) await aPending(author)
  const seen: number[] = []
  let known = 0
  for (let i = 0; i < 30; i += 1) {
    const item = await nextItem(juror)
    assert.ok(item)
    assert.deepEqual(await nextItem(juror), item, 'the same until it is judged')
    assert.deepEqual(Object.keys(item), ['id', 'version', 'body', 'detailsHtml', 'tags'])
    const found = await knownAt(item.id)
    if (i === 0) assert.ok(!found, 'not the first')
    if (found) {
      known += 1
      assert.equal(await findFate(item.id, juror), null)
      assert.equal(await findOwn(item.id, juror), null)
    }
    const judged = await judge(
      juror,
      item.id,
      found?.reason ? { verdict: 'reject', reason: found.reason } : { verdict: 'publish' },
    )
    assert.deepEqual(judged, { ok: true, value: { outcome: null } })
    if (found) {
      const last = await lastVerdict(juror)
      assert.deepEqual([last?.known, last?.outcome, last?.undoable], [true, found.answer, false])
      assert.equal((await undo(juror)).ok, false)
      const again = await judge(juror, item.id, { verdict: 'publish' })
      assert.equal(again.ok ? 'ok' : again.code, 'conflict')
    }
    seen.push(item.id)
  }
  assert.equal(new Set(seen).size, 30)
  assert.ok(known >= 3 && known <= 18, `${known} of 30`)
  const { record, points, judged } = await readBoard(juror)
  assert.deepEqual([record.publishRight + record.rejectRight, points, judged], [known, 0, 30])
  assert.ok(weightOf(record) > weightOf({ publishRight: 0, publishWrong: 0, rejectRight: 0, rejectWrong: 0 }))
  assert.equal(await drift(), 0)
})

test('a known text can be skipped; without pending ones none is shown', async () => {
  const [number] = (
    await db().execute<{ number: number }>(sql`select number from jury_known where number is not null`)
  ).rows
  assert.ok(number)
  assert.ok((await skip(await aUser(), number.number)).ok)
  await db().execute(sql`update bemoaning_ranks set status = 'removed' where status = 'pending'`)
  assert.equal(await nextItem(await aUser()), null)
})

test('a text removed from the file is no longer shown, and returns with it', async () => {
  const entries = readKnown()
  await writeKnown(entries.slice(1))
  const { rows } = await db().execute(sql`select id, number from jury_known where not active`)
  assert.deepEqual(rows, [{ id: entries[0]?.id, number: null }])
  await writeKnown()
  assert.deepEqual((await db().execute(sql`select id from jury_known where not active`)).rows, [])
})
