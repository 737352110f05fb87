import { sql } from 'drizzle-orm'
import { cacheTags } from '@/core/cache-tags'
import type { Viewer } from '@/core/context'
import { demand } from '@/core/credential'
import { type Failure, fail, ok, type Result } from '@/core/result'
import type { Verdict } from '@/core/vocabulary'
import { db, juryRounds, type Transaction, verdicts } from '@/db'
import { announceChange } from '@/db/invalidate'
import { lockRank } from '@/lib/bemoaning'
import { banned } from '@/lib/user'
import { lockJurors } from './count'
import type { VerdictInput } from './input'
import { judgeKnown } from './known'
import { notYet } from './may'
import { notDrawn, otherVersion, twice } from './refusals'
import { hasJudged, isDrawn } from './select'
import { settleIfDecided } from './settle'
import { type JurorRecord, weightOf } from './weight'

/** The result of a verdict: the outcome, if this verdict decided it. */
export type Judged = { outcome: Verdict | null }

const missing = fail('not-found', 'We have nothing to judge under this number.')
const late = fail(
  'conflict',
  'This one was decided while you read it, so we didn’t count your verdict. Take the next.',
)

type Stand = {
  round: number
  own: boolean
  version: number
  judged: boolean
  drawn: boolean
  seen: boolean
}

/** Returns a juror's relation to the open round of a bemoaning whose rank is locked. */
async function standOf(tx: Transaction, viewer: Viewer, id: number): Promise<Stand | null> {
  const { rows } = await tx.execute<Stand>(sql`
    select ${juryRounds.round} as round, b.author_id is not distinct from ${viewer.id}::bigint as own, b.version,
           ${hasJudged(viewer.id)} as judged, ${isDrawn(viewer.id)} as drawn,
           exists (select 1 from jury_passes p where p.juror_id = ${viewer.id} and p.number = b.id and p.seen) as seen
      from ${juryRounds} join bemoanings b on b.id = ${juryRounds.bemoaningId}
     where b.id = ${id} and ${juryRounds.settledAt} is null`)
  return rows[0] ?? null
}

/** Refuses a late verdict: says so within an hour of the decision, else not found. */
async function gone(tx: Transaction, viewer: Viewer, id: number): Promise<Failure> {
  const { rows } = await tx.execute<{ judged: boolean }>(sql`
    select exists (select 1 from verdicts v where v.juror_id = ${viewer.id} and v.bemoaning_id = j.bemoaning_id) as judged
      from jury_rounds j join bemoanings b on b.id = j.bemoaning_id
     where j.bemoaning_id = ${id} and j.settled_at > now() - interval '1 hour' and b.author_id is distinct from ${viewer.id}::bigint
     order by j.round desc limit 1`)
  if (!rows[0]) return missing
  return rows[0].judged ? twice : late
}

/** Refuses a viewer who was banned since they signed in. */
async function refusedTo(tx: Transaction, viewer: Viewer): Promise<Failure | null> {
  const { rows } = await tx.execute<{ until: string; reason: string | null }>(
    sql`
      select banned_until as until, ban_reason as reason
      from users
      where id = ${viewer.id}
        and banned_until > now()`,
  )
  const [ban] = rows
  return ban ? banned({ until: new Date(ban.until), reason: ban.reason ?? '' }) : null
}

/** Returns the juror's record, locked together with those of the earlier jurors. */
async function recordOf(tx: Transaction, viewer: Viewer, id: number): Promise<JurorRecord> {
  await lockJurors(tx, id, viewer.id)
  const { rows } = await tx.execute<JurorRecord>(sql`
    select publish_right as "publishRight", publish_wrong as "publishWrong", reject_right as "rejectRight", reject_wrong as "rejectWrong"
      from jurors where user_id = ${viewer.id}`)
  const [record] = rows
  if (!record) throw new Error('the juror was just written')
  return record
}

/**
 * Gives a verdict on a pending bemoaning, or on a known one: the caller cannot tell which.
 * @returns `not-found` if it is not pending or is the viewer's own, `conflict` if it was decided meanwhile or the
 * viewer has judged it
 */
export async function judge(viewer: Viewer, id: number, input: VerdictInput): Promise<Result<Judged>> {
  demand(viewer, 'write')
  const young = notYet(viewer)
  if (young) return young
  const { verdict, reason = null, note = null } = input
  return db().transaction(async (tx): Promise<Result<Judged>> => {
    const refused = await refusedTo(tx, viewer)
    if (refused) return refused
    const status = await lockRank(tx, id)
    if (status === null)
      return (await judgeKnown(tx, viewer, id, input, () => recordOf(tx, viewer, 0))) ?? missing
    if (status !== 'pending') return gone(tx, viewer, id)
    const stand = await standOf(tx, viewer, id)
    if (!stand || stand.own) return missing
    if (stand.judged) return twice
    if (!stand.drawn) return notDrawn
    if (input.version !== undefined && input.version !== stand.version) return otherVersion
    const weight = weightOf(await recordOf(tx, viewer, id))
    await tx.insert(verdicts).values({
      jurorId: viewer.id,
      bemoaningId: id,
      round: stand.round,
      verdict,
      reason,
      note,
      weight,
      blind: !stand.seen,
    })
    const outcome = await settleIfDecided(tx, id, stand.round)
    if (outcome) await announceChange(tx, cacheTags.bemoaning(id))
    return ok({ outcome })
  })
}
