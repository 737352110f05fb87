import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'drizzle-orm'
import type { Viewer } from '@/core/context'
import { db } from '@/db'
import { isShown, nextItem } from '@/lib/jury'
import { writeKnown } from '@/lib/starter'
import { ownDatabase } from '@/tests/database'
import { aPending } from '@/tests/jury'
import { aUser } from '@/tests/makers'
import { report } from './commands'
import { findReportable } from './queries'

ownDatabase()

const says = (viewer: Viewer, id: number) =>
  report(
    { viewer, voterId: viewer.voterId, network: 'n' },
    { subject: { type: 'bemoaning', id }, reason: 'spam' },
  )
const casesAbout = async (id: number): Promise<number> =>
  (await db().execute<{ n: number }>(sql`select count(*)::int as n from cases where bemoaning_id = ${id}`))
    .rows[0]?.n ?? 0

test('a juror can report the text before them; nobody else can tell that it exists', async () => {
  const author = await aUser()
  const [first, second] = [await aPending(author), await aPending(author)]
  const [juror, young] = [await aUser(), await aUser({ ageDays: 0 })]
  for (const [who, id] of [
    [juror, second],
    [young, first],
    [author, first],
  ] as const) {
    const said = await says(who, id)
    assert.equal(said.ok ? 'ok' : said.code, 'not-found')
    assert.equal(await findReportable({ type: 'bemoaning', id }, who), null)
  }
  assert.equal(await findReportable({ type: 'bemoaning', id: first }, null), null)
  assert.ok(await findReportable({ type: 'bemoaning', id: first }, juror))
  assert.ok((await says(juror, first)).ok)
  assert.equal(await casesAbout(first), 1)
  assert.ok(await isShown(juror, first), 'it is still theirs to judge')
})

test('a known text accepts a report like any other, without effect', async () => {
  await writeKnown()
  for (let i = 0; i < 30; i++) await aPending(await aUser())
  const juror = await aUser()
  await db().execute(sql`insert into jurors (user_id, judged) values (${juror.id}, 5)`)
  for (let salt = 0; salt < 40; salt++) {
    await db().execute(sql`update jurors set salt = ${salt} where user_id = ${juror.id}`)
    const item = await nextItem(juror)
    assert.ok(item)
    const { rows } = await db().execute(sql`select 1 from jury_known where number = ${item.id}`)
    if (rows.length === 0) continue
    assert.ok(await findReportable({ type: 'bemoaning', id: item.id }, juror))
    assert.ok((await says(juror, item.id)).ok)
    assert.equal(await casesAbout(item.id), 0)
    return
  }
  assert.fail('no known one came')
})
