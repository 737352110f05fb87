import { and, desc, eq, sql } from 'drizzle-orm'
import { fail, ok } from '@/core/result'
import { decisions, moderations, type Transaction, users } from '@/db'
import type { Doing, Undoing } from './before'

async function lockLine(tx: Transaction, id: number): Promise<string | null> {
  const [row] = await tx
    .select({ about: users.about })
    .from(users)
    .where(eq(users.id, id))
    .for('no key update')
  return row?.about ?? null
}

/** Removes the line on a user's page. Its text stays with the decision, for an undo, until the account is deleted. */
export const removeLine: Doing = async (tx, { id }) => {
  const about = await lockLine(tx, id)
  if (about === null) return fail('conflict', 'Their page has no line any more. Reload it.')
  await tx.update(users).set({ about: null }).where(eq(users.id, id))
  return ok({ before: { about }, userId: id })
}

/** A removed line, by the decision that removed it. */
export type RemovedLine = { moderationId: number; about: string }

/** Returns the line that moderators removed last from a user's page; null if none, or if that is undone. */
export async function findRemovedLine(tx: Transaction, userId: number): Promise<RemovedLine | null> {
  const [row] = await tx
    .select({
      moderationId: moderations.id,
      about: sql<string | null>`${decisions.before}->>'about'`,
      undone: sql<boolean>`(select x.id from moderations x where x.undoes = ${moderations.id} limit 1) is not null`,
    })
    .from(moderations)
    .innerJoin(decisions, eq(decisions.moderationId, moderations.id))
    .where(and(eq(moderations.userId, userId), eq(moderations.action, 'remove line')))
    .orderBy(desc(moderations.id))
    .limit(1)
  return row?.about && !row.undone ? { moderationId: row.moderationId, about: row.about } : null
}

const another = fail('conflict', 'They have written another line since.')

/** Puts the line back that was removed last, as after an appeal. */
export const restoreLine: Doing = async (tx, { id }) => {
  if ((await lockLine(tx, id)) !== null) return another
  const removed = await findRemovedLine(tx, id)
  if (!removed) return fail('conflict', 'No line was removed from their page.')
  await tx.update(users).set({ about: removed.about }).where(eq(users.id, id))
  return ok({ before: { about: removed.about }, userId: id })
}

/** Takes a line that was put back away again, unless there is another one by now. */
export const takeLine: Undoing = async (tx, { id }, { about }) => {
  if (about === undefined || (await lockLine(tx, id)) !== about) return another
  await tx.update(users).set({ about: null }).where(eq(users.id, id))
  return ok(null)
}

/** Brings the line back, unless there is another one by now. */
export const returnLine: Undoing = async (tx, { id }, { about }) => {
  if (about === undefined || (await lockLine(tx, id)) !== null) return another
  await tx.update(users).set({ about }).where(eq(users.id, id))
  return ok(null)
}
