import { sql } from 'drizzle-orm'
import type { JuryOpening, JurySettler, Verdict } from '@/core/vocabulary'
import { db } from '@/db'
import { countPeople } from './may'
import { juryRules } from './rules'
import { reasonsIn } from './settle'
import { type Quorum, quorumOf, tallyOf } from './tally'

/** The state of a bemoaning before the jury, for its author and moderators. */
export type Hearing = {
  opening: JuryOpening
  /** Verdicts given, and those of them with a weight above 0. */
  given: number
  weighing: number
  /** Null while it is open. */
  settledBy: JurySettler | null
  /** What an outcome needs now. */
  quorum: Quorum
  /** Undecided after the maximum number of verdicts, or on a young site after verdicts that differ: a moderator decides. */
  stuck: boolean
  reasons: [reason: string, count: number][]
  /** The jurors' notes to the moderators. */
  notes: string[]
  appealed: boolean
}

type Row = {
  opening: JuryOpening
  settledBy: JurySettler | null
  appealed: boolean
  verdicts: { verdict: Verdict; weight: number; reason: string | null; note: string | null }[] | null
}

/** Returns the last jury round of a bemoaning; null if it never had one. Callers check the viewer's rights. */
export async function findHearing(id: number): Promise<Hearing | null> {
  const { rows } = await db().execute<Row>(sql`
    select j.opening, j.settled_by as "settledBy",
           exists (select 1 from jury_rounds a where a.bemoaning_id = j.bemoaning_id and a.opening = 'appeal') as appealed,
           (select json_agg(json_build_object('verdict', v.verdict, 'weight', v.weight, 'reason', v.reason, 'note', v.note) order by v.id)
              from verdicts v where v.bemoaning_id = j.bemoaning_id and v.round = j.round) as verdicts
      from jury_rounds j where j.bemoaning_id = ${id} order by j.round desc limit 1`)
  const [row] = rows
  if (!row) return null
  const { opening, settledBy, appealed } = row
  const verdicts = row.verdicts ?? []
  const people = settledBy === null ? await countPeople() : juryRules.young
  const quorum = quorumOf(people)
  const { count, share } = tallyOf(verdicts, people)
  const differ = quorum.unanimous && share > 0 && share < 1
  return {
    opening,
    settledBy,
    appealed,
    given: verdicts.length,
    weighing: count,
    quorum,
    stuck: settledBy === null && (verdicts.length >= juryRules.most || differ),
    reasons: reasonsIn(verdicts),
    notes: [...new Set(verdicts.flatMap(({ note }) => note ?? []))],
  }
}
