import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { before, describe, test } from 'node:test'
import { sql } from 'drizzle-orm'
import { PgDialect } from 'drizzle-orm/pg-core'
import { strFromU8, unzipSync } from 'fflate'
import { untilDone } from '@/core/after-response'
import { accounts, bemoanings, comments, db, jurors, verdicts } from '@/db'
import { sections } from '@/lib/account'
import { bemoan, editBemoaning } from '@/lib/bemoaning'
import { comment, deleteComment, editComment, markRemedy, voteComment } from '@/lib/comment'
import { makePushKeys, queueDelivery, subscribe, verifyMail } from '@/lib/delivery'
import { appeal, decide, report } from '@/lib/moderation'
import { chooseTag, followUser, muteUser, muteWord, saveBemoaning, watch } from '@/lib/reader'
import { learnWords } from '@/lib/search'
import { declineTag, listOwnProposals, proposeTag } from '@/lib/tag-proposal'
import { issueToken, rename, requestEmail, setAbout, startSession } from '@/lib/user'
import { castVote } from '@/lib/vote'
import { addEnding, biteAgain, proposeFix, setState } from '@/lib/world'
import { indexWritten } from '../indexed'
import { aBemoaning, aBrowser } from '../makers'
import { ownServer } from '../server'
import { aMember, json, limits, type Member } from './helpers'

const server = ownServer()

const got = <T>(result: { ok: true; value: T } | { ok: false; message: string }): T => {
  if (!result.ok) assert.fail(result.message)
  return result.value
}

/** Finds the tables with a column that names a user or a voter. */
async function tablesAboutPeople(): Promise<{ table: string; column: string; target: string }[]> {
  const { rows } = await db().execute<{ table: string; column: string; target: string }>(sql`
    select c.conrelid::regclass::text as table, a.attname as column, c.confrelid::regclass::text as target
      from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any(c.conkey)
     where c.contype = 'f' and c.confrelid in ('users'::regclass, 'voters'::regclass)`)
  return rows
}

/** Finds a text anywhere in the database, as text or as the bytes of a binary column. */
async function tracesOf(mark: string): Promise<string[]> {
  const { rows } = await db().execute<{ name: string }>(sql`
    select quote_ident(table_schema) || '.' || quote_ident(table_name) as name from information_schema.tables
     where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`)
  const hex = Buffer.from(mark).toString('hex')
  const found: string[] = []
  for (const { name } of rows) {
    const { rows: hits } = await db().execute<{ row: string }>(
      sql`select left(t::text, 300) as row from ${sql.raw(name)} t where t::text ilike ${`%${mark}%`} or t::text like ${`%${hex}%`}`,
    )
    found.push(...hits.map(({ row }) => `${name}: ${row}`))
  }
  return found
}

const audit = (): string =>
  execFileSync(process.execPath, ['tools/admin.mjs', 'audit'], {
    encoding: 'utf8',
    env: { ...process.env, IBTSOCS_DATA: server.data },
    stdio: ['ignore', 'pipe', 'pipe'],
  })

