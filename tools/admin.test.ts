import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { sql } from 'drizzle-orm'
import { db } from '@/db'
import { removeDataFolder } from '@/db/embedded/remove'
import { findHeld, resetPassword, startSession } from '@/lib/user'
import { ownDatabase } from '@/tests/database'
import { aBemoaning, aUser } from '@/tests/makers'
import { forms } from './admin/commands'
import { helpOf } from './admin/help'
import { parseCall, partsOf, UsageError } from './admin/parse'

ownDatabase()
const data = mkdtempSync(join(tmpdir(), 'ibtsocs-admin-'))
after(() => removeDataFolder(data))

type Run = { code: number | null; out: string; err: string }

const run = (command: string, args: readonly string[], input = '', env: Record<string, string> = {}): Run => {
  const options = {
    encoding: 'utf8',
    env: { ...process.env, NODE_ENV: 'production', ...env },
    input,
  } as const
  const { status, stdout, stderr } = spawnSync(command, args, options)
  return { code: status, out: stdout, err: stderr }
}
const admin = (line: string, input = '', env: Record<string, string> = {}): Run =>
  run(process.execPath, ['dist/admin.mjs', ...line.split(' ').filter(Boolean)], input, env)

test('a line that no command understands gets one plain sentence', () => {
  for (const [line, said] of [
    ['user', /^After user, write create, role, .*, sign-out or mark\.$/],
    ['--nonsense user list', /^Unknown option '--nonsense'\.$/],
    ['user role abc user --role admin', /^user role takes no --role\.$/],
    ['deliveries now', /^After deliveries, write retry\.$/],
    ['user create abc --rol moderator', /^Unknown option '--rol'\.$/],
    ['user create abc --role', /--role.* missing\.$/],
    ['user role abc', /^The role is missing\.$/],
    ['token', /^After token, write create\.$/],
    ['ban abc --days --reason x', /--days.*ambiguous\.$/],
    ['ban abc', /^The reason .* is missing\.$/],
    ['ban abc --reason x y', /^Unexpected argument "y"\.$/],
    ['unban', /^The handle is missing\.$/],
    ['import', /^After import, write fortune or export\.$/],
    ['backup', /^The file is missing\.$/],
    ['audit now', /^Unexpected argument "now"\.$/],
  ] as const)
    assert.throws(
      () => parseCall(line.split(' '), forms),
      (error) => error instanceof UsageError && said.test(error.message) && !error.message.includes('\n'),
      line,
    )
})

test('wrong usage gets one plain sentence, and exits with 2 or 1', () => {
  writeFileSync(join(data, 'other.gz'), gzipSync('{"something":"else"}\n'))
  writeFileSync(join(data, 'text'), 'not even zipped')
  mkdirSync(join(data, 'folder'))
  for (const [line, code, said] of [
    ['user leave abc gently', 2, /^user leave <handle> takes erase or anonymise\.$/],
    ['user create abc --role king', 2, /^Unknown role king\. Choose one of user, moderator, admin\.$/],
    ['user create abc --password-stdin', 2, /^The password on standard input is empty\.$/],
    ['user role abc user', 1, /^There is no user abc\.$/],
    ['user show abc', 1, /^There is no user abc\.$/],
    [
      'token create abc --scope king',
      2,
      /^--scope takes some of read,write,account, with commas between them\.$/,
    ],
    ['token create abc --days 0', 2, /^--days takes a whole number from 1 to 3650\.$/],
    ['ban abc --days 0 --reason x', 2, /^--days takes a number above 0/],
    ['ban abc --days 1e99 --reason x', 2, /^--days takes a number above 0/],
    ['settings get colour', 2, /^Unknown setting colour\./],
    ['import export /etc/hostname', 1, /isn’t an export of a site: line 1\. Nothing was changed\.$/],
    ['import fortune /nofile', 1, /^\/nofile can’t be read \(ENOENT\)\.$/],
    [`import fortune ${data}/folder`, 1, /can’t be read \(EISDIR\)\.$/],
    ['backup /no/such/folder/file', 1, /^\/no\/such\/folder\/file can’t be written \(ENOENT\)\.$/],
    ['restore /nofile', 1, /^\/nofile can’t be read \(ENOENT\)\.$/],
    [`restore ${data}/folder`, 1, /can’t be read \(EISDIR\)\.$/],
    [`restore ${data}/text`, 1, /isn’t a backup, or it is damaged\. Nothing was changed\.$/],
    [`restore ${data}/other.gz`, 1, /isn’t a backup of this site\.$/],
  ] as const) {
    const { code: exit, out, err } = admin(line)
    assert.equal(exit, code, `${line}: ${err}`)
    assert.equal(out, '', line)
    assert.equal(err.trim().split('\n').length, 1, `${line}: ${err}`)
    assert.match(err.trim(), said, line)
  }
})

