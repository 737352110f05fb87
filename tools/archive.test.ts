import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { databaseOwner, makePrivate } from '@/db/embedded/owner'
import { removeDataFolder } from '@/db/embedded/remove'

const [data, other] = ['', ''].map(() => mkdtempSync(join(tmpdir(), 'ibtsocs-archive-'))) as [string, string]
const folder = mkdtempSync(join(tmpdir(), 'ibtsocs-archived-'))
makePrivate(databaseOwner(), folder)
const [archive, base] = [join(folder, 'wal'), join(folder, 'base')]
after(() => {
  for (const one of [data, other]) removeDataFolder(one)
  rmSync(folder, { recursive: true, force: true })
})

const admin = (where: string, ...args: string[]) => adminWith({}, where, ...args)
const adminWith = (more: Record<string, string>, where: string, ...args: string[]) => {
  const { DATABASE_URL: _, ...rest } = process.env
  const { status, stderr } = spawnSync(process.execPath, ['dist/admin.mjs', ...args], {
    encoding: 'utf8',
    env: { ...rest, NODE_ENV: 'production', IBTSOCS_DATA: where, ...more },
  })
  return { code: status, said: stderr.trim() }
}

test('an archive, copy or restore that cannot work says why and changes nothing', () => {
  for (const [args, code, said] of [
    [['archive'], 2, /The folder is missing/],
    [['restore-to', 'yesterday', base], 2, /Write the time like/],
    [['restore-to', '2026-11-24T18:00:00Z'], 2, /The folder is missing/],
    [['restore-to', '2026-11-24T18:00:00Z', '/nofolder'], 1, /isn’t a base backup/],
    [['migrate'], 0, /^$/],
    [['archive', '/tmp/a b'], 1, /absolute path of letters/],
    [['archive', "/tmp/a'; reboot"], 1, /absolute path of letters/],
    [['base-backup', base], 1, /has no archive yet/],
  ] as const) {
    const found = admin(data, ...args)
    assert.equal(found.code, code, found.said)
    assert.match(found.said, said)
  }
  assert.ok(!existsSync(base))
  assert.equal(admin(data, 'archive', archive).code, 0)
  const made = admin(data, 'base-backup', base)
  assert.equal(made.code, 0, made.said)
  assert.ok(readdirSync(archive).some((name) => /^[0-9A-F]{24}\.gz$/.test(name)))
  assert.match(admin(data, 'base-backup', base).said, /already exists/)

  assert.match(admin(data, 'restore-to', new Date().toISOString(), base).said, /already has a database/)
  assert.match(admin(other, 'restore-to', '2020-01-01T00:00:00Z', base).said, /which is later/)
  assert.match(
    admin(other, 'restore-to', new Date(Date.now() + 86_400_000).toISOString(), base).said,
    /^The archive .* ends before/,
  )
  const note = readFileSync(join(base, 'base.json'), 'utf8')
  for (const bad of [note.slice(0, 99), note.replace(archive, `${archive}; touch ${folder}/owned;`)]) {
    writeFileSync(join(base, 'base.json'), bad)
    assert.match(admin(other, 'restore-to', new Date().toISOString(), base).said, /isn’t a base backup/)
  }
  assert.ok(!existsSync(join(folder, 'owned')))
  writeFileSync(join(base, 'base.json'), note)
  appendFileSync(join(base, 'data', 'PG_VERSION'), ' ')
  assert.match(admin(other, 'restore-to', new Date().toISOString(), base).said, /is damaged: PG_VERSION/)
  assert.ok(!existsSync(join(other, 'postgres', '17', 'PG_VERSION')))
})

test('a database server named by DATABASE_URL is left to its own tools, also one on this machine', () => {
  const server = { DATABASE_URL: process.env.TEST_DATABASE_URL ?? '' }
  for (const args of [
    ['archive', archive],
    ['base-backup', `${base}-2`],
    ['restore-to', new Date().toISOString(), base],
  ]) {
    const { code, said } = adminWith(server, other, ...args)
    assert.equal(code, 2, said)
    assert.match(said, /DATABASE_URL names a database server\./)
  }
})
