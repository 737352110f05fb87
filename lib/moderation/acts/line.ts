import { eq } from 'drizzle-orm'
import { fail, ok } from '@/core/result'
import { type Transaction, users } from '@/db'
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

/** Brings the line back, unless there is another one by now. */
export const returnLine: Undoing = async (tx, { id }, { about }) => {
  if (about === undefined || (await lockLine(tx, id)) !== null)
    return fail('conflict', 'They have written another line since.')
  await tx.update(users).set({ about }).where(eq(users.id, id))
  return ok(null)
}
