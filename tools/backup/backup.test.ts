import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { sql } from 'drizzle-orm'
import { db } from '@/db'
import { databaseReady, ownDatabase } from '@/tests/database'
import { aBemoaning, aUser } from '@/tests/makers'
import { readArchive, writeArchive } from './archive'
import { makeBackup } from './make'
import type { Manifest } from './manifest'
import { putBack, unpackFiles } from './put-back'
import { restoreBackup, tryBackup, verified } from './restore'
import type { TarEntry } from './tar'

ownDatabase()
const folder = mkdtempSync(join(tmpdir(), 'ibtsocs-backup-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const [file, data] = [join(folder, 'whole.backup'), join(folder, 'data')]
mkdirSync(data)
process.env.IBTSOCS_DATA = data
delete process.env.AUTH_SECRET

const bodies = async (): Promise<string[]> =>
  (await db().execute<{ body: string }>(sql`select body from bemoanings order by id`)).rows.map(
    ({ body }) => body,
  )
const make = (recipients: string[] = [], path = file) => makeBackup({ file: path, by: 'copy', recipients })
const restore = async (path: string, keys: string[] = []) => restoreBackup(await verified(path, keys))
const databases = async () =>
  (
    await db().execute<{ n: number }>(
      sql`select count(*)::int as n from pg_database where datname like current_database() || '%'`,
    )
  ).rows[0]?.n

test('columns have types whose binary form is the same in every major', async () => {
  await databaseReady()
  const { rows } = await db().execute<{ type: string }>(sql`
    select distinct format_type(a.atttypid, null) as type from pg_attribute a join pg_class c on c.oid = a.attrelid
      join pg_type t on t.oid = a.atttypid
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
       and a.attgenerated = '' and t.typtype <> 'e'`)
  // Arrays of our own enumerations would carry a number that each database gives them anew.
  const same =
    /^(bigint|integer|smallint|real|double precision|boolean|text|character varying|bytea|jsonb|timestamp with time zone|date|uuid|tsvector|inet|cidr|numeric|interval)(\[\])?$/
  assert.ok(rows.length > 5)
  assert.deepEqual(
    rows.filter(({ type }) => !same.test(type)),
    [],
  )
})

test('a backup is one moment, with the site’s secrets, and comes back as it was, with its indexes', async () => {
  writeFileSync(join(data, 'auth-secret'), 'a secret of at least thirty-two characters', { mode: 0o600 })
  writeFileSync(join(folder, 'cert.pem'), 'a certificate')
  process.env.BACKUP_FILES = `${folder}/cert.pem:${folder}/nothing.pem`
  const user = await aUser()
  await aBemoaning(user, 'It was there before the backup, “ünïcode” \\ and\nlines.')
  const before = await bodies()
  const schema = async () =>
    (
      await db().execute<{ indexes: string }>(sql`
        select (select string_agg(indexdef, ';' order by indexname) from pg_indexes where schemaname = 'public')
            || (select string_agg(conname || pg_get_constraintdef(oid), ';' order by conname, conrelid) from pg_constraint) as indexes`)
    ).rows
  const indexes = await schema()
  const { manifest } = await make()
  assert.equal(statSync(file).mode & 0o777, 0o600)
  assert.deepEqual(manifest.missing, [`${folder}/nothing.pem: ENOENT`])
  await aBemoaning(user, 'It came after the backup.')
  await restore(file)
  assert.deepEqual(await bodies(), before)
  assert.deepEqual(await schema(), indexes)
  await aBemoaning(user, 'Numbers go on after a restore.')
  assert.ok((await restore(file)) > 0, 'and again')
})

test('files come back to a new machine’s data folder, and replace none that is there', async () => {
  const secret = join(data, 'auth-secret')
  assert.deepEqual(await putBack(file, []), [
    `Left alone: ${folder.slice(1)}/cert.pem. admin backup files unpacks it.`,
  ])
  writeFileSync(secret, 'another secret, of somebody who was there before')
  assert.match((await putBack(file, []))[0] ?? '', /^Left alone: .*auth-secret, which is another/)
  rmSync(secret)
  assert.deepEqual((await putBack(file, []))[0], `Wrote ${secret}.`)
  assert.equal(readFileSync(secret, 'utf8'), 'a secret of at least thirty-two characters')
  assert.equal(statSync(secret).mode & 0o777, 0o600)
  const paths = await unpackFiles(file, [], join(folder, 'unpacked'))
  assert.deepEqual(
    paths.map((path) => readFileSync(path, 'utf8')),
    ['a secret of at least thirty-two characters', 'a certificate'],
  )
  await assert.rejects(unpackFiles(file, [], join(folder, 'unpacked')), /already exists/)
})

test('an encrypted backup opens with its key only, and is tried in a second database that goes again', async () => {
  const [identity, other] = [await generateX25519Identity(), await generateX25519Identity()]
  const sealed = join(folder, 'sealed.backup')
  await make([await identityToRecipient(identity)], sealed)
  assert.equal(readFileSync(sealed).includes('ünïcode'), false)
  await assert.rejects(verified(sealed, []), /is encrypted\. Name the file with its key: --key <file>\.$/)
  await assert.rejects(verified(sealed, [other]), /can’t be opened\. The key doesn’t open it\.$/)
  await assert.rejects(
    verified(sealed, ['AGE-SECRET-KEY-1X']),
    /can’t be opened\. The key isn’t one of age\.$/,
  )
  const there = await databases()
  assert.ok((await tryBackup(await verified(sealed, [identity]))) > 0)
  assert.equal(await databases(), there)
  const whole = readFileSync(sealed)
  for (const end of [whole.length - 1, whole.length - 65_552, 400, 30]) {
    writeFileSync(`${sealed}.cut`, whole.subarray(0, Math.max(end, 1)))
    await assert.rejects(
      verified(`${sealed}.cut`, [identity]),
      /damaged or incomplete\. Nothing was changed\.$/,
    )
  }
})

test('a damaged backup is refused wherever it is damaged', async () => {
  const whole = readFileSync(file)
  const bad = join(folder, 'bad.backup')
  // Each header, and bytes in between; the zeros that fill up blocks are the one thing that may change.
  for (let at = 100; at < whole.length; at += 1_021) {
    if (whole[at] === 0) continue
    const turned = Buffer.from(whole)
    turned.writeUInt8(turned.readUInt8(at) ^ 0x10, at)
    writeFileSync(bad, turned)
    await assert.rejects(
      verified(bad, []),
      /isn’t a backup|damaged or incomplete\. Nothing was changed/,
      `${at}`,
    )
  }
  writeFileSync(bad, whole.subarray(0, whole.length - 1))
  await assert.rejects(verified(bad, []), /damaged or incomplete/)
})

/** Writes what nobody but an attacker would. */
async function crafted(change: Partial<Manifest>, ...content: TarEntry[]): Promise<string> {
  let manifest: Manifest | null = null
  for await (const part of readArchive(file, [])) if (part.kind === 'manifest') manifest = part.manifest
  assert.ok(manifest)
  const path = join(folder, 'crafted.backup')
  const each = async function* () {
    yield* content
  }
  await writeArchive(path, { ...manifest, ...change }, each(), () => ({}), [])
  return path
}

test('a foreign archive is refused, and no name in one leads out of a folder or to a table of Postgres', async () => {
  const before = await bodies()
  const refuse = async (path: string, why: RegExp) => {
    await assert.rejects(restore(path), why)
    await db().execute(sql`select 1`)
    assert.deepEqual(await bodies(), before)
  }
  const empty = gzipSync(Buffer.from('5047434f50590aff0d0a000000000000000000ffff', 'hex'))
  const table = (name: string) => ({ name: `tables/${name}/000000.gz`, data: empty })
  await refuse(await crafted({}, { name: 'files/../../escaped', data: empty }), /damaged or incomplete/)
  for (const name of ['pg_authid', 'x"; drop table users; --'])
    await refuse(
      await crafted({ tables: [{ name, columns: ['rolname'] }] }, table(name)),
      /has a table that this site hasn’t/,
    )
  await refuse(
    await crafted(
      { tables: [{ name: 'users', columns: ["handle) from program 'id'; --"] }] },
      table('users'),
    ),
    /has a table that this site hasn’t/,
  )
  await refuse(await crafted({}, table('users')), /^Error: bemoanings has 0 rows, and the backup says \d+/)
  await refuse(await crafted({ migrations: 9_999 }), /knows schemas up to/)
  const junk = { name: 'tables/users/000000.gz', data: gzipSync(Buffer.alloc(5 << 20)) }
  await refuse(await crafted({}, junk), /Cannot create a Buffer larger than|larger than/)
  symlinkSync('/etc', join(folder, 'link'))
  await assert.rejects(unpackFiles(file, [], join(folder, 'link')), /already exists/)
  const other = join(folder, 'other.tar')
  writeFileSync(other, 'not even an archive')
  await assert.rejects(verified(other, []), /isn’t a backup, or it is damaged/)
})