/** Creates a person who has written their mark wherever possible, with a friend who replied everywhere. */
async function aWriter(mark: string): Promise<Member & { open: number; hidden: number; answered: number }> {
  const writer = await aMember({ ageDays: 60 })
  const friend = await aMember({ ageDays: 60 })
  const moderator = await aMember({ role: 'moderator' })
  const says = (what: string) => `This machine says ${mark}${what} whenever it is asked for anything.`
  const handle = `${mark}-b`.slice(0, 20)
  got(await rename(writer, `${mark}-a`.slice(0, 20)))
  await db().execute(
    sql`update users set handle_changed_at = null, email = ${`${mark}@example.org`} where id = ${writer.id}`,
  )
  got(await rename({ ...writer, handle: `${mark}-a`.slice(0, 20) }, handle))
  const me = { ...writer, handle }
  await startSession(me.id, `Browser of ${mark}`)
  await issueToken(me.id, `${mark} token`)
  await db().execute(sql`
    insert into ssh_keys (user_id, type, blob, fingerprint, comment) values (${me.id}, 'ssh-ed25519', ${Buffer.from(`blob of ${mark}`)}, ${`SHA256:${mark}`}, ${`${mark}@laptop`})`)
  await db().insert(accounts).values({ provider: 'github', providerAccountId: mark, userId: me.id })
  got(await requestEmail(me, `${mark}-new@example.org`))
  await untilDone()
  await queueDelivery(me.id, 'verify', {
    channel: 'mail',
    letter: verifyMail(`${mark}@example.org`, mark, mark),
  })

  const open = await aBemoaning(me, says('open'))
  got(
    await editBemoaning(
      me,
      open,
      { body: says('edited'), details: `Details of ${mark}.`, tags: ['ci'] },
      null,
    ),
  )
  got(await addEnding(me, open, `It ended with ${mark}.`))
  got(await bemoan(me, { body: says('keyed'), tags: ['ci'] }, `key-${mark}`))
  const hidden = got(await bemoan(me, { body: says('hidden'), tags: ['ci'], anonymous: true })).id
  const waits = await aBemoaning(me, says('waits'))
  await db().execute(sql`update bemoaning_ranks set status = 'pending' where id = ${waits}`)
  const removed = await aBemoaning(me, says('removed'))
  const act = got(
    await decide(
      moderator,
      { subject: { type: 'bemoaning', id: removed } },
      { action: 'remove', reason: 'A test.' },
    ),
  )
  got(await appeal(me, act.moderationId, `But ${mark} was right.`))

  const about = await aBemoaning(
    friend,
    `A friend, ${friend.handle}, bemoans that every friend of theirs leaves at some time.`,
  )
  const answered = got(await comment(me, about, { body: `I am ${mark}, and I stay.` })).id
  got(await editComment(me, answered, `I am ${mark}, and I may stay.`, null))
  got(await comment(friend, about, { body: 'Then stay, says zqfriend.', parent: answered }))
  got(await markRemedy(friend, answered, true))
  const dropped = got(await comment(me, about, { body: `Never mind ${mark}.` })).id
  got(await deleteComment(me, dropped))
  const theirs = got(await comment(friend, open, { body: 'Here zqfriend says something to you.' })).id
  got(await voteComment(me, theirs, true))

  got(await castVote(me.voterId, about, 'bemoan').then(async () => biteAgain(me, about, true)))
  await saveBemoaning(me, about, true)
  got(await watch(me, about, 'all'))
  await db().execute(sql`insert into seen (user_id, bemoaning_id) values (${me.id}, ${about})`)
  got(await chooseTag(me, 'ci', 'follow'))
  got(await followUser(me, friend.handle, true))
  got(await followUser(friend, me.handle, true))
  got(await setAbout(me, `I was ${mark}.`))
  const line = { action: 'remove line', reason: 'A test.' } as const
  got(await decide(moderator, { subject: { type: 'user', id: me.id } }, line))
  got(await setAbout(me, `I am ${mark}.`))
  got(await muteWord(me, mark, true))
  got(await muteUser(me, moderator.handle, true))
  got(await proposeFix(me, about, { url: `https://example.org/${mark}`, note: `See ${mark}.` }))
  for (const name of [`${mark}-waits`, `${mark}-declined`])
    got(
      await proposeTag(me, { name, label: `Of ${mark}`, why: `Because ${mark} says so.`, bemoaning: about }),
    )
  const [proposal] = await listOwnProposals(me.id)
  got(await declineTag(moderator, proposal?.id ?? 0, { reason: 'Not yet.' }))
  got(await setState(me, open, { state: 'workaround', note: `Use ${mark} instead.` }))
  got(
    await report(
      { viewer: me, voterId: me.voterId, network: 'n' },
      { subject: { type: 'bemoaning', id: about }, reason: 'spam', note: `Says ${mark}.` },
    ),
  )
  got(
    await report(
      { viewer: friend, voterId: friend.voterId, network: 'n' },
      { subject: { type: 'user', id: me.id }, reason: 'spam', note: 'zqfriend reports them.' },
    ),
  )
  got(
    await decide(
      moderator,
      { subject: { type: 'user', id: me.id } },
      { action: 'ban', days: 1, reason: 'A day of rest.' },
    ),
  )
  await db().execute(sql`update users set banned_until = null, ban_reason = null where id = ${me.id}`)
  await db().insert(jurors).values({ userId: me.id }).onConflictDoNothing()
  const judged = await aBemoaning(
    friend,
    `The friend, ${friend.handle}, bemoans once more, and this time a jury hears of it.`,
  )
  await db().execute(sql`update bemoaning_ranks set status = 'pending' where id = ${judged}`)
  await db()
    .insert(verdicts)
    .values({
      jurorId: me.id,
      bemoaningId: judged,
      round: 1,
      verdict: 'reject',
      reason: 'spam',
      note: `Says ${mark}.`,
      weight: 1,
    })
  got(await subscribe(me, aBrowser(`https://push.example.org/${mark}`), `Browser of ${mark}`))
  await indexWritten()
  for (let left = 50; left > 0 && (await learnWords()) > 0; left -= 1);
  const session = await startSession(me.id, `Browser of ${mark}`)
  return { ...me, token: await issueToken(me.id, 'last'), cookies: { session }, open, hidden, answered }
}

