import { sql } from 'drizzle-orm'
import { type Transaction, verdicts } from '@/db'
import type { Viewer } from '../context'
import { fail, ok, type Result } from '../result'
import type { Verdict } from '../words'
import type { VerdictInput } from './input'
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
  { verdict, reason = null, note = null }: VerdictInput,
  record: () => Promise<JurorRecord>,
): Promise<Result<{ outcome: null }> | null> {
  const { rows } = await tx.execute<{ id: string; answer: Verdict }>(
    sql`select id, answer from jury_known where number = ${number} and active`,
  )
  const [known] = rows
  if (!known) return null
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
  return written.length > 0
    ? ok({ outcome: null })
    : fail('conflict', 'You have judged this one already. Others judge it now.')
}
