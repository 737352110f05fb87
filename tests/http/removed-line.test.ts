import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { sql } from 'drizzle-orm'
import { db } from '@/db'
import { undo } from '@/lib/moderation'
import { drift } from '../digest'
import { ownServer } from '../server'
import { aMember, limits, type Member, plain } from './helpers'

const server = ownServer()

const line = 'I sell <b>kettles</b>.'
const why = 'I boil them, and sell none.'
const read = async (path: string, who?: Member): Promise<string> =>
  plain(await (await server.send('GET', path, who ? { cookies: who.cookies } : {})).text())
const status = async (path: string, who: Member): Promise<number> =>
  (await server.send('GET', path, { cookies: who.cookies })).status
const submit = (path: string, form: Record<string, string>, who: Member) =>
  server.send('POST', path, { cookies: who.cookies, form })
const write = (who: Member, about: string) => submit('/settings/about', { about }, who)
const lineOf = async (who: Member, reader: Member): Promise<string | undefined> =>
  /<p class="profile-about"[^>]*>([\s\S]*?)<\/p>/.exec(await read(`/u/${who.handle}`, reader))?.[1]

/** Somebody whose line a moderator removed, and another moderator. */
async function aRemovedLine() {
  const me = await aMember()
  const [remover, judge] = [await aMember({ role: 'moderator' }), await aMember({ role: 'moderator' })]
  assert.equal((await write(me, line)).status, 303)
  const removed = await submit(`/u/${me.handle}/line/remove`, { reason: 'It advertises.' }, remover)
  assert.equal(removed.status, 303)
  const { rows } = await db().execute<{ id: number }>(
    sql`select id::int as id from moderations where user_id = ${me.id} order by id desc limit 1`,
  )
  return { me, remover, judge, act: rows[0]?.id ?? 0 }
}

const caseOf = async (who: Member): Promise<number> => {
  const { rows } = await db().execute<{ id: number }>(
    sql`select id::int as id from cases where user_id = ${who.id} order by id desc limit 1`,
  )
  return rows[0]?.id ?? 0
}

