import { and, desc, eq, sql } from 'drizzle-orm'
import type { Viewer } from '@/core/context'
import { visitorCookie } from '@/core/cookies'
import { demand } from '@/core/credential'
import { fail, ok, type Result } from '@/core/result'
import { cases, db, reports, type Transaction } from '@/db'
import { isShown } from '@/lib/jury'
import { spendLimit } from '@/lib/rate-limit'
import { createVisitor, nobodyYet } from '@/lib/vote'
import { whereSubject } from '../case/clauses'
import { inColumns, type Locked, lockSubject } from '../subject'
import type { ReportInput } from './input'
import { reporterWeight } from './weight'

/** Days for which a decision about a user stands: users have no version that would change. */
export const userDecisionDays = 7

/** Earlier reports that decide a reporter's weight. */
const remembered = 200

async function weightOf(tx: Transaction, voterId: number): Promise<number> {
  const { rows } = await tx.execute<{ judged: number; right: number }>(sql`
    select count(*)::int as judged, count(*) filter (where m.action <> 'keep')::int as right from (
      select r.case_id, r.created_at from reports r where r.voter_id = ${voterId} order by r.id desc limit ${remembered}) mine
      join cases c on c.id = mine.case_id and c.status = 'decided' and c.decided_at >= mine.created_at
      join moderations m on m.id = c.moderation_id`)
  return reporterWeight(rows[0] ?? { judged: 0, right: 0 })
}

/** Returns the case for a report: the open one, the one that decided about this version, or a new one. */
async function caseFor(tx: Transaction, subject: Locked): Promise<number> {
  const [last] = await tx
    .select({
      id: cases.id,
      status: cases.status,
      version: cases.decidedVersion,
      holds: sql<boolean>`${cases.decidedAt} > now() - make_interval(days => ${userDecisionDays})`,
    })
    .from(cases)
    .where(whereSubject(subject))
    .orderBy(sql`${cases.status} = 'open' desc`, desc(cases.id))
    .limit(1)
  const settled = last && (subject.type === 'user' ? last.holds : last.version === subject.version)
  if (last && (last.status === 'open' || settled)) return last.id
  const [made] = await tx.insert(cases).values(inColumns(subject)).returning({ id: cases.id })
  if (!made) throw new Error('insert returned nothing')
  return made.id
}

/** The reporter; `voterId` is `nobodyYet` without a cookie. */
export type Reporter = { viewer: Viewer | null; voterId: number; network: string }

/**
 * Reports a bemoaning, a comment or a user to the moderators. A voter counts once per case; a decision about the
 * present version stands. Jurors may report the text that they are shown, though nobody else sees it.
 */
export async function report(
  { viewer, voterId, network }: Reporter,
  { subject: about, reason, note = null }: ReportInput,
): Promise<Result<{ cookie: string | null }>> {
  if (viewer) demand(viewer, 'write')
  // Visitors can delete the cookie, so they are limited by network.
  const limited = await spendLimit('report', viewer ? voterId : network)
  if (limited.failure) return limited.failure
  const shown = about.type === 'bemoaning' && viewer !== null && (await isShown(viewer, about.id))
  return db().transaction(async (tx): Promise<Result<{ cookie: string | null }>> => {
    const subject = await lockSubject(tx, about)
    // A known text accepts reports like any other, so that nobody can tell it apart.
    if (!subject && shown) return ok({ cookie: null })
    if (!subject || !(subject.visible || (shown && subject.status === 'pending')))
      return fail('not-found', 'We can’t find what you want to report. It may have been deleted already.')
    if (viewer && subject.authorId === viewer.id)
      return fail(
        'forbidden',
        subject.type === 'user' ? 'That’s you.' : 'This one is yours. You can delete it yourself.',
      )
    // Creates a visitor only once the report is valid.
    const reporter = voterId === nobodyYet ? await createVisitor(tx) : voterId
    const weight = await weightOf(tx, reporter)
    const caseId = await caseFor(tx, subject)
    const made = await tx
      .insert(reports)
      .values({
        voterId: reporter,
        ...inColumns(subject),
        caseId,
        version: subject.version,
        weight,
        reason,
        note,
      })
      .onConflictDoNothing()
      .returning({ id: reports.id })
    if (made.length > 0)
      await tx
        .update(cases)
        .set({ weight: sql`${cases.weight} + ${weight}` })
        .where(and(eq(cases.id, caseId)))
    return ok({ cookie: voterId === nobodyYet ? visitorCookie(reporter) : null })
  })
}
