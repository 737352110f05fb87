import { and, eq, isNull, sql } from 'drizzle-orm'
import { fail, ok, type Result } from '@/core/result'
import type { Status } from '@/core/vocabulary'
import { bemoanings, comments, ranks, type Transaction } from '@/db'
import { recount } from '@/lib/comment'
import { countVerdicts } from '@/lib/jury'
import type { Decision } from '../input'
import type { Locked } from '../subject'
import type { Done, TextBefore } from './before'

export const moved = fail(
  'conflict',
  'It has changed since you saw it; somebody was faster. Reload the page.',
)

/** Changes a bemoaning's status, if it has one of these and still has its text. */
export async function moveStatus(
  tx: Transaction,
  { id, status, takenBack, merged }: Locked,
  from: readonly Status[],
  to: Status,
): Promise<Result<Done>> {
  if (merged) return fail('conflict', 'It was merged into another one. Undo that instead.')
  if (!status || !from.includes(status) || takenBack) return moved
  const [rank] = await tx.select({ epoch: ranks.epoch }).from(ranks).where(eq(ranks.id, id))
  await tx.update(ranks).set({ status: to }).where(eq(ranks.id, id))
  // Jurors are scored by the outcome, whoever decided it.
  if (to !== 'removed') await countVerdicts(tx, id)
  return ok({ before: { status, left: to, ...rank } })
}

async function setRemoved(
  tx: Transaction,
  { id, bemoaningId }: Locked,
  removedAt: ReturnType<typeof sql> | null,
): Promise<void> {
  await tx.update(comments).set({ removedAt }).where(eq(comments.id, id))
  if (bemoaningId !== null) await recount(tx, bemoaningId)
}

async function commentState(tx: Transaction, { id }: Locked) {
  const [row] = await tx
    .select({
      removedAt: sql<string | null>`${comments.removedAt}::text`,
      remedy: sql<boolean>`exists (select 1 from bemoanings b where b.id = comments.bemoaning_id and b.remedy_id = comments.id)`,
    })
    .from(comments)
    .where(eq(comments.id, id))
  return row ?? { removedAt: null, remedy: false }
}

/** Removes a bemoaning or a comment; a comment with replies leaves a stub. */
export async function removeText(tx: Transaction, subject: Locked): Promise<Result<Done>> {
  if (subject.type === 'bemoaning') return moveStatus(tx, subject, ['published', 'pending'], 'removed')
  const { removedAt, remedy } = await commentState(tx, subject)
  if (removedAt !== null || subject.takenBack) return moved
  if (remedy)
    await tx
      .update(bemoanings)
      .set({ remedyId: null })
      .where(and(eq(bemoanings.id, subject.bemoaningId ?? 0), eq(bemoanings.remedyId, subject.id)))
  await setRemoved(tx, subject, sql`now()`)
  return ok({ before: { removedAt, remedy } })
}

/** Restores a removed or rejected text, or publishes a pending one. */
export async function restoreText(
  tx: Transaction,
  subject: Locked,
  { action }: Decision,
): Promise<Result<Done>> {
  if (subject.type === 'bemoaning')
    return moveStatus(tx, subject, action === 'publish' ? ['pending'] : ['removed', 'rejected'], 'published')
  const { removedAt } = await commentState(tx, subject)
  if (removedAt === null || subject.takenBack) return moved
  await setRemoved(tx, subject, null)
  return ok({ before: { removedAt, remedy: false } })
}

/** Undoes any of these: the text gets its previous status back. */
export async function returnText(
  tx: Transaction,
  subject: Locked,
  { status, left, epoch, removedAt = null, remedy }: Partial<TextBefore>,
): Promise<Result<null>> {
  if (subject.type === 'bemoaning') {
    if (!status || !left) return moved
    await tx.execute(sql`select set_config('ibtsocs.undoing', 'on', true)`)
    const back = await moveStatus(tx, subject, [left], status)
    if (!back.ok) return back
    // A pending bemoaning gets its previous age back.
    if (epoch !== undefined && status === 'pending')
      await tx.update(ranks).set({ epoch }).where(eq(ranks.id, subject.id))
    return ok(null)
  }
  const now = await commentState(tx, subject)
  if (subject.takenBack || (now.removedAt === null) === (removedAt === null)) return moved
  await setRemoved(tx, subject, removedAt === null ? null : sql`${removedAt}::timestamptz`)
  if (remedy)
    await tx
      .update(bemoanings)
      .set({ remedyId: subject.id })
      .where(and(eq(bemoanings.id, subject.bemoaningId ?? 0), isNull(bemoanings.remedyId)))
  return ok(null)
}