test('the help lists every command, and each has its own, without a database', () => {
  const nowhere = { DATABASE_URL: 'postgres://127.0.0.1:1/none', IBTSOCS_DATA: join(data, 'nowhere') }
  const { code, err } = admin('nonsense', '', nowhere)
  assert.deepEqual([code, err], [2, 'Unknown command nonsense. Add --help for a list.\n'])
  const all = admin('--help', '', nowhere)
  assert.equal(all.code, 0, all.err)
  for (const { usage } of forms) assert.ok(all.out.includes(`\n  ${usage}`), usage)
  assert.equal(admin('restore --help', '', nowhere).code, 0)
  for (const line of [[], ['-h'], ['help'], ['--json', '--help']])
    assert.deepEqual(parseCall(line, forms), { help: true, forms })
  for (const form of forms) {
    const { words } = partsOf(form.usage)
    for (const asked of [
      [...words, '--help'],
      [...words, 'x', '-h'],
      ['help', ...words],
    ])
      assert.deepEqual(parseCall(asked, forms), { help: true, forms: [form] }, asked.join(' '))
    const help = helpOf([form])
    for (const part of [form.usage, form.does, ...Object.keys(form.options).map((name) => `--${name}`)])
      assert.ok(help.includes(part), `${form.usage}: ${part}`)
  }
})

test('a failed command leaves no database running', () => {
  assert.equal(admin('restore /nofile', '', { DATABASE_URL: '', IBTSOCS_DATA: data }).code, 1)
  assert.ok(!existsSync(join(realpathSync(join(data, 'postgres', '17')), 'postmaster.pid')))
})

test('a missing data folder is an error, unless the command brings content to it', () => {
  const nowhere = join(data, 'mistyped')
  const forgotten = admin('user list', '', { DATABASE_URL: '', IBTSOCS_DATA: '' })
  assert.deepEqual([forgotten.code, forgotten.out], [2, ''])
  assert.match(
    forgotten.err,
    /^IBTSOCS_DATA isn’t set, and ".*" has no database\. Set it to the site’s data folder/,
  )
  const empty = admin('user list', '', {
    DATABASE_URL: '',
    IBTSOCS_DATA: join(data, 'folder'),
  })
  assert.deepEqual([empty.code, readdirSync(join(data, 'folder'))], [2, []])
  assert.match(empty.err, /^IBTSOCS_DATA is ".*folder", but that folder has no database\./)
  const { code, out, err } = admin('user list', '', { DATABASE_URL: '', IBTSOCS_DATA: nowhere })
  assert.deepEqual([code, out], [2, ''])
  assert.match(err, /^IBTSOCS_DATA is ".*mistyped", but that folder doesn’t exist\.\n$/)
  assert.ok(!existsSync(nowhere))
})

test('importing a file that is not a fortune file adds no texts and no user', () => {
  const { code, out } = admin('import fortune /etc/hostname')
  assert.equal(code, 1)
  assert.match(out, /^0 of 1 imported/)
  assert.doesNotMatch(admin('user list').out, /^fortune\b/m)
})

test('a reader that closes the pipe is not an error', async () => {
  await aBemoaning(await aUser())
  const piped = run('bash', [
    '-c',
    `'${process.execPath}' dist/admin.mjs export | true; exit \${PIPESTATUS[0]}`,
  ])
  assert.deepEqual(piped, { code: 0, out: '', err: '' })
})

test('user sign-out ends the sessions of one user or of everyone', async () => {
  const [one, other] = [await aUser(), await aUser()]
  for (const { id } of [one, one, other]) await startSession(id, 'a browser')
  const left = async (id: number) =>
    (await findHeld({ id, handle: '', sessionId: null }))?.sessions.length ?? 0
  assert.match(admin(`user sign-out ${one.handle}`).err, /^Ended 2 sessions\.$/m)
  assert.deepEqual([await left(one.id), await left(other.id)], [0, 1])
  assert.equal(admin('user sign-out nobody-of-that-name').code, 1)
  assert.equal(await left(other.id), 1)
  assert.equal(admin('user sign-out everyone').code, 0)
  assert.equal(await left(other.id), 0)
})

test('user mark prints the security log’s mark for a user, using only the site’s secret', async () => {
  const { id, handle } = await aUser()
  const mark = (secret: string) => admin(`user mark ${handle}`, '', { AUTH_SECRET: secret }).out.trim()
  const own = 'one of at least thirty-two characters'
  assert.equal(mark(own), mark(own))
  assert.notEqual(mark(own), mark(`${own}, another`))
  assert.ok(!mark(own).includes(handle) && !new RegExp(`\\b${id}\\b`).test(mark(own)))
  const without = admin(`user mark ${handle}`, '', { AUTH_SECRET: '', IBTSOCS_DATA: join(data, 'nowhere') })
  assert.equal(without.code, 1)
  assert.match(without.err, /AUTH_SECRET isn’t set/)
})

