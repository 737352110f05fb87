import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { sql } from 'drizzle-orm'
import { db } from '@/db'
import { listLog } from '@/lib/moderation'
import { listNotices } from '@/lib/notice'
import { removeStarter, seedIfEmpty } from '@/lib/starter'
import { identifySession, identifyToken, startSession } from '@/lib/user'
import { castVote, createVisitor } from '@/lib/vote'
import { parseFortune } from '@/text/fortune'
import { ownDatabase } from './database'
import { aBemoaning, aUser } from './makers'

ownDatabase()
const folder = mkdtempSync(join(tmpdir(), 'ibtsocs-admin-'))
after(() => rmSync(folder, { recursive: true, force: true }))

/** Runs the admin program as an operator does. */
function admin(...args: string[]): { code: number | null; out: string; err: string } {
  return adminWith({}, ...args)
}

function adminWith(env: Record<string, string>, ...args: string[]): ReturnType<typeof admin> {
  const run = spawnSync(process.execPath, ['dist/admin.mjs', ...args], {
    encoding: 'utf8',
    env: { ...process.env, NODE_ENV: 'production', ...env },
    input: 'a password on standard input\n',
  })
  return { code: run.status, out: run.stdout.trim(), err: run.stderr.trim() }
}

const one = async <T extends Record<string, unknown>>(query: ReturnType<typeof sql>): Promise<T> => {
  const [row] = (await db().execute(query)).rows
  assert.ok(row)
  return row as T
}

test('starter content loads completely, its counts are right, and untouched entries can be removed', async () => {
  await seedIfEmpty()
  const { count } = await one<{ count: number }>(
    sql`select count(*)::int as count from bemoanings where starter`,
  )
  assert.ok(count >= 60)
  const { tags } = await one<{ tags: number }>(sql`select count(*)::int as tags from tags where count > 0`)
  assert.ok(tags >= 20)
  assert.equal(admin('audit').code, 0)
  await seedIfEmpty()
  assert.equal(
    (await one<{ count: number }>(sql`select count(*)::int as count from bemoanings`)).count,
    count,
    'loaded once',
  )
  const { id } = await one<{ id: number }>(sql`select id from bemoanings order by id limit 1`)
  await castVote(await createVisitor(), id, 'bemoan')
  assert.equal(await removeStarter(), count - 1)
  assert.equal((await one<{ count: number }>(sql`select count(*)::int as count from bemoanings`)).count, 1)
  assert.equal(admin('audit').code, 0)
})

test('accounts, roles, tokens and bans', async () => {
  assert.equal(admin('user', 'create', 'operator-1', '--role', 'moderator', '--password-stdin').code, 0)
  assert.match(admin('user', 'create', 'operator-1').err, /taken/)
  assert.equal(admin('user', 'create', 'x').code, 2)
  const token = admin('token', 'create', 'operator-1')
  assert.match(token.out, /^ibt_[\w-]{43}$/, 'the token alone')
  const known = await identifyToken(token.out)
  assert.ok(known && 'viewer' in known && known.viewer.role === 'moderator')
  assert.deepEqual(known.viewer.credential.scopes, ['lists', 'read', 'write', 'account'], 'all of them')
  const narrow = await identifyToken(
    admin('token', 'create', 'operator-1', '--scope', 'write', '--days', '2').out,
  )
  assert.ok(narrow && 'viewer' in narrow)
  assert.deepEqual(narrow.viewer.credential.scopes, ['write'])
  const { days } = await one<{ days: number }>(
    sql`select round(extract(epoch from expires_at - now()) / 86400)::int as days from api_tokens where expires_at is not null`,
  )
  assert.equal(days, 2)
  for (const wrong of [
    ['--scope', 'king'],
    ['--scope', ''],
    ['--scope', 'read,'],
    ['--days', '0'],
    ['--days', 'x'],
  ])
    assert.equal(admin('token', 'create', 'operator-1', ...wrong).code, 2, wrong.join(' '))
  assert.equal(admin('user', 'factor-off', 'nobody-here').code, 1)
  assert.equal(admin('user', 'role', 'operator-1', 'admin').code, 0)
  assert.equal(admin('user', 'role', 'operator-1', 'king').code, 2)
  const session = await startSession(known.viewer.id, 'test')
  assert.equal(admin('ban', 'Operator-1', '--days', '3', '--reason', 'spam', '--yes').code, 0)
  assert.equal(await identifySession(session), null, 'sessions end at once')
  const banned = await identifyToken(token.out)
  assert.ok(banned && 'ban' in banned && banned.ban.reason === 'spam')
  assert.equal(admin('unban', 'OPERATOR-1').code, 0)
  assert.equal(admin('unban', 'operator-1').code, 0, 'twice is as good as once')
  const log = await listLog()
  assert.ok(log.ok)
  const subject = { type: 'user', handle: 'operator-1' }
  assert.deepEqual(
    log.value.items.map(({ action, reason, by, moderator, subject: about }) => ({
      action,
      reason,
      by,
      moderator,
      subject: about,
    })),
    [
      { action: 'unban', reason: 'The ban was lifted.', by: 'operator', moderator: null, subject },
      { action: 'ban', reason: 'spam', by: 'operator', moderator: null, subject },
    ],
  )
  assert.equal(admin('ban', 'operator-1').code, 2, 'a ban needs a reason')
  assert.equal(admin('nonsense').code, 2)
})

