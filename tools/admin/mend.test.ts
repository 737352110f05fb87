import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type SQL, sql } from 'drizzle-orm'
import { db } from '@/db'
import { foldSearch } from '@/lib/search'
import { foldStats } from '@/lib/state'
import { foldVotes } from '@/lib/vote'
import { ownDatabase } from '@/tests/database'
import { aBemoaning, aUser } from '@/tests/makers'
import { audit, mend } from './audit'
import type { CheckName } from './checks'

ownDatabase('starter')

/** The starter bemoaning at a place in their order. */
const nth = (at: number): SQL =>
  sql`(select id from bemoanings where starter order by id offset ${at} limit 1)`

/** Opens a round for a bemoaning and gives one verdict. */
async function judged(): Promise<number> {
  const [id, { id: juror }] = [await aBemoaning(await aUser()), await aUser()]
  await db().execute(sql`update bemoaning_ranks set status = 'pending' where id = ${id}`)
  await db().execute(sql`
    insert into verdicts (juror_id, bemoaning_id, round, verdict, weight) values (${juror}, ${id}, 1, 'publish', 1)`)
  return id
}

/** For each check, statements that cause drift of its kind. The type demands one for every check. */
const spoils: Readonly<Record<CheckName, () => Promise<readonly SQL[]>>> = {
  'votes by kind': async () => [
    sql`update bemoaning_ranks set bemoan = bemoan + 1, light_self = 7 where id = ${nth(0)}`,
  ],
  'votes that must not weigh': async () => [
    sql`insert into job_runs (name, started_at, ended_at) values ('visitors weigh nothing', now(), now()) on conflict do nothing`,
    sql`update voters set damped_at = now() where id = (select voter_id from votes where weighs order by voter_id limit 1)`,
  ],
  comments: async () => [sql`update bemoaning_ranks set comments = 9, commenters = 8 where id = ${nth(1)}`],
  'comment votes': async () => [
    sql`update comments set votes = votes + 1 where id = (select min(id) from comments)`,
  ],
  'copies for tag pages': async () => [
    sql`update bemoaning_tags set hotness = 0, published = false where bemoaning_id = ${nth(2)}`,
  ],
  'copies for muting': async () => [
    sql`update bemoaning_ranks set anonymous = not anonymous, tag_ids = '{}' where id = ${nth(3)}`,
  ],
  'texts by author': async () => [
    sql`update author_counts set comments = comments + 3 where user_id = (select min(user_id) from author_counts)`,
    sql`delete from author_counts where user_id = (select max(user_id) from author_counts)`,
  ],
  bites: async () => [sql`update bemoaning_ranks set bites = bites + 1 where bites > 0`],
  'bites by week': async () => [
    sql`update bite_weeks set bites = bites + 1 where bemoaning_id = (select min(bemoaning_id) from bite_weeks)`,
    sql`delete from bite_weeks where bemoaning_id = (select max(bemoaning_id) from bite_weeks)`,
  ],
  'texts before the jury': async () => [
    sql`delete from jury_rounds where bemoaning_id = ${await judged()}`,
    sql`insert into jury_rounds (bemoaning_id, round, opening) values (${nth(4)}, 1, 'posted')`,
  ],
  'verdicts by round': async () => [
    sql`update jury_rounds set publish = 5, reject = 6 where bemoaning_id = ${await judged()}`,
  ],
  'verdicts by outcome': async () => {
    const id = await judged()
    return [
      sql`update bemoaning_ranks set status = 'published' where id = ${id}`,
      sql`update jurors set judged = 0 where user_id = (select juror_id from verdicts where bemoaning_id = ${id})`,
    ]
  },
  'jurors and their points': async () => [
    sql`update jurors set judged = judged + 5, publish_right = 4`,
    sql`insert into jury_months (month, user_id, points) select '2026-01-01', user_id, 3 from jurors`,
  ],
  'search index': async () => [
    sql`update search_bemoanings set search = '' where id = ${nth(5)}`,
    sql`delete from search_bemoanings where id = ${nth(6)}`,
    sql`update search_comments set search = '' where id = (select min(id) from search_comments)`,
    sql`delete from search_comments where id = (select max(id) from search_comments)`,
  ],
  'bemoanings by tag': async () => [sql`update tags set count = count + 1 where name = 'ci'`],
  'names that two tags have': async () => [
    sql`update tags set aliases = aliases || '{ci,doubly,doubly}'::text[] where name in ('legacy', 'deploy')`,
  ],
  'merged but still visible': async () => [
    sql`update bemoanings set merged_into = ${nth(7)} where id = ${nth(8)}`,
    sql`update bemoanings set merged_into = id where id = ${nth(9)}`,
  ],
  'posts that comments link to': async () => [
    sql`insert into comment_posts (comment_id, slug, host) select min(id), 'nowhere', '' from comments`,
  ],
  'weights of cases': async () => [sql`insert into cases (bemoaning_id, weight) values (${nth(10)}, 500)`],
  'ranks without text or text without rank': async () => [
    sql`delete from votes where bemoaning_id = ${nth(11)}`,
    sql`delete from bemoaning_ranks where id = ${nth(11)}`,
  ],
  'the figures of /state': async () => [
    sql`insert into stat_totals (grain, at, measure, counts) values ('month', '2025-01-01', 'fix', '{"2": 1}')`,
  ],
}

async function drifted(): Promise<string[]> {
  await foldVotes()
  await foldSearch(10_000)
  await foldStats()
  const said: string[] = []
  await audit({ json: true, say: (line) => said.push(line), note: () => {} })
  return said
    .map((line) => JSON.parse(line) as { check: string; drift: number })
    .filter(({ drift }) => drift > 0)
    .map(({ check }) => check)
}

const quiet = { json: true, say: () => {}, note: () => {}, confirm: async () => {} }

test('audit --mend repairs every kind of drift that the audit can name', async () => {
  assert.deepEqual(await drifted(), [])
  for (const [name, spoil] of Object.entries(spoils)) {
    for (const statement of await spoil()) await db().execute(statement)
    const found = await drifted()
    assert.ok(found.includes(name), `${name}: the audit found ${found}`)
    assert.equal(await mend(quiet, 'all'), 0, name)
    assert.deepEqual(await drifted(), [], name)
  }
})
