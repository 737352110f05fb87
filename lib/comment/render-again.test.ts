import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { sql } from 'drizzle-orm'
import { db } from '@/db'
import { databaseReady, ownDatabase } from '@/tests/database'
import { aBemoaning, aUser } from '@/tests/makers'
import { renderMarkdown } from '@/text/markdown'
import { editComment } from './commands'
import { deleteComment } from './delete'
import { renderAgain, renderSome } from './render-again'
import { comment } from './write'

ownDatabase()
before(databaseReady)

const row = '`'.repeat(3)
const text = (i: number) => `Number ${i}:\n\n${row}\n${'*'.repeat(40)}\n^~~~~\n${row}`
const stale = async () =>
  (
    await db().execute<{ id: number }>(
      sql`select id::int as id from comments where body_html = '<p>stale</p>' order by id`,
    )
  ).rows.map(({ id }) => id)

test('HTML stored before the rendering changed is made anew, newest first, and goes on after an interruption', async () => {
  const author = await aUser()
  const target = await aBemoaning(author)
  const ids: number[] = []
  for (let i = 0; i < 7; i += 1) {
    const made = await comment(author, target, { body: text(i) })
    assert.ok(made.ok)
    ids.push(made.value.id)
  }
  const [first = 0, second = 0] = ids
  await deleteComment(author, second)
  await db().execute(
    sql`update bemoanings set details = ${text(9)}, details_html = '<p>stale</p>' where id = ${target}`,
  )
  await db().execute(sql`update comments set body_html = '<p>stale</p>' where deleted_at is null`)
  await db().execute(
    sql`insert into render_pending values (false, 9007199254740991), (true, 9007199254740991)`,
  )
  assert.equal(await renderSome(50), 1, 'details come first')
  assert.equal(await renderSome(3), 3)
  assert.deepEqual(await stale(), [first, ids[2], ids[3]])
  await editComment(author, first, 'Edited meanwhile.', null)
  while ((await renderAgain()) > 0);
  const { rows } = await db().execute<{ body: string; html: string }>(
    sql`select body, body_html as html from comments union all select details, details_html from bemoanings where id = ${target}`,
  )
  for (const { body, html } of rows) assert.equal(html, body === '' ? '' : renderMarkdown(body))
  assert.equal(rows.length, 8)
  assert.equal(await renderAgain(), 0)
})
