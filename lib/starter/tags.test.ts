import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { sql } from 'drizzle-orm'
import { db } from '@/db'
import { chooseTag } from '@/lib/reader'
import { findTagOrAlias, foldTags } from '@/lib/tag'
import { databaseReady, ownDatabase } from '@/tests/database'
import { searchBemoanings } from '@/tests/indexed'
import { aBemoaning, aUser } from '@/tests/makers'
import { graphemes } from '@/text/text'
import { audit } from '@/tools/admin/audit'
import { readStarter, readTags } from './files'
import { writeTags } from './tags'

ownDatabase()
before(databaseReady)

const rowsOf = async () =>
  (
    await db().execute<{ id: number; name: string; aliases: string[]; count: number }>(
      sql`select id, name, aliases, count from tags order by id`,
    )
  ).rows

test('every name in the file belongs to one tag', () => {
  const names = readTags().flatMap(({ name, aliases, 'merged-from': merged }) => [
    name,
    ...aliases,
    ...merged,
  ])
  assert.deepEqual(
    names.filter((name, at) => names.indexOf(name) !== at),
    [],
  )
})

test('starter bemoanings obey the limits of all others, and every tag has one', () => {
  const [entries, tags] = [readStarter(), readTags().filter((tag) => tag.for === 'all')]
  const used = new Set(entries.flatMap((entry) => entry.tags))
  assert.deepEqual([...used].sort(), tags.map(({ name }) => name).sort())
  assert.equal(new Set(entries.map(({ key }) => key)).size, entries.length, 'keys')
  assert.equal(new Set(entries.map(({ body }) => body)).size, entries.length, 'texts')
  for (const { key, body } of entries) {
    const length = graphemes(body.trim())
    assert.ok(length >= 20 && length <= 500, `${key}: ${length}`)
    assert.doesNotMatch(body, /!/, key)
  }
})

test('a site gets new tags and moved aliases at its next start, and loses nothing', async () => {
  const [author, reader] = [await aUser(), await aUser()]
  const before = await rowsOf()
  // As an older version left it: phones were browsers, and the tag for phones did not exist.
  await db().execute(sql`delete from tags where name in ('mobile', 'typescript')`)
  await db().execute(
    sql`update tags set aliases = aliases || '{mobile,phones,android}' where name = 'browsers'`,
  )
  await db().execute(sql`update tags set aliases = aliases || '{typescript,ts}' where name = 'javascript'`)
  const id = await aBemoaning(author, 'The phone is a lamp with an opinion about updates.', ['browsers'])
  await chooseTag(reader, 'android', 'follow')
  await writeTags()
  await foldTags()
  const after = new Map((await rowsOf()).map((row) => [row.name, row]))
  assert.deepEqual([...after.keys()].sort(), before.map(({ name }) => name).sort())
  for (const { name, id, aliases } of before) {
    assert.deepEqual(after.get(name)?.aliases, aliases, name)
    if (name !== 'mobile' && name !== 'typescript') assert.equal(after.get(name)?.id, id, name)
  }
  assert.equal(after.get('browsers')?.count, 1)
  assert.equal((await findTagOrAlias('android'))?.name, 'mobile')
  assert.equal((await findTagOrAlias('ts'))?.name, 'typescript')
  const { rows } = await db().execute(
    sql`select 1 from tag_choices c join tags t on t.id = c.tag_id where t.name = 'browsers' and c.user_id = ${reader.id}`,
  )
  assert.equal(rows.length, 1, 'who followed it by an alias still follows it')
  const found = async (q: string) => {
    const result = await searchBemoanings(q)
    return result.ok ? result.value.items.map((card) => card.id) : result
  }
  assert.deepEqual([await found('tag:browsers lamp'), await found('tag:android lamp')], [[id], []])
  assert.equal(await audit({ json: true, say: () => {}, note: console.error }), 0)
})

test('tags that are not in the file stay, and share no name with it', async () => {
  await db().execute(
    sql`insert into tags (name, label, description, aliases) values
      ('haskell', 'Haskell', 'Lazy, and early.', '{hs,ghc,js}'),
      ('bash', 'Bash', 'It was in the file once.', '{bourne}')`,
  )
  await writeTags()
  await writeTags()
  const rows = new Map((await rowsOf()).map((row) => [row.name, row]))
  assert.deepEqual(rows.get('haskell')?.aliases.sort(), ['ghc', 'hs'])
  assert.deepEqual(rows.get('bash')?.aliases, ['bourne'])
  assert.ok(!rows.get('shell')?.aliases.includes('bash') && rows.get('javascript')?.aliases.includes('js'))
  const names = [...rows.values()].flatMap(({ name, aliases }) => [name, ...aliases])
  assert.equal(new Set(names).size, names.length)
})

test('a start that changes nothing writes nothing', async () => {
  const versions = async () => (await db().execute(sql`select name, xmin::text from tags order by name`)).rows
  await writeTags()
  const before = await versions()
  await writeTags()
  assert.deepEqual(await versions(), before)
})

test('starting again and again uses up no ids, and a site that has used up most of them finds room', async () => {
  const last = async () =>
    (await db().execute<{ last: number }>(sql`select last_value::int as last from tags_id_seq`)).rows[0]?.last
  await writeTags()
  const before = await last()
  for (let start = 0; start < 3; start += 1) await writeTags()
  assert.equal(await last(), before)
  await db().execute(sql`delete from tags where name in ('wifi', 'pdf', 'r')`)
  await db().execute(sql`select setval('tags_id_seq', 32766)`)
  await writeTags()
  assert.ok(((await last()) ?? 0) < 1_000)
  assert.equal((await findTagOrAlias('wlan'))?.name, 'wifi')
})
