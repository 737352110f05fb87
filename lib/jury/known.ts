import { sql } from 'drizzle-orm'
import type { Viewer } from '@/core/context'
import { ok, type Result } from '@/core/result'
import type { Verdict } from '@/core/vocabulary'
import { type Transaction, verdicts } from '@/db'
import type { VerdictInput } from './input'
import { isShown } from './queries'
import { notDrawn, otherVersion, twice } from './refusals'
import { juryRules } from './rules'
import { type JurorRecord, weightOf } from './weight'

/** The lot of a known text in the outer row: the share of one that began to wait today (`isDrawn` in select.ts). */
const isDrawnFor = (jurorId: number) => sql<boolean>`
  (hashint8extended(${jurorId}::bigint, hashtextextended(jury_known.id, 0)) & 1048575) < 1048576.0 * ${juryRules.seats}::float8
    / greatest(1, (select count(*) from jurors where judged >= ${juryRules.regular} and judged_at > now() - make_interval(days => ${juryRules.activeDays})))`

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
  const { rows } = await tx.execute<{ id: string; answer: Verdict; drawn: boolean }>(
    sql`select id, answer, ${isDrawnFor(viewer.id)} as drawn from jury_known where number = ${number} and active`,
  )
  const [known] = rows
  if (!known) return null
  const { rows: given } = await tx.execute(
    sql`select 1 from verdicts where juror_id = ${viewer.id} and known_id = ${known.id}`,
  )
  if (given.length > 0) return twice
  // Those that wait have a lot, so this one has one, too; whoever is shown it may judge it in any case.
  if (!known.drawn && !(await isShown(viewer, number))) return notDrawn
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
