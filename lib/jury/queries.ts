import { sql } from 'drizzle-orm'
import type { Viewer } from '@/core/context'
import type { Verdict } from '@/core/vocabulary'
import { db, juryRounds } from '@/db'
import { isKnownTurn } from './draw'
import { notYet } from './may'
import { juryRules } from './rules'
import { hasJudged, isDrawn } from './select'
import type { JurorRecord } from './weight'

/** A text as jurors see it: a pending bemoaning or a known one, without its author and tally. */
export type JuryItem = {
  id: number
  version: number
  body: string
  detailsHtml: string | null
  tags: string[]
}

const notPassed = (jurorId: number, number: ReturnType<typeof sql>) =>
  sql`not exists (select 1 from jury_passes p where p.juror_id = ${jurorId} and p.number = ${number} and p.until > now())`

/**
 * Returns a juror's next text: the pending one that has waited longest of those they are drawn for, or in between a
 * known one. The same until they judge or skip it. Null if none is pending for them.
 */
export async function nextItem(viewer: Viewer): Promise<JuryItem | null> {
  const me = viewer.id
  const { rows } = await db().execute<JuryItem & { known: boolean; judged: number; draw: number }>(sql`
    with me as (
      select coalesce(max(judged), 0) as judged, coalesce(max(hashint4extended(judged, salt) & 1048575), 0)::int as draw from jurors where user_id = ${me}
    ), waiting as (
      select false as known, b.id, b.version, b.body, b.details_html as "detailsHtml",
             array(select t.name from bemoaning_tags bt join tags t on t.id = bt.tag_id where bt.bemoaning_id = b.id order by t.name) as tags
        from ${juryRounds} join bemoaning_ranks r on r.id = ${juryRounds.bemoaningId} join bemoanings b on b.id = r.id
       where ${juryRounds.settledAt} is null and r.status = 'pending' and b.author_id is distinct from ${me}::bigint
         and ${juryRounds.publish} + ${juryRounds.reject} < ${juryRules.most}
         and ${notPassed(me, sql`b.id`)} and not ${hasJudged(me)} and ${isDrawn(me)}
       order by ${juryRounds.openedAt}, ${juryRounds.bemoaningId} limit 1
    ), known as (
      select true as known, k.number as id, 1 as version, k.body, null::text as "detailsHtml", k.tags
        from jury_known k
       where k.active and k.number is not null and exists (select 1 from waiting) and ${notPassed(me, sql`k.number`)}
         and not exists (select 1 from verdicts v where v.juror_id = ${me} and v.known_id = k.id)
       order by hashtextextended(k.id, ${me}::bigint) limit 1
    )
    select w.*, me.* from me, (select * from waiting union all select * from known) w`)
  const [first] = rows
  if (!first) return null
  const turn = isKnownTurn(first.judged, first.draw)
  const { id, version, body, detailsHtml, tags } = rows.find(({ known }) => known === turn) ?? first
  return { id, version, body, detailsHtml, tags }
}

/** True if this is the juror's present text: a pending bemoaning or a known one. */
export const isShown = async (viewer: Viewer, number: number): Promise<boolean> =>
  notYet(viewer) === null && (await nextItem(viewer))?.id === number

/** A juror's last verdict, with what they may know after giving it. */
export type LastVerdict = {
  id: number
  verdict: Verdict
  /** Null for anonymous ones and known ones. */
  author: string | null
  publish: number
  reject: number
  outcome: Verdict | null
  /** True for a known text, and then why it should be rejected. */
  known: boolean
  reason: string | null
  undoable: boolean
}

/** Returns a juror's last verdict; null after half an hour. */
export async function lastVerdict(viewer: Viewer): Promise<LastVerdict | null> {
  const { rows } = await db().execute<LastVerdict>(sql`
    select coalesce(v.bemoaning_id, k.number) as id, v.verdict, case when not b.anonymous then u.handle end as author,
           coalesce(j.publish, 0) as publish, coalesce(j.reject, 0) as reject, coalesce(k.answer, j.outcome) as outcome, k.id is not null as known, k.reason,
           j.round is not null and j.settled_at is null and v.created_at > now() - make_interval(mins => ${juryRules.undoMinutes}) as undoable
      from (select * from verdicts where juror_id = ${viewer.id} order by id desc limit 1) v
      left join jury_known k on k.id = v.known_id
      left join jury_rounds j on j.bemoaning_id = v.bemoaning_id and j.round = v.round
      left join bemoanings b on b.id = v.bemoaning_id
      left join users u on u.id = b.author_id
     where v.created_at > now() - interval '30 minutes'`)
  return rows[0] ?? null
}

/** The month's best jurors, and the viewer's own record. */
export type Board = {
  best: { handle: string; points: number }[]
  record: JurorRecord
  judged: number
  points: number
}

/** Returns the board of this month (UTC) with the viewer's own record, in one statement. */
export async function readBoard(viewer: Viewer): Promise<Board> {
  const month = sql`date_trunc('month', now() at time zone 'utc')::date`
  const { rows } = await db().execute<
    JurorRecord & { judged: number; points: number; best: { handle: string; points: number }[] | null }
  >(sql`
    select coalesce(j.publish_right, 0) as "publishRight", coalesce(j.publish_wrong, 0) as "publishWrong",
           coalesce(j.reject_right, 0) as "rejectRight", coalesce(j.reject_wrong, 0) as "rejectWrong", coalesce(j.judged, 0) as judged,
           coalesce((select points from jury_months where month = ${month} and user_id = ${viewer.id}), 0) as points,
           (select json_agg(b) from (
              select u.handle, m.points from jury_months m join users u on u.id = m.user_id
               where m.month = ${month} and m.points > 0 and (u.banned_until is null or u.banned_until < now())
               order by m.points desc, m.user_id limit 10) b) as best
      from (select 1) one left join jurors j on j.user_id = ${viewer.id}`)
  const [row] = rows
  if (!row) throw new Error('a row without a table')
  const { best, judged, points, ...record } = row
  return { best: best ?? [], record, judged, points }
}