test('a password is refused as on the site, and a link or a new one lets its owner in', async () => {
  for (const [typed, why] of [
    ['abc', /at least 10 characters/],
    ['password123', /lists that attackers try first/],
    ['bemoan-bemoan', /mostly a word of this site/],
  ] as const) {
    const { code, err } = admin('user create weak-one --password-stdin', `${typed}\n`)
    assert.equal(code, 1, err)
    assert.match(err, why)
  }
  assert.equal(admin('user show weak-one').code, 1, 'no account was made')
  const user = await aUser()
  await startSession(user.id, 'a browser')
  const site = { SITE_URL: 'https://bemoan.example' }
  const link = admin(`user password ${user.handle}`, '', site).out.trim()
  const token = /^https:\/\/bemoan\.example\/reset\?token=([\w-]{43})$/.exec(link)?.[1]
  assert.ok(token, link)
  assert.ok((await resetPassword(token, 'nine quiet owls in a row')).ok)
  assert.equal(admin(`user password ${user.handle} --password-stdin`, 'abc\n').code, 1)
  await startSession(user.id, 'a browser')
  const set = admin(`user password ${user.handle} --password-stdin`, 'eight quiet owls in a row\n')
  assert.equal(set.code, 0, set.err)
  assert.equal((await findHeld({ id: user.id, handle: '', sessionId: null }))?.sessions.length, 0)
})

test('an account is found by a part of its address, and shown', async () => {
  const user = await aUser()
  const address = `${user.handle}@found.example`
  assert.equal(admin(`user mail ${user.handle} ${address}`).code, 0)
  assert.equal(
    admin(`user mail ${(await aUser()).handle} ${address}`).code,
    1,
    'it belongs to another account',
  )
  assert.equal(admin(`user mail ${user.handle} nonsense`).code, 2)
  assert.match(admin('user find FOUND.example').out, new RegExp(`^${user.handle} +user +${address}\n$`))
  assert.equal(admin('user find no%body').code, 1)
  const shown = JSON.parse(admin(`user show ${user.handle} --json`).out) as Record<string, unknown>
  assert.deepEqual([shown.email, shown.role, shown['ban reason']], [address, 'user', null])
})

test('what can’t be undone asks first, in a terminal, and without one needs --yes', async () => {
  const { handle } = await aUser()
  assert.equal(admin(`user role ${handle} admin`).code, 0)
  for (const line of [`user leave ${handle} erase`, `user role ${handle} user`, `ban ${handle} --reason x`]) {
    const { code, err } = admin(line)
    assert.equal(code, 2, line)
    assert.match(err, /is the only admin\. Then the site has none\. Add --yes to do it\.$/m)
  }
  const terminal = (answer: string) =>
    run(
      'script',
      ['-qec', `${process.execPath} dist/admin.mjs user role ${handle} user`, '/dev/null'],
      `${answer}\n`,
    )
  const no = terminal('no')
  assert.match(no.out, /Type yes to do it: [\s\S]*Nothing was changed\./)
  assert.match(admin(`user show ${handle}`).out, /^role +admin$/m)
  assert.equal(terminal('yes').code, 0)
  assert.match(admin(`user show ${handle}`).out, /^role +user$/m)
})

test('import export brings back what export printed, and nothing twice', async () => {
  const author = await aUser()
  const id = await aBemoaning(author, 'An export is only half of a way to move a site.')
  await db().execute(sql`update bemoanings set details = '*half*' where id = ${id}`)
  const file = join(data, 'site.jsonl')
  writeFileSync(file, admin('export').out)
  await db().execute(sql`delete from bemoanings where id = ${id}`)
  const first = JSON.parse(admin(`import export ${file} --json`).out) as Record<string, unknown>
  assert.deepEqual([first.imported, Object.keys(first.refused ?? {})], [1, ['there already']])
  const { rows } = await db().execute<{ html: string; handle: string; tags: number }>(sql`
    select b.details_html as html, u.handle, (select count(*)::int from bemoaning_tags where bemoaning_id = b.id) as tags
      from bemoanings b join users u on u.id = b.author_id where b.body like 'An export is only half%'`)
  assert.deepEqual(rows, [{ html: '<p><em>half</em></p>', handle: author.handle, tags: 1 }])
  assert.match(admin(`import export ${file}`).out, /^0 of /)
  assert.equal(admin('audit').code, 0)
})
