import { sql } from 'drizzle-orm'
import { cacheTags } from '@/core/cache-tags'
import type { Viewer } from '@/core/context'
import { demand } from '@/core/credential'
import { fail, ok, type Result } from '@/core/result'
import { announceChange } from '@/db/invalidate'
import { transact } from '@/db/retry'
import { lockRank } from '@/lib/bemoaning'

export type Bitten = { bites: number; today: boolean }

/**
 * Adds a "bit me again", or undoes today's. At most one counts per user and day (UTC), and only for those who bemoaned
 * it, or bemoan it too. Counts and weeks change in the same transaction, only if a row was inserted or deleted.
 */
export async function biteAgain(viewer: Viewer, bemoaningId: number, on: boolean): Promise<Result<Bitten>> {
  demand(viewer, 'write')
  return transact(async (tx): Promise<Result<Bitten>> => {
    if ((await lockRank(tx, bemoaningId)) !== 'published')
      return fail('not-found', 'We can’t find that bemoaning.')
    const { rows } = await tx.execute<{ may: boolean }>(sql`
      select b.author_id is not distinct from ${viewer.id}::bigint
          or exists (select 1 from votes v where v.bemoaning_id = b.id and v.voter_id = ${viewer.voterId} and v.kind = 'bemoan') as may
        from bemoanings b
       where b.id = ${bemoaningId}`)
    const [subject] = rows
    if (!subject) return fail('not-found', 'We can’t find that bemoaning.')
    if (on && !subject.may)
      return fail('forbidden', 'Say “I bemoan this too” first. Then you can say that it bit you again.')
    const changed = await tx.execute<{ week: number }>(
      on
        ? sql`
          insert into bites (bemoaning_id, voter_id)
          values (${bemoaningId}, ${viewer.voterId})
          on conflict do nothing
          returning floor(extract(epoch from created_at) / 604800)::int as week`
        : sql`
          delete from bites
          where bemoaning_id = ${bemoaningId}
            and voter_id = ${viewer.voterId}
            and day = (now() at time zone 'utc')::date
          returning floor(extract(epoch from created_at) / 604800)::int as week`,
    )
    const week = changed.rows[0]?.week
    if (week !== undefined) {
      const by = on ? 1 : -1
      await tx.execute(sql`
        insert into bite_weeks (bemoaning_id, week, bites) values (${bemoaningId}, ${week}, greatest(${by}, 0))
        on conflict (bemoaning_id, week) do update set bites = bite_weeks.bites + ${by}`)
      await tx.execute(sql`
        update bemoaning_ranks set bites = bites + ${by},
               bitten_epoch = (select extract(epoch from max(created_at))::float8 from bites where bemoaning_id = ${bemoaningId})
         where id = ${bemoaningId}`)
    }
    const counted = await tx.execute<{ bites: number }>(
      sql`select bites from bemoaning_ranks where id = ${bemoaningId}`,
    )
    if (week !== undefined) await announceChange(tx, cacheTags.bemoaning(bemoaningId))
    return ok({ bites: counted.rows[0]?.bites ?? 0, today: on })
  })
}
