import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { removeDataFolder } from '@/db/embedded/remove'
import { findHeld, startSession } from '@/lib/user'
import { ownDatabase } from '@/tests/database'
import { aBemoaning, aUser } from '@/tests/makers'

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

test('wrong usage gets one plain sentence, and exits with 2 or 1', () => {
  writeFileSync(join(data, 'other.gz'), gzipSync('{"something":"else"}\n'))
  writeFileSync(join(data, 'text'), 'not even zipped')
  mkdirSync(join(data, 'folder'))
  for (const [line, code, said] of [
    ['user', 2, /^After user, write create, role, sign-out, factor-off, mark, leave or list\.$/],
    ['user leave abc gently', 2, /^user leave <handle> takes erase or anonymise\.$/],
    ['deliveries now', 2, /^Write deliveries or deliveries retry\.$/],
    ['user create abc --rol moderator', 2, /^Unknown option '--rol'\.$/],
    ['user create abc --role', 2, /--role.* missing\.$/],
    ['user create abc --role king', 2, /^Unknown role king\. Choose one of user, moderator, admin\.$/],
    ['user create abc --password-stdin', 2, /^The password on standard input is empty\.$/],
    ['user role abc', 1, /^There is no user abc\.$/],
    ['token', 2, /^Write token create <handle>\.$/],
    [
      'token create abc --scope king',
      2,
      /^--scope takes some of read,write,account, with commas between them\.$/,
    ],
    ['token create abc --days 0', 2, /^--days takes a whole number from 1 to 3650\.$/],
    ['ban abc --days --reason x', 2, /--days.*ambiguous\.$/],
    ['ban abc --days 0 --reason x', 2, /^--days takes a number above 0/],
    ['ban abc --days 1e99 --reason x', 2, /^--days takes a number above 0/],
    ['ban abc', 2, /^The reason .* is missing\.$/],
    ['ban abc --reason x y', 2, /^Unexpected argument "y"\.$/],
    ['unban', 2, /^The handle is missing\.$/],
    ['settings', 2, /^Write settings get/],
    ['import', 2, /^Only fortune files/],
    ['import fortune /nofile', 1, /^\/nofile can’t be read \(ENOENT\)\.$/],
    [`import fortune ${data}/folder`, 1, /can’t be read \(EISDIR\)\.$/],
    ['backup', 2, /^The file is missing\.$/],
    ['backup /no/such/folder/file', 1, /^\/no\/such\/folder\/file can’t be written \(ENOENT\)\.$/],
    ['restore /nofile', 1, /^\/nofile can’t be read \(ENOENT\)\.$/],
    [`restore ${data}/folder`, 1, /can’t be read \(EISDIR\)\.$/],
    [`restore ${data}/text`, 1, /isn’t a backup, or it is damaged\. Nothing was changed\.$/],
    [`restore ${data}/other.gz`, 1, /isn’t a backup of this site\.$/],
    ['audit now', 2, /^Unexpected argument "now"\.$/],
  ] as const) {
    const { code: exit, out, err } = admin(line)
    assert.equal(exit, code, `${line}: ${err}`)
    assert.equal(out, '', line)
    assert.equal(err.trim().split('\n').length, 1, `${line}: ${err}`)
    assert.match(err.trim(), said, line)
  }
})

test('the usage lists every command', () => {
  const { code, err } = admin('nonsense')
  assert.equal(code, 2)
  assert.match(err, /^Unknown command nonsense\.\nUsage/)
  for (const form of [
    'user create <handle>',
    'user role <handle>',
    'user list',
    'settings set',
    'unban <handle>',
  ])
    assert.ok(err.includes(form), form)
  assert.equal(admin('--help').code, 0)
})

test('a failed command leaves no database running', () => {
  assert.equal(admin('restore /nofile', '', { DATABASE_URL: '', IBTSOCS_DATA: data }).code, 1)
  assert.ok(!existsSync(join(realpathSync(join(data, 'postgres', '17')), 'postmaster.pid')))
})

test('a missing data folder is an error, unless the command brings content to it', () => {
  const nowhere = join(data, 'mistyped')
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
