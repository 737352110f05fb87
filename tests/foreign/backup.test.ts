import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import pg from 'pg'
import { migrateDatabase } from '@/db/migrate'
import { debianMajor, startDebian } from '../debian-postgres'

const folder = mkdtempSync(join(tmpdir(), 'ibtsocs-foreign-backup-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const at = (name: string) => join(folder, name)
const major = debianMajor()
const debian = major === null ? null : startDebian(major)
after(() => debian?.stop())

function run(command: string, args: string[], env: Record<string, string> = {}) {
  const options = { env: { ...process.env, ...env }, maxBuffer: 64 << 20 }
  const { status, stdout, stderr, error } = spawnSync(command, args, options)
  return { status, out: stdout, said: stderr?.toString() ?? '', missing: error !== undefined }
}
const admin = (url: string, args: string[], env: Record<string, string> = {}) =>
  run(process.execPath, ['dist/admin.mjs', ...args], {
    NODE_ENV: 'production',
    IBTSOCS_DATA: folder,
    DATABASE_URL: url,
    // The one in the data folder counts, which belongs into the backup.
    AUTH_SECRET: '',
    ...env,
  })

async function asked<T extends pg.QueryResultRow>(url: string, text: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  return (await client.query<T>(text).finally(() => client.end())).rows
}
const why = 'Debian’s Postgres (postgresql) is not installed'

/** A site with one text in Debian's Postgres, of a role that is no superuser, as the package makes it. */
async function aSite(): Promise<string> {
  assert.ok(debian)
  await asked(debian.url('postgres'), 'create role site login createdb')
  await asked(debian.url('postgres'), 'grant set on parameter session_replication_role to site')
  await asked(debian.url('postgres'), "create database site owner site encoding 'UTF8' template template0")
  const url = debian.url('site').replace('ibtsocs@', 'site@')
  await migrateDatabase(url)
  await asked(url, "insert into users (handle, skeleton, art) values ('ada', 'ada', '00')")
  return url
}

let site = ''
test('pg_dump of the server’s major makes the backup, and pg_restore brings it back', async (t) => {
  if (!debian) return t.skip(why)
  site = await aSite()
  writeFileSync(at('auth-secret'), 'a secret of at least thirty-two characters', { mode: 0o600 })
  const made = admin(site, ['backup', at('dump.backup')])
  assert.equal(made.status, 0, made.said)
  assert.match(made.said, new RegExp(`^Wrote the database, by pg_dump ${debian.major}, and 1 file to`))
  const unpacked = run('tar', ['xOf', at('dump.backup'), '--wildcards', 'database/*'])
  writeFileSync(at('plain.dump'), unpacked.out)
  const listed = run(join(debian.bin, 'pg_restore'), ['--list', at('plain.dump')])
  assert.match(listed.out.toString(), /TABLE DATA public users/)
  await asked(site, "update users set handle = 'eve', skeleton = 'eve'")
  const tried = admin(site, ['backup', 'try', at('dump.backup')])
  assert.equal(tried.status, 0, tried.said)
  const back = admin(site, ['restore', at('dump.backup'), '--yes'])
  assert.equal(back.status, 0, back.said)
  assert.deepEqual(await asked(site, 'select handle from users'), [{ handle: 'ada' }])
  assert.deepEqual(
    await asked(site, "select datname from pg_database where datname like 'site%' order by 1"),
    [{ datname: 'site' }],
  )
  const audit = admin(site, ['audit'])
  assert.equal(audit.status, 0, audit.said)
})

test('while the site runs, or by a role that may not create databases, nothing is replaced', async (t) => {
  if (!debian) return t.skip(why)
  const other = new pg.Client({ connectionString: site, application_name: 'ibtsocs site' })
  await other.connect()
  const running = admin(site, ['restore', at('dump.backup'), '--yes'])
  await other.end()
  assert.match(running.said, /Stop the site first\. Nothing was changed\.$/m)
  await asked(debian.url('postgres'), 'alter role site nocreatedb')
  const refused = admin(site, ['restore', at('dump.backup'), '--yes'])
  assert.equal(refused.status, 1)
  assert.match(
    refused.said,
    /may not create one\. A superuser allows it: alter role … createdb\. Nothing was changed\./,
  )
  await asked(debian.url('postgres'), 'alter role site createdb')
  const copied = admin(site, ['backup', at('copy.backup'), '--by', 'copy'])
  assert.equal(copied.status, 0, copied.said)
  const back = admin(site, ['restore', at('copy.backup'), '--yes'])
  assert.equal(back.status, 0, back.said)
  assert.deepEqual(await asked(site, 'select handle from users'), [{ handle: 'ada' }])
})

test('age opens what we encrypt, and we open what age has encrypted', (t) => {
  if (!debian) return t.skip(why)
  const keygen = run('age-keygen', ['-o', at('key.txt')])
  if (keygen.missing) return t.skip('age is not installed')
  const recipient = /age1\w+/.exec(keygen.said)?.[0] ?? ''
  const made = admin(site, ['backup', at('sealed.backup')], { BACKUP_RECIPIENTS: recipient })
  assert.equal(made.status, 0, made.said)
  const opened = run('age', ['-d', '-i', at('key.txt'), '-o', at('opened.tar'), at('sealed.backup')])
  assert.equal(opened.status, 0, opened.said)
  assert.match(run('tar', ['tf', at('opened.tar')]).out.toString(), /^backup\.json\n[\s\S]*\nend\.json\n$/)
  const again = run('age', ['-r', recipient, '-o', at('again.backup'), at('opened.tar')])
  assert.equal(again.status, 0, again.said)
  assert.notDeepEqual(readFileSync(at('again.backup')), readFileSync(at('sealed.backup')))
  const tried = admin(site, ['backup', 'try', at('again.backup'), '--key', at('key.txt')])
  assert.equal(tried.status, 0, tried.said)
  const without = admin(site, ['restore', at('again.backup'), '--yes'])
  assert.match(without.said, /is encrypted\. Name the file with its key: --key <file>\./)
})
