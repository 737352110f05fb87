import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { db } from '@/db'
import { comment } from '@/lib/comment'
import { databaseReady, ownDatabase } from '@/tests/database'
import { aBemoaning, aUser } from '@/tests/makers'
import { chooseTag, muteUser, muteWord } from './commands'
import { isUnmuted, isUnmutedComment, mutesOfRow } from './rule'

ownDatabase('starter')
before(databaseReady)

test('the rule for notices is the rule for lists, for every mute and text', async () => {
  const [author, other, reader] = [await aUser(), await aUser(), await aUser()]
  const ids: { bemoaning: number; comment: number }[] = []
  for (const who of [author, other, reader])
    for (const body of [
      'A teapot (again) broke C++ in *production*',
      'Nothing of the kind happened here today',
    ]) {
      const bemoaning = await aBemoaning(who)
      await db().execute(
        sql`update bemoanings set body = ${`${body}, case ${bemoaning}`} where id = ${bemoaning}`,
      )
      const made = await comment(who === author ? other : author, bemoaning, { body })
      assert.ok(made.ok)
      ids.push({ bemoaning, comment: made.value.id })
    }
  const [first] = ids
  assert.ok(first)
  await db().execute(sql`update bemoanings set anonymous = true where id = ${first.bemoaning}`)
  const { rows: tags } = await db().execute<{ name: string }>(
    sql`select name from tags where id = (select tag_ids[1] from bemoaning_ranks where id = ${first.bemoaning})`,
  )
  const verdicts = new Set<boolean>()
  const choices = fc.record({
    users: fc.subarray([author.handle, other.handle]),
    words: fc.subarray(['teapot', 'C++', '(again)', '*production*', 'nothing of the', 'pot']),
    tag: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(choices, async ({ users, words, tag }) => {
      for (const table of ['user_mutes', 'word_mutes', 'tag_choices'])
        await db().execute(sql`delete from ${sql.raw(table)} where user_id = ${reader.id}`)
      for (const handle of users) assert.ok((await muteUser(reader, handle, true)).ok)
      for (const word of words) assert.ok((await muteWord(reader, word, true)).ok)
      if (tag) assert.ok((await chooseTag(reader, tags[0]?.name ?? '', 'mute')).ok)
      const sets = mutesOfRow(sql`${reader.id}::bigint`)
      for (const { bemoaning, comment: said } of ids) {
        const [b, c] = [sql`${bemoaning}::bigint`, sql`${said}::bigint`]
        const { rows } = await db().execute<Record<string, boolean>>(sql`
          select is_wanted(${reader.id}, ${b}, null) as told, ${isUnmuted(b, sets)} as listed,
                 is_wanted(${reader.id}, null, ${c}) as told_reply, ${isUnmutedComment(c, sets)} as listed_reply`)
        const row = rows[0] ?? {}
        assert.equal(row.told, row.listed)
        assert.equal(row.told_reply, row.listed_reply)
        verdicts.add(row.told === true)
      }
    }),
    { numRuns: 25 },
  )
  assert.equal(verdicts.size, 2)
})
