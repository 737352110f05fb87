import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { eq, sql } from 'drizzle-orm'
import type { Viewer } from '@/core/context'
import type { Result } from '@/core/result'
import { bemoanings, db } from '@/db'
import { editBemoaning, lockRank, takeBack } from '@/lib/bemoaning'
import { comment, deleteComment, editComment, markRemedy } from '@/lib/comment'
import { addEnding, confirmFix, declineFix, proposeFix, setState } from '@/lib/world'
import { ownDatabase } from './database'
import { aBemoaning, aUser } from './makers'

ownDatabase()

const url = 'https://example.org/fixed'
const codeOf = (result: Result<unknown>) => (result.ok ? 'ok' : result.code)

/** Everything that writes text on a bemoaning, by its author, who may do all of it. */
async function writesOn(author: Viewer, other: Viewer) {
  const id = await aBemoaning(author)
  const said = await comment(author, id, { body: 'Have you tried it?' })
  assert.ok(said.ok)
  assert.ok((await proposeFix(other, id, { url })).ok)
  const { rows } = await db().execute<{ id: number }>(
    sql`select id from fix_proposals where bemoaning_id = ${id}`,
  )
  const proposal = rows[0]?.id ?? 0
  return {
    id,
    comment: said.value.id,
    proposal,
    writes: {
      comment: () => comment(author, id, { body: 'And again.' }),
      'comment edit': () => editComment(author, said.value.id, 'Have you?', null),
      remedy: () => markRemedy(author, said.value.id, true),
      edit: () => editBemoaning(author, id, { tags: ['dns'] }, null),
      fix: () => proposeFix(author, id, { url }),
      state: () => setState(author, id, { state: 'workaround', note: 'Turn it off.' }),
      ending: () => addEnding(author, id, 'Badly.'),
      confirm: () => confirmFix(author, proposal),
      decline: () => declineFix(author, proposal),
    },
  }
}

const setLock = (id: number) =>
  db().transaction(async (tx) => {
    await lockRank(tx, id)
    await tx.update(bemoanings).set({ lockedAt: sql`now()` }).where(eq(bemoanings.id, id))
  })

test('a lock refuses every write of text, and leaves deleting your own alone', async () => {
  const [author, other] = [await aUser({ role: 'moderator' }), await aUser()]
  const { id, comment, proposal, writes } = await writesOn(author, other)
  await setLock(id)
  for (const [name, write] of Object.entries(writes))
    if (name !== 'decline') assert.equal(codeOf(await write()), 'forbidden', name)
  assert.equal(codeOf(await declineFix(other, proposal)), 'ok', 'your own proposal goes')
  assert.equal(codeOf(await deleteComment(author, comment)), 'ok')
  assert.equal(codeOf(await takeBack(author, id)), 'ok')
})

test('a write that waits while a lock is being set is refused', async () => {
  const [author, other] = [await aUser(), await aUser()]
  const names = Object.keys((await writesOn(author, other)).writes) as (keyof Awaited<
    ReturnType<typeof writesOn>
  >['writes'])[]
  for (const name of names) {
    const { id, writes } = await writesOn(author, other)
    const waiting = await db().transaction(async (tx) => {
      await lockRank(tx, id)
      await tx.update(bemoanings).set({ lockedAt: sql`now()` }).where(eq(bemoanings.id, id))
      const begun = writes[name]()
      let held = 0
      for (let attempt = 0; attempt < 100 && held === 0; attempt += 1) {
        await sleep(10)
        // A transaction caches its first view of the activity until it clears it.
        await tx.execute(sql`select pg_stat_clear_snapshot()`)
        const { rows } = await tx.execute<{ held: number }>(
          sql`select count(*)::int as held from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
        )
        held = rows[0]?.held ?? 0
      }
      assert.ok(held > 0, `${name} waits for the rank`)
      // Not awaited in here: it continues after our commit.
      return [begun] as const
    })
    assert.equal(codeOf(await waiting[0]), 'forbidden', name)
  }
})

test('a note is validated like a comment, and the error names its field', async () => {
  const young = await aUser({ ageDays: 0 })
  const id = await aBemoaning(young)
  const secret = ['AK', 'IA', 'Z7Q3M5XN2RT4WB6K'].join('')
  const told = async (made: ReturnType<typeof setState>) => {
    const result = await made
    assert.ok(!result.ok)
    return [result.code, result.errors?.[0]?.path]
  }
  const note = 'It works: https://example.org/buy'
  assert.deepEqual(await told(setState(young, id, { state: 'workaround', note })), ['invalid', 'note'])
  assert.deepEqual(await told(setState(young, id, { state: 'workaround', note: `Use ${secret}.` })), [
    'invalid',
    'note',
  ])
  const old = await aUser()
  const theirs = await aBemoaning(old)
  assert.deepEqual(await told(proposeFix(old, theirs, { url, note: `Use ${secret}.` })), ['invalid', 'note'])
  const ending = await addEnding(old, theirs, `It was ${secret}.`)
  assert.deepEqual(ending.ok ? [] : [ending.code, ending.errors?.[0]?.path], ['invalid', 'ending'])
  const linked = await addEnding(young, id, 'See www.example.org for all of it.')
  assert.deepEqual(linked.ok ? [] : [linked.code, linked.errors?.[0]?.path], ['invalid', 'ending'])
  assert.equal(codeOf(await setState(young, id, { state: 'workaround', note: 'Turn it off.' })), 'ok')
})
