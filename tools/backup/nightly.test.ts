import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { secondsSince } from '@/db/due'
import { databaseReady, ownDatabase } from '@/tests/database'
import { aBemoaning, aUser } from '@/tests/makers'
import { verified } from './restore'

ownDatabase()
const work = mkdtempSync(join(tmpdir(), 'ibtsocs-nightly-'))
after(() => rmSync(work, { recursive: true, force: true }))
const [folder, data] = [join(work, 'backups'), join(work, 'data')]
for (const each of [folder, data]) mkdirSync(each)

/** Runs the night as a timer does. */
function night(env: Record<string, string>, ...args: string[]): { code: number | null; said: string } {
  const made = spawnSync(process.execPath, ['dist/admin.mjs', 'backup', 'nightly', folder, ...args], {
    encoding: 'utf8',
    env: { ...process.env, NODE_ENV: 'production', IBTSOCS_DATA: data, SMTP_URL: '', ...env },
  })
  return { code: made.status, said: made.stderr }
}
const nights = () => readdirSync(folder).filter((name) => name.endsWith('.backup'))

test('a night makes an encrypted backup that was tried, brings it elsewhere, and deletes the oldest', async () => {
  await databaseReady()
  await aBemoaning(await aUser())
  const identity = await generateX25519Identity()
  for (const name of ['2026-11-01T031700Z.gz', '2026-11-02T031700Z.backup', 'mine.backup'])
    writeFileSync(join(folder, name), '')
  const elsewhere = join(work, 'elsewhere')
  const env = {
    BACKUP_RECIPIENTS: await identityToRecipient(identity),
    BACKUP_HOOK: `cp "$1" ${elsewhere}`,
  }
  const first = night(env, '--keep', '2')
  assert.equal(first.code, 0, first.said)
  assert.match(first.said, /Tried it: a restore into a second database brought everything back/)
  assert.equal(readdirSync(folder).length, 3, 'two of the nights, and one that is somebody’s own')
  assert.equal((await verified(elsewhere, [identity])).format, 2)
  assert.ok((await secondsSince('backup tried')) !== null)
  assert.ok((await secondsSince('backup whole')) !== null)
  const second = night({})
  assert.equal(second.code, 0, second.said)
  assert.doesNotMatch(second.said, /Tried it/, 'once a week')
  assert.equal(nights().length, 4)
})

test('the operator hears of a night that failed, past the queue, and the metrics know', async () => {
  const { code, said } = night({
    BACKUP_HOOK: 'echo the disk there is full; exit 3',
    BACKUP_MAIL: 'root@example.org',
  })
  assert.equal(code, 1)
  assert.match(said, /BACKUP_HOOK failed \(3\)\. the disk there is full\nTold root@example\.org\./)
  const [letter = ''] = readdirSync(join(data, 'outbox'))
  const text = readFileSync(join(data, 'outbox', letter), 'utf8')
  assert.match(text, /^To: root@example\.org$/m)
  assert.match(text, /the disk there is full/)
  const failed = await secondsSince('backup failed')
  assert.ok(failed !== null && failed < ((await secondsSince('backup whole')) ?? 0))
  const silent = night({ BACKUP_HOOK: 'false' })
  assert.match(silent.said, /Nobody hears of this by email: BACKUP_MAIL isn’t set/)
})
