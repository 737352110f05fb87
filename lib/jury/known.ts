import { sql } from 'drizzle-orm'
import { type Transaction, verdicts } from '@/db'
import type { Viewer } from '../context'
import { ok, type Result } from '../result'
import type { Verdict } from '../words'
import type { VerdictInput } from './input'
import { otherVersion, twice } from './refusals'
import { type JurorRecord, weightOf } from './weight'

/**
 * Gives a verdict on a known text: it says how well its juror judges, and nobody else ever sees it.
 * @param record reads the juror's record, once it is needed
 * @returns null when no known text goes by this number
 */
export async function judgeKnown(
  tx: Transaction,
  viewer: Viewer,
  number: number,
  { verdict, reason = null, note = null, version }: VerdictInput,
  record: () => Promise<JurorRecord>,
): Promise<Result<{ outcome: null }> | null> {
  const { rows } = await tx.execute<{ id: string; answer: Verdict }>(
    sql`select id, answer from jury_known where number = ${number} and active`,
  )
  const [known] = rows
  if (!known) return null
  const { rows: given } = await tx.execute(
    sql`select 1 from verdicts where juror_id = ${viewer.id} and known_id = ${known.id}`,
  )
  if (given.length > 0) return twice
  // Its version is always 1, as that of most that wait; whoever read another is told what they would be told of those.
  if (version !== undefined && version !== 1) return otherVersion
  const weight = weightOf(await record())
  const written = await tx
    .insert(verdicts)
    .values({
      jurorId: viewer.id,
      knownId: known.id,
      verdict,
      reason,
      note,
      weight,
      outcome: known.answer,
      month: sql`date_trunc('month', now() at time zone 'utc')::date`,
    })
    .onConflictDoNothing()
    .returning({ id: verdicts.id })
  return written.length > 0 ? ok({ outcome: null }) : twice
}
