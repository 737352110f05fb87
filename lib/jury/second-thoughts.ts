import { sql } from 'drizzle-orm'
import { cacheTags } from '@/core/cache-tags'
import type { Viewer } from '@/core/context'
import { demand } from '@/core/credential'
import { fail, ok, type Result } from '@/core/result'
import { db } from '@/db'
import { announceChange } from '@/db/invalidate'
import { lockRank } from '@/lib/bemoaning'
import { lockJurors } from './count'
import { notYet } from './may'
import { juryRules } from './rules'

/** Skips a text for `juryRules.skipHours`. */
export async function skip(viewer: Viewer, number: number): Promise<Result<null>> {
  demand(viewer, 'write')
  const young = notYet(viewer)
  if (young) return young
  const { rowCount } = await db().execute(sql`
    insert into jury_passes as p (juror_id, number, until)
    select ${viewer.id}, n.number, now() + make_interval(hours => ${juryRules.skipHours}) from (
      select r.id as number from bemoaning_ranks r join bemoanings b on b.id = r.id
       where r.id = ${number} and r.status = 'pending' and b.author_id is distinct from ${viewer.id}::bigint
      union all select k.number from jury_known k where k.number = ${number} and k.active
    ) n
    on conflict (juror_id, number) do update set until = excluded.until`)
  return rowCount ? ok(null) : fail('not-found', 'We have nothing to judge under this number.')
}

const tooLate = fail(
  'conflict',
  `You can undo a verdict for ${juryRules.undoMinutes} minutes, until the jury has decided. This one stays.`,
)

/**
 * Undoes the viewer's last verdict. They have seen author and tally by now, so a new verdict counts for the bemoaning
 * but is not scored.
 */
export async function undo(viewer: Viewer): Promise<Result<{ id: number }>> {
  demand(viewer, 'write')
  return db().transaction(async (tx): Promise<Result<{ id: number }>> => {
    const last = await tx.execute<{ id: number; item: number | null }>(
      sql`select id, bemoaning_id as item from verdicts where juror_id = ${viewer.id} order by id desc limit 1`,
    )
    const [found] = last.rows
    if (!found) return fail('not-found', 'You haven’t judged anything yet.')
    if (found.item === null) return tooLate
    await lockRank(tx, found.item)
    await lockJurors(tx, found.item, viewer.id)
    const { rowCount } = await tx.execute(sql`
      delete from verdicts v using jury_rounds j
       where v.id = ${found.id} and v.created_at > now() - make_interval(mins => ${juryRules.undoMinutes})
         and j.bemoaning_id = v.bemoaning_id and j.round = v.round and j.settled_at is null`)
    if (!rowCount) return tooLate
    await tx.execute(sql`
      insert into jury_passes (juror_id, number, until, seen) values (${viewer.id}, ${found.item}, now(), true)
      on conflict (juror_id, number) do update set seen = true`)
    return ok({ id: found.item })
  })
}

/** Appeals against the rejection of the viewer's own bemoaning, once: other jurors judge it. */
export async function appeal(viewer: Viewer, id: number): Promise<Result<{ id: number }>> {
  demand(viewer, 'write')
  return db().transaction(async (tx): Promise<Result<{ id: number }>> => {
    await lockRank(tx, id)
    const { rows } = await tx.execute<{ status: string; appealed: boolean }>(sql`
      select r.status, exists (select 1 from jury_rounds j where j.bemoaning_id = r.id and j.opening = 'appeal') as appealed
        from bemoaning_ranks r join bemoanings b on b.id = r.id where r.id = ${id} and b.author_id = ${viewer.id}`)
    const [found] = rows
    if (!found) return fail('not-found', 'That isn’t one of your bemoanings.')
    if (found.appealed) return fail('conflict', 'You have already appealed, and you can do that once.')
    if (found.status !== 'rejected') return fail('conflict', 'You can only appeal after a rejection.')
    await tx.execute(sql`update bemoaning_ranks set status = 'pending' where id = ${id}`)
    // The notice no longer applies; the unread count would point to nothing in the inbox.
    await tx.execute(sql`delete from notices where bemoaning_id = ${id} and kind = 'rejected'`)
    await announceChange(tx, cacheTags.bemoaning(id))
    return ok({ id })
  })
}
