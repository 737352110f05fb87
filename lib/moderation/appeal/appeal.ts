import { and, desc, eq, inArray, sql } from 'drizzle-orm'
import type { Viewer } from '@/core/context'
import { demand } from '@/core/credential'
import { fail, ok, type Result } from '@/core/result'
import { caseEvents, cases, db, moderations, type Transaction, users } from '@/db'
import { findRemovedLine } from '../acts/line'
import { whereSubject } from '../case/clauses'
import { fullWeight } from '../report/weight'
import { inColumns, type Locked, lockSubject, subjectOf } from '../subject'
import { findBan, readBanTicket } from './ban-ticket'

const missing = fail('not-found', 'You can’t appeal against that.')

/** Returns the last act that removed a text. */
async function lastRemoval(tx: Transaction, column: 'bemoaningId' | 'commentId', id: number) {
  const [row] = await tx
    .select({ id: moderations.id })
    .from(moderations)
    .where(and(eq(moderations[column], id), inArray(moderations.action, ['remove', 'reject'])))
    .orderBy(desc(moderations.id))
    .limit(1)
  return row?.id
}

/** Appeals against the removal of the line on the viewer's page. */
async function appealForLine(
  tx: Transaction,
  viewer: Viewer,
  moderationId: number,
  text: string,
): Promise<Result<null>> {
  const subject = await lockSubject(tx, { type: 'user', id: viewer.id })
  if (!subject || (await findRemovedLine(tx, viewer.id))?.moderationId !== moderationId) return missing
  const [user] = await tx.select({ about: users.about }).from(users).where(eq(users.id, viewer.id))
  if (user?.about)
    return fail('conflict', 'Your page has another line now. To appeal for the removed one, clear it first.')
  return openAppeal(tx, subject, moderationId, text)
}

/**
 * Appeals against the removal of the viewer's own text: once, decided by another moderator.
 * @param moderationId the removal, by its row in the public log
 */
export async function appeal(viewer: Viewer, moderationId: number, text: string): Promise<Result<null>> {
  demand(viewer, 'write')
  return db().transaction(async (tx): Promise<Result<null>> => {
    const [act] = await tx.select().from(moderations).where(eq(moderations.id, moderationId))
    if (!act) return missing
    if (act.userId !== null)
      return act.userId === viewer.id && act.action === 'remove line'
        ? appealForLine(tx, viewer, moderationId, text)
        : missing
    const subject = await lockSubject(tx, subjectOf(act))
    if (!subject || subject.authorId !== viewer.id || subject.takenBack) return missing
    const column = subject.type === 'comment' ? 'commentId' : 'bemoaningId'
    if ((await lastRemoval(tx, column, subject.id)) !== moderationId) return missing
    const away =
      subject.type === 'comment'
        ? await isRemoved(tx, subject.id)
        : !subject.merged && (subject.status === 'removed' || subject.status === 'rejected')
    if (!away) return fail('conflict', 'It is already back.')
    return openAppeal(tx, subject, moderationId, text)
  })
}

/**
 * Appeals against a ban, for a user who proved at sign-in that the account is theirs.
 * @param ticket from the sign-in
 */
export async function appealBan(ticket: string, text: string): Promise<Result<null>> {
  const ban = readBanTicket(ticket)
  if (!ban) return fail('forbidden', 'This link has expired. Sign in again to get a new one.')
  return db().transaction(async (tx): Promise<Result<null>> => {
    const subject = await lockSubject(tx, { type: 'user', id: ban.userId })
    if (!subject || (await findBan(ban.userId, tx))?.moderationId !== ban.moderationId)
      return fail('conflict', 'That ban has ended.')
    return openAppeal(tx, subject, ban.moderationId, text)
  })
}

/** Turns the open case about a subject into an appeal, or opens one. */
async function openAppeal(
  tx: Transaction,
  subject: Locked,
  moderationId: number,
  text: string,
): Promise<Result<null>> {
  const [before] = await tx.select({ id: cases.id }).from(cases).where(eq(cases.appealOf, moderationId))
  if (before) return fail('conflict', 'You have already appealed, and you can do that once.')
  const [open] = await tx
    .select({ id: cases.id, appealOf: cases.appealOf })
    .from(cases)
    .where(and(whereSubject(subject), eq(cases.status, 'open')))
    .for('update')
  if (open?.appealOf) return fail('conflict', 'You already have an open appeal.')
  const what = { appealOf: moderationId, appeal: text }
  const [row] = open
    ? await tx
        .update(cases)
        .set({ ...what, weight: sql`${cases.weight} + ${fullWeight}` })
        .where(eq(cases.id, open.id))
        .returning({ id: cases.id })
    : await tx
        .insert(cases)
        .values({ ...inColumns(subject), ...what, weight: fullWeight })
        .returning({ id: cases.id })
  if (!row) throw new Error('insert returned nothing')
  await tx.insert(caseEvents).values({ caseId: row.id, kind: 'appeal' })
  return ok(null)
}

async function isRemoved(tx: Transaction, id: number): Promise<boolean> {
  const { rows } = await tx.execute<{ away: boolean }>(
    sql`select removed_at is not null as away from comments where id = ${id}`,
  )
  return rows[0]?.away ?? false
}