describe('leaving', () => {
  before(async () => {
    await limits(server, 'off')
    process.env.IBTSOCS_DATA = server.data
    makePushKeys()
  })

  test('an export contains all data about the person and none about others, as JSON, as a page, in a zip', async () => {
    const mark = 'zqexporter'
    const me = await aWriter(mark)
    const all = await json<Record<string, unknown>>(
      await server.send('GET', '/api/v1/me/export', { token: me.token }),
    )
    const text = JSON.stringify(all)
    for (const [name, least] of Object.entries({
      bemoanings: 5,
      comments: 2,
      votes: 1,
      notices: 1,
      reports: 1,
      verdicts: 1,
      appeals: 1,
      old_handles: 2,
      muted_words: 1,
      muted_people: 1,
      tags: 1,
      threads: 1,
      seen: 1,
      saved: 1,
      bites: 1,
      fixes_proposed: 1,
      tags_proposed: 2,
      states_said: 1,
      moderated: 3,
      browsers: 1,
      deliveries: 1,
      ssh_keys: 1,
      sessions: 1,
      api_tokens: 1,
      sign_ins_elsewhere: 1,
      mail_links: 1,
      comment_votes: 1,
      requests: 1,
      juror: 1,
    }))
      assert.ok((all[name] as unknown[]).length >= least, `${name}: ${JSON.stringify(all[name])}`)
    for (const what of ['open', 'edited', 'keyed', 'hidden', 'waits', 'removed'])
      assert.ok(text.includes(`${mark}${what}`), what)
    assert.ok(!text.includes('zqfriend'), 'nothing that others wrote')
    const { rows } = await db().execute<{ secret: string }>(sql`
      select encode(token_hash, 'hex') as secret from sessions where user_id = ${me.id} union all select encode(token_hash, 'base64') from api_tokens where user_id = ${me.id}`)
    for (const { secret } of rows) assert.ok(!text.includes(secret))
    const file = await server.send('GET', '/settings/export.zip', { cookies: me.cookies })
    assert.equal(file.headers.get('content-type'), 'application/zip')
    assert.equal(file.headers.get('cache-control'), 'private, no-store')
    const files = unzipSync(new Uint8Array(await file.arrayBuffer()))
    const inFile = JSON.parse(strFromU8(files['export.json'] ?? new Uint8Array())) as typeof all
    assert.deepEqual(inFile.bemoanings, all.bemoanings)
    const page = strFromU8(files['index.html'] ?? new Uint8Array())
    assert.ok(page.includes(`${mark}hidden`) && page.includes(`https://example.org/${mark}`))
    assert.doesNotMatch(page, /<script|zqfriend| src=/)
    assert.equal((await server.send('GET', '/settings/export.zip')).status, 401)
  })

  test('every table that names a person is in the export', async () => {
    const texts = Object.values(sections)
      .map(({ rows }) => new PgDialect().sqlToQuery(rows({ me: sql`1`, voter: sql`1` })).sql)
      .join(' ')
    const missing = (await tablesAboutPeople())
      .map(({ table }) => table)
      .filter((table) => table !== 'voters' && !new RegExp(`\\b${table}\\b`).test(texts))
    assert.deepEqual([...new Set(missing)], [], 'add a section to lib/account/export/sections.ts')
  })

  test('after erasing, the whole database contains no trace, and every count is right', async () => {
    const mark = 'zqeraser'
    const me = await aWriter(mark)
    const places = new Set((await tracesOf(mark)).map((trace) => trace.split(':')[0]))
    for (const table of [
      'users',
      'old_handles',
      'bemoanings',
      'bemoaning_revisions',
      'comments',
      'comment_revisions',
      'reports',
      'fix_proposals',
      'tag_proposals',
      'state_changes',
      'verdicts',
      'cases',
      'word_mutes',
      'push_subscriptions',
      'sessions',
      'api_tokens',
      'ssh_keys',
      'accounts',
      'mail_tokens',
      'idempotency_keys',
      'search_words',
      'search_bemoanings',
    ])
      assert.ok(places.has(`public.${table}`), `there was a mark in ${table}`)
    const wrong = await server.send('POST', '/settings/leave', {
      cookies: me.cookies,
      form: { mode: 'erase', handle: 'somebody-else' },
    })
    assert.equal(wrong.status, 422)
    const page = await server.send('POST', '/settings/leave', {
      cookies: me.cookies,
      form: { mode: 'erase', handle: me.handle },
    })
    assert.equal(page.status, 303, await page.text())
    assert.match(page.headers.getSetCookie().join(), /session=; Path=\/; Max-Age=0/)
    assert.deepEqual(await tracesOf(mark), [])
    for (const { table, column, target } of await tablesAboutPeople()) {
      if (target !== 'users') continue
      const { rows } = await db().execute(
        sql`select 1 from ${sql.raw(table)} where ${sql.identifier(column)} = ${me.id}`,
      )
      assert.equal(rows.length, 0, `${table}.${column}`)
    }
    assert.equal((await server.send('GET', '/api/v1/me', { token: me.token })).status, 401)
    assert.equal((await server.send('GET', `/u/${me.handle}`)).status, 410)
    assert.equal((await server.send('GET', `/b/${me.open}.json`)).status, 410)
    assert.equal((await server.send('GET', '/log')).status, 200)
    assert.equal((await server.send('GET', '/api/v1/log')).status, 200)
    assert.doesNotMatch(audit(), /DRIFT/)
  })

  test('after anonymising, public texts stay without an author, and all others are deleted', async () => {
    const mark = 'zqleaver'
    const me = await aWriter(mark)
    const gone = await server.send('DELETE', '/api/v1/me', { token: me.token, json: { mode: 'anonymise' } })
    assert.equal(gone.status, 204, await gone.text())
    await indexWritten()
    const places = (await tracesOf(mark)).map((trace) => trace.split(':')[0])
    assert.deepEqual(
      [...new Set(places)].sort(),
      [
        'bemoanings',

        'comments',
        'fix_proposals',

        'search_bemoanings',
        'search_comments',
        'search_words',
        'state_changes',
      ].map((name) => `public.${name}`),
    )
    const [open, hidden] = await Promise.all(
      [me.open, me.hidden].map(async (id) =>
        json<{ author: string | null; body: string }>(await server.send('GET', `/api/v1/bemoanings/${id}`)),
      ),
    )
    assert.equal(open?.author, null)
    assert.match(open?.body ?? '', new RegExp(`${mark}edited`))
    assert.match(hidden?.body ?? '', new RegExp(`${mark}hidden`))
    const { rows } = await db().execute<{ body: string }>(
      sql`select body from ${bemoanings} where body like ${`%${mark}%`} union all select body from ${comments} where body like ${`%${mark}%`}`,
    )
    const texts = rows.map(({ body }) => body).join('\n')
    for (const what of ['waits', 'removed', 'open']) assert.ok(!texts.includes(`${mark}${what}`), what)
    assert.match(texts, /and I may stay/)
    assert.doesNotMatch(audit(), /DRIFT/)
  })

  test('the operator can do it for a banned user', async () => {
    const me = await aMember()
    await db().execute(
      sql`update users set banned_until = now() + interval '9 days', ban_reason = 'A test.' where id = ${me.id}`,
    )
    assert.equal(
      (await server.send('DELETE', '/api/v1/me', { token: me.token, json: { mode: 'erase' } })).status,
      403,
    )
    execFileSync(process.execPath, ['tools/admin.mjs', 'user', 'leave', me.handle, 'erase'], {
      env: { ...process.env, IBTSOCS_DATA: server.data },
      stdio: 'pipe',
    })
    assert.equal((await server.send('GET', `/u/${me.handle}`)).status, 410)
  })

  test('only these two ways are accepted, and nobody leaves twice', async () => {
    const me = await aMember()
    for (const body of [{}, { mode: 'nothing' }, { mode: 'erase', also: 1 }])
      assert.equal((await server.send('DELETE', '/api/v1/me', { token: me.token, json: body })).status, 422)
    const both = await Promise.all(
      [1, 2].map(() => server.send('DELETE', '/api/v1/me', { token: me.token, json: { mode: 'erase' } })),
    )
    assert.ok(both.some(({ status }) => status === 204))
    assert.ok(both.every(({ status }) => [204, 401, 404].includes(status)))
  })
})