describe('a removed line', () => {
  before(() => limits(server, 'off'))

  test('the author of a removed line appeals from the notice; another moderator reads it and puts it back', async () => {
    const { me, remover, judge, act } = await aRemovedLine()
    const other = await aMember()
    const inbox = await read('/inbox', me)
    assert.match(inbox, /A moderator removed the line on your page\.[\s\S]*The reason: It advertises\./)
    const link = /href="(\/appeal\/\d+)"/.exec(inbox)?.[1]
    assert.equal(link, `/appeal/${act}`)
    const form = await read(link, me)
    assert.match(form, /A moderator removed the line on your page\. +The reason: <span[^>]*>It advertises\./)
    assert.ok(form.includes(line), 'they read what they appeal for')
    assert.equal(await status(link, other), 404)
    assert.equal((await submit(link, { appeal: why }, other)).status, 404)
    const short = await submit(link, { appeal: 'No <why>.' }, me)
    assert.equal(short.status, 422)
    assert.match(plain(await short.text()), /No <why>\.<\/textarea>/)
    assert.equal((await submit(link, { appeal: why }, me)).status, 303)
    assert.equal((await submit(link, { appeal: why }, me)).status, 409)
    assert.equal(await status(link, me), 404)
    assert.doesNotMatch(await read('/inbox', me), /\/appeal\//)

    const path = `/cases/${await caseOf(me)}`
    assert.equal(await status(path, me), 404)
    const page = await read(path, judge)
    assert.ok(page.includes(`The line that was removed: <q>${line}</q>`) && page.includes(why))
    assert.match(page, /value="restore line"/)
    assert.doesNotMatch(page, /value="remove line"/)
    assert.doesNotMatch(await read(path, remover), /value="restore line"/)
    const decision = { action: 'restore line', reason: 'They sell nothing.' }
    assert.equal((await submit(`${path}/decide`, decision, me)).status, 403)
    assert.equal((await submit(`${path}/decide`, decision, remover)).status, 403)
    assert.equal(await lineOf(me, other), undefined)
    const done = await submit(`${path}/decide`, decision, judge)
    assert.equal(done.status, 303)
    assert.equal(await lineOf(me, other), line)
    assert.match(
      await read('/inbox', me),
      /A moderator put the line on your page back\.[\s\S]*They sell nothing\./,
    )
    const log = await read('/log?type=user')
    assert.match(log, new RegExp(`<strong>restore line</strong> <a href="/u/${me.handle}">`))
    assert.ok(!log.includes(line) && !log.includes(why))
  })

  test('putting a line back can be undone, row by row; a line written since stays', async () => {
    const { me, remover, judge, act } = await aRemovedLine()
    assert.equal((await submit(`/appeal/${act}`, { appeal: why }, me)).status, 303)
    const path = `/cases/${await caseOf(me)}/decide`
    const decision = { action: 'restore line', reason: 'They sell nothing.' }
    const rows = async () =>
      (
        await db().execute(sql`
          select u.about as row from users u where u.id = ${me.id}
          union all (select c::text from cases c where c.user_id = ${me.id} order by c.id)
          union all (select (to_jsonb(n) - 'told')::text from notices n where n.user_id = ${me.id} order by n.id)`)
      ).rows
    const kept = await rows()
    const decide = async () => {
      assert.equal((await submit(path, decision, judge)).status, 303)
      const { rows: acts } = await db().execute<{ id: number }>(
        sql`select id::int as id from moderations where user_id = ${me.id} and action = 'restore line' order by id desc limit 1`,
      )
      return acts[0]?.id ?? 0
    }
    assert.ok((await undo(judge, await decide())).ok)
    assert.deepEqual(await rows(), kept)
    assert.deepEqual(await drift(), [])
    const second = await decide()
    assert.equal((await write(me, 'I boil.')).status, 303)
    assert.equal((await undo(judge, second)).ok, false)
    assert.equal(await lineOf(me, remover), 'I boil.')
  })

  test('nobody appeals for a line that is back, was replaced, or is not the last one removed', async () => {
    const appealFor = async (act: number, who: Member) =>
      (await submit(`/appeal/${act}`, { appeal: why }, who)).status
    const undone = await aRemovedLine()
    assert.ok((await undo(undone.remover, undone.act)).ok)
    assert.equal(await appealFor(undone.act, undone.me), 404)
    assert.equal(await status(`/appeal/${undone.act}`, undone.me), 404)

    const replaced = await aRemovedLine()
    await write(replaced.me, 'I boil.')
    assert.doesNotMatch(await read('/inbox', replaced.me), /\/appeal\//)
    assert.equal(await status(`/appeal/${replaced.act}`, replaced.me), 404)
    assert.equal(await appealFor(replaced.act, replaced.me), 409)
    const again = await submit(`/u/${replaced.me.handle}/line/remove`, { reason: 'Again.' }, replaced.remover)
    assert.equal(again.status, 303)
    assert.equal(await appealFor(replaced.act, replaced.me), 404)

    const written = await aRemovedLine()
    assert.equal(await appealFor(written.act, written.me), 303)
    await write(written.me, 'I boil.')
    const path = `/cases/${await caseOf(written.me)}`
    assert.doesNotMatch(await read(path, written.judge), /value="restore line"/)
    const late = await submit(
      `${path}/decide`,
      { action: 'restore line', reason: 'They sell nothing.' },
      written.judge,
    )
    assert.equal(late.status, 409)
    assert.match(plain(await late.text()), /They have written another line since\./)
  })

  test('what a removed line said, and the appeal, go with the account', async () => {
    const { me, act } = await aRemovedLine()
    assert.equal((await submit(`/appeal/${act}`, { appeal: why }, me)).status, 303)
    const exported = await (await server.send('GET', '/api/v1/me/export', { token: me.token })).text()
    assert.ok(exported.includes(why) && exported.includes(JSON.stringify(line)))
    const gone = await server.send('DELETE', '/api/v1/me', { token: me.token, json: { mode: 'anonymise' } })
    assert.equal(gone.status, 204)
    const { rows } = await db().execute(sql`
    select 1 from decisions where moderation_id = ${act} and before ? 'about'
     union all select 1 from cases where appeal_of = ${act}`)
    assert.deepEqual(rows, [])
  })
})
