import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { sql } from 'drizzle-orm'
import ssh2 from 'ssh2'
import { db } from '@/db'
import { ownDatabase } from '@/tests/database'
import { hostKeys, makeOne, publicBlob } from './host-keys'

ownDatabase()

test('all nodes have the same host keys, whoever starts first; they outlive the database and another secret', async () => {
  const [first, second, third] = ['a', 'b', 'c'].map((name) =>
    mkdtempSync(join(tmpdir(), `ibtsocs-${name}-`)),
  )
  assert.ok(first && second && third)
  const [one, two] = await Promise.all([hostKeys(first), hostKeys(second)])
  assert.deepEqual(one, two, 'started at the same time')
  assert.deepEqual(await hostKeys(third), one, 'started later, with an empty folder')
  const { rows } = await db().execute<{ value: string }>(
    sql`select value #>> '{}' as value from settings where name = 'ssh-host-keys'`,
  )
  assert.equal(rows.length, 1)
  assert.doesNotMatch(rows[0]?.value ?? '', /PRIVATE KEY/)
  assert.doesNotMatch(
    Buffer.from(rows[0]?.value ?? '', 'base64').toString('latin1'),
    /PRIVATE KEY/,
    'it is sealed',
  )
  const blob = await publicBlob(one.rsa)
  // RSA of 3,072 bits: its modulus has 385 bytes with the sign.
  assert.ok(blob.length > 385 && blob.toString('latin1', 4, 11) === 'ssh-rsa')

  const own = JSON.parse(readFileSync(join(first, 'ssh-host-keys.json'), 'utf8'))
  await db().execute(sql`delete from settings where name = 'ssh-host-keys'`)
  assert.deepEqual(await hostKeys(first), own, 'a new database gets those of the folder')
  await db().execute(
    sql`update settings set value = to_jsonb('bm90IHNlYWxlZA=='::text) where name = 'ssh-host-keys'`,
  )
  assert.deepEqual(await hostKeys(first), own, 'what another secret sealed is replaced')
})

test('every key that is made can be read', async () => {
  for (let n = 0; n < 700; n += 1)
    assert.equal(ssh2.utils.parseKey(await makeOne('ed25519')) instanceof Error, false)
})
