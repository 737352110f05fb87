import { sql } from 'drizzle-orm'
import type { Verdict } from '@/core/vocabulary'
import type { Transaction } from '@/db'
import { pointsOf, stakeOf } from './score'

/** Number of recent outcomes that decide how rare an outcome is. */
const lately = 200

/**
 * Locks the records of a bemoaning's jurors, ordered by id: concurrent settlements would otherwise deadlock. Callers
 * hold the rank's lock.
 * @param juror a juror about to judge it; gets a record
 */
export async function lockJurors(tx: Transaction, bemoaningId: number, juror?: number): Promise<void> {
  if (juror !== undefined)
    await tx.execute(sql`insert into jurors (user_id) values (${juror}) on conflict do nothing`)
  await tx.execute(sql`
    select 1 from jurors where user_id = ${juror ?? 0}
        or user_id in (select juror_id from verdicts where bemoaning_id = ${bemoaningId} and juror_id is not null)
     order by user_id for update`)
}

/** Counts the recent outcomes that equal this one, and those that do not. */
async function recent(
  tx: Transaction,
  outcome: Verdict,
  except: number,
): Promise<[same: number, other: number]> {
  const { rows } = await tx.execute<{ same: number; other: number }>(sql`
    select count(*) filter (where outcome = ${outcome}::verdict)::int as same, count(*) filter (where outcome <> ${outcome}::verdict)::int as other
      from (select outcome from jury_rounds where outcome is not null and bemoaning_id <> ${except} order by settled_at desc limit ${lately}) r`)
  return [rows[0]?.same ?? 0, rows[0]?.other ?? 0]
}

/**
 * Scores the verdicts on a bemoaning against its present status: agreement for the weights, points for the board.
 * Idempotent; if an appeal or a moderator reversed the outcome, earlier verdicts are scored again. Callers hold the
 * rank's lock.
 */
export async function countVerdicts(tx: Transaction, bemoaningId: number): Promise<void> {
  const { rows } = await tx.execute<{
    id: number
    round: number
    verdict: Verdict
    blind: boolean
    truth: Verdict
  }>(sql`
    select v.id, v.round, v.verdict, v.blind, case r.status when 'published' then 'publish' else 'reject' end as truth
      from bemoaning_ranks r
      join jury_rounds j on j.bemoaning_id = r.id and j.outcome is not null
      join verdicts v on v.bemoaning_id = r.id and v.round = j.round
     where r.id = ${bemoaningId} and r.status in ('published', 'rejected')`)
  const [first] = rows
  if (!first) return
  await lockJurors(tx, bemoaningId)
  const { truth } = first
  const stake = stakeOf(...(await recent(tx, truth, bemoaningId)))
  for (const round of new Set(rows.map((row) => row.round))) {
    const blind = rows.filter((row) => row.round === round && row.blind)
    const { right, wrong } = pointsOf(
      blind.map(({ verdict }) => verdict),
      truth,
      stake,
    )
    await tx.execute(sql`
      update verdicts v
         set outcome = ${truth}::verdict, month = date_trunc('month', j.settled_at at time zone 'utc')::date,
             points = case when not v.blind then 0 when v.verdict = ${truth}::verdict then ${right}::int else ${wrong}::int end
        from jury_rounds j
       where j.bemoaning_id = v.bemoaning_id and j.round = v.round and v.bemoaning_id = ${bemoaningId} and v.round = ${round}
         and v.outcome is distinct from ${truth}::verdict`)
  }
}
