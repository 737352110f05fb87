import { type SQL, sql } from 'drizzle-orm'
import { juryRounds } from '@/db'
import { juryRules } from './rules'

/** `drawnShare` in SQL: true if a juror is drawn for the round in the outer row. */
export const isDrawn = (jurorId: number): SQL<boolean> => sql<boolean>`
  (hashint8extended(${jurorId}::bigint, ${juryRounds.salt}) & 1048575) < 1048576.0 * ${juryRules.seats}::float8
    * power(2, least(30, floor(extract(epoch from now() - ${juryRounds.openedAt}) / 86400)))
    / greatest(1, (select count(*) from jurors where judged >= ${juryRules.regular} and judged_at > now() - make_interval(days => ${juryRules.activeDays})))`

/** True if a juror has judged the round in the outer row, or an earlier decided one: then others judge. */
export const hasJudged = (jurorId: number): SQL<boolean> => sql<boolean>`exists (
  select 1 from verdicts v join jury_rounds p on p.bemoaning_id = v.bemoaning_id and p.round = v.round
   where v.juror_id = ${jurorId} and v.bemoaning_id = ${juryRounds.bemoaningId}
     and (p.round = ${juryRounds.round} or p.outcome is not null))`
