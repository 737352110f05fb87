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

/** `isDrawn` (select.ts) for the known text in the outer row, as for a bemoaning that began to wait today. */
const isDrawnFor = (jurorId: number) => sql<boolean>`
  (hashint8extended(${jurorId}::bigint, hashtextextended(jury_known.id, 0)) & 1048575) < 1048576.0 * ${juryRules.seats}::float8
    / greatest(1, (select count(*) from jurors where judged >= ${juryRules.regular} and judged_at > now() - make_interval(days => ${juryRules.activeDays})))`

/**
 * Gives a verdict on a known text. It measures its juror, and is never shown to anybody else.
 * @param record reads the juror's record, once it is needed
 * @returns null if no known text has this number
 */
export async function judgeKnown(
  tx: Transaction,
  viewer: Viewer,
  number: number,
  { verdict, reason = null, note = null, version }: VerdictInput,
  record: () => Promise<JurorRecord>,
): Promise<Result<{ outcome: null }> | null> {
  const { rows } = await tx.execute<{ id: string; answer: Verdict; drawn: boolean }>(
    sql`
      select id, answer, ${isDrawnFor(viewer.id)} as drawn
      from jury_known
      where number = ${number}
        and active`,
  )
  const [known] = rows
  if (!known) return null
  const { rows: given } = await tx.execute(
    sql`select 1 from verdicts where juror_id = ${viewer.id} and known_id = ${known.id}`,
  )
  if (given.length > 0) return twice
  // Known texts are drawn as pending ones are; a juror who is shown one may judge it in any case.
  if (!known.drawn && !(await isShown(viewer, number))) return notDrawn
  // Its version is always 1, as for most pending texts; any other is refused as it is for those.
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
