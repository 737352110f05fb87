import { setImmediate } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { db } from '@/db'
import { retrying } from '@/db/retry'
import { ringRules } from './ring-rules'
import { findRings } from './rings'
import type { Item } from './town'

/** The result of a check: votes read, voters in rings now, newly found, and released. */
export type Checked = { votes: number; damped: number; caught: number; released: number }

type Row = { id: number; topic: number; day: number; voters: string }

/** Reads the items of voters whose votes count, or would without an earlier check. */
async function readItems(): Promise<Item[]> {
  const { rows } = await db().execute<Row>(sql`
    with recent as materialized (
      select v.bemoaning_id, v.kind, v.voter_id
        from votes v join voters w on w.id = v.voter_id
       where v.created_at > now() - make_interval(days => ${ringRules.days})
         and w.user_id is not null and (v.weighs or w.damped_at is not null) and not w.spared
       order by v.created_at desc limit ${ringRules.most}
    ), items as (
      select bemoaning_id, kind, string_agg(voter_id::text, ' ') as voters from recent
       group by 1, 2 having count(*) between ${ringRules.common} and ${ringRules.crowd}
    )
    select 2 * i.bemoaning_id + (i.kind = 'self_inflicted')::int as id, floor(r.epoch / 86400)::int as day, i.voters,
           coalesce((select min(t.tag_id) from bemoaning_tags t where t.bemoaning_id = r.id), 0)::int as topic
      from items i join bemoaning_ranks r on r.id = i.bemoaning_id`)
  return rows.map(({ voters, ...item }) => ({
    ...item,
    id: Number(item.id),
    voters: voters.split(' ').map(Number),
  }))
}

/** Removes or restores the weight of some voters' votes, and notifies them. */
async function setDamped(ids: readonly number[], damped: boolean): Promise<void> {
  for (let start = 0; start < ids.length; start += 100) {
    const some = sql`${sql.param(ids.slice(start, start + 100))}::bigint[]`
    const kind = damped ? 'damped' : 'undamped'
    await retrying(() =>
      db().transaction(async (tx) => {
        await tx.execute(sql`select id from voters where id = any(${some}) order by id for no key update`)
        await tx.execute(
          sql`update voters set damped_at = ${damped ? sql`now()` : null} where id = any(${some})`,
        )
        await tx.execute(sql`select reweigh_votes(${some}, ${!damped})`)
        // Replaces an earlier notice, as this may happen again.
        await tx.execute(sql`
          delete from notices n using voters w where w.id = any(${some}) and n.user_id = w.user_id and n.kind in ('damped', 'undamped')`)
        await tx.execute(sql`
          insert into notices (user_id, kind) select user_id, ${kind}::notice_kind from voters where id = any(${some}) and user_id is not null`)
      }),
    )
  }
}

/**
 * Looks for rings among the votes of the last days. Votes of members lose their weight from now on, votes of former
 * members regain it. The users concerned are notified.
 */
export async function checkVotes(): Promise<Checked> {
  const items = await readItems()
  const found = await findRings(items, async () => {
    await setImmediate()
  })
  const { rows } = await db().execute<{ id: number }>(
    sql`select id from voters where damped_at is not null order by id`,
  )
  const before = new Set(rows.map(({ id }) => Number(id)))
  const caught = [...found].filter((id) => !before.has(id)).sort((a, b) => a - b)
  const released = [...before].filter((id) => !found.has(id))
  await setDamped(caught, true)
  await setDamped(released, false)
  const votes = items.reduce((sum, { voters }) => sum + voters.length, 0)
  return { votes, damped: found.size, caught: caught.length, released: released.length }
}

/** Sets the operator's decision that a voter is in no ring: their votes count, and the check skips them. */
export async function spare(voterId: number, spared: boolean): Promise<void> {
  await db().execute(sql`update voters set spared = ${spared} where id = ${voterId}`)
  const { rows } = await db().execute(
    sql`select 1 from voters where id = ${voterId} and damped_at is not null`,
  )
  if (spared && rows.length > 0) await setDamped([voterId], false)
}

/** Removes the weight from visitors' votes that are older than weights: once, a few voters at a time. */
export async function settleVisitors(): Promise<void> {
  const { rows } = await db().execute<{ id: number }>(
    sql`select voter_id as id from visitors where not starter and claimed_by is null order by voter_id`,
  )
  const ids = rows.map(({ id }) => Number(id))
  for (let start = 0; start < ids.length; start += 500) {
    const some = ids.slice(start, start + 500)
    await retrying(() => db().execute(sql`select reweigh_votes(${sql.param(some)}::bigint[], false)`))
  }
}