test('an anonymous author is revealed only to the operator, and the log says so', async () => {
  const author = await aUser()
  const id = await aBemoaning(author)
  assert.equal(admin('reveal', String(id), '--reason', 'A court asks.').code, 1, 'it is not anonymous')
  await db().execute(sql`update bemoanings set anonymous = true where id = ${id}`)
  assert.equal(admin('reveal', String(id)).code, 2, 'a reason is obligatory')
  assert.equal(admin('reveal', `#${id}`, '--reason', 'A court asks.').out, author.handle)
  const log = await listLog({ action: 'reveal' })
  assert.ok(log.ok)
  const [entry, ...more] = log.value.items
  assert.deepEqual([entry?.by, entry?.reason, more.length], ['operator', 'A court asks.', 0])
  assert.ok(!JSON.stringify(log.value).includes(author.handle))
  const told = await listNotices(author.id)
  assert.deepEqual(told.ok && told.value.items.map(({ act }) => act?.action), ['reveal'])
})

test("an export uses the site's public address", async () => {
  const id = await aBemoaning(await aUser(), 'An export without addresses is a heap.')
  const lines = adminWith({ SITE_URL: 'https://bemoan.example/' }, 'export').out.split('\n')
  const found = lines.map((line) => JSON.parse(line) as { id: number; url: string }).find((b) => b.id === id)
  assert.match(found?.url ?? '', new RegExp(`^https://bemoan\\.example/b/${id}/an-export`))
  assert.match(adminWith({ PORT: '80', HOST: '0.0.0.0' }, 'export').out, /"url":"http:\/\/127\.0\.0\.1\/b\//)
})

test('settings are validated, stored and read back', () => {
  assert.equal(admin('settings', 'get', 'publishing').out, 'direct')
  assert.equal(admin('settings', 'set', 'publishing', 'jury').code, 0)
  assert.equal(admin('settings', 'get', 'publishing').out, 'jury')
  assert.equal(admin('settings', 'set', 'publishing', 'maybe').code, 2)
  assert.equal(admin('settings', 'set', 'colour', 'red').code, 2)
  assert.equal(admin('settings', 'set', 'site-contact', 'https://example.org/contact').code, 0)
  assert.match(
    admin('settings', 'set', 'site-contact', 'javascript:x').err,
    /an email address, a web address/,
  )
  assert.equal(admin('settings', 'set', 'site-contact', '').code, 0)
  assert.equal(admin('settings', 'get', 'site-contact').out, '')
  assert.equal(admin('settings', 'set', 'publishing', 'direct').code, 0)
})

// tools/admin/mend.test.ts has every kind of drift.
test('the audit exits with 1 on drift, --mend and recount repair it', async () => {
  const id = await aBemoaning(await aUser())
  const spoil = () => db().execute(sql`update bemoaning_ranks set bemoan = bemoan + 1 where id = ${id}`)
  await spoil()
  const found = admin('audit')
  assert.deepEqual([found.code, found.out.match(/^DRIFT .*/gm)], [1, ['DRIFT votes by kind: 1']])
  const mended = admin('audit', '--mend')
  assert.deepEqual([mended.code, mended.err], [0, 'Mended: votes by kind.'])
  await spoil()
  const again = admin('recount')
  assert.deepEqual([again.code, again.err], [0, 'Mended: votes by kind.'])
  assert.equal(admin('audit').code, 0)
})

test('a backup restores to an exact copy, and a damaged one changes nothing', async () => {
  const user = await aUser()
  const id = await aBemoaning(
    user,
    'A backup that nobody has restored is a wish, not a backup. “Ünïcode” \\ and\nlines.',
  )
  await castVote(await createVisitor(), id, 'self_inflicted')
  // A line separator to JavaScript, but not to JSON.
  await db().execute(sql`update bemoanings set details = ${'a\u2028b'} where id = ${id}`)
  const print = async () =>
    (
      await one<{ print: string }>(
        sql`select md5(string_agg(t::text, '|' order by t.id)) as print from (select b.*, r.hotness, r.self_inflicted from bemoanings b join bemoaning_ranks r on r.id = b.id) t`,
      )
    ).print
  const before = await print()
  const file = join(folder, 'backup.gz')
  assert.equal(admin('backup', file).code, 0)
  await aBemoaning(user)
  await db().execute(sql`delete from votes where bemoaning_id = ${id}`)
  assert.notEqual(await print(), before)
  const damaged = readFileSync(file)
  writeFileSync(join(folder, 'cut.gz'), damaged.subarray(0, damaged.length - 200))
  const cut = admin('restore', join(folder, 'cut.gz'))
  assert.deepEqual(
    [cut.code, cut.err],
    [1, `${join(folder, 'cut.gz')} is damaged or incomplete. Nothing was changed.`],
  )
  assert.notEqual(await print(), before, 'untouched')
  const asked = admin('restore', file)
  assert.equal(asked.code, 2, 'it would replace what people wrote')
  assert.match(
    asked.err,
    /replaces all of the database: \d+ bemoanings and \d+ accounts\. Add --yes to do it\./,
  )
  assert.notEqual(await print(), before, 'untouched')
  const restored = admin('restore', file, '--yes')
  assert.equal(restored.code, 0, restored.err)
  assert.equal(await print(), before)
  assert.equal(admin('audit').code, 0)
  assert.ok((await aBemoaning(user)) > id, 'numbers go on')
})

/** Reads Debian's fortunes; installs them when permitted. */
function computers(): string | null {
  const file = '/usr/share/games/fortunes/computers'
  if (!existsSync(file) && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    spawnSync('apt-get', ['update', '-qq'])
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'fortunes'], {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
  }
  return existsSync(file) ? file : null
}

test('every entry of a fortune file is imported completely or refused with a counted reason', async (t) => {
  const file = computers()
  if (!file) return t.skip("Debian's package fortunes is not installed, and only root can install it")
  const entries = [...parseFortune(readFileSync(file))].length
  const first = JSON.parse(admin('import', 'fortune', file, '--json').out) as {
    entries: number
    imported: number
    refused: Record<string, number>
  }
  const refused = Object.values(first.refused).reduce((sum, n) => sum + n, 0)
  console.log(JSON.stringify(first))
  assert.equal(first.entries, entries)
  assert.equal(first.imported + refused, entries, 'nothing is lost silently')
  assert.ok(first.imported > 300)
  const again = JSON.parse(admin('import', 'fortune', file, '--json').out) as {
    imported: number
    refused: Record<string, number>
  }
  assert.equal(again.imported, 0)
  assert.ok((again.refused['there already'] ?? 0) >= first.imported)
})
