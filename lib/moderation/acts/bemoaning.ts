import { and, asc, eq, isNotNull, isNull, sql } from 'drizzle-orm'
import { fail, ok, type Result } from '@/core/result'
import { bemoanings, bemoaningTags, type Transaction } from '@/db'
import { tagIds } from '@/lib/bemoaning'
import type { Decision } from '../input'
import type { Locked } from '../subject'
import type { Done, TagsBefore } from './before'
import { moved, moveStatus } from './text'

const readable = ({ status }: Locked): boolean => status === 'published' || status === 'pending'

/** Rejects a pending bemoaning. */
export const reject = (tx: Transaction, subject: Locked): Promise<Result<Done>> =>
  moveStatus(tx, subject, ['pending'], 'rejected')

/** Locks it: no edits, no more comments. */
export async function lock(tx: Transaction, subject: Locked): Promise<Result<Done>> {
  if (!readable(subject)) return moved
  const rows = await tx
    .update(bemoanings)
    .set({ lockedAt: sql`now()` })
    .where(and(eq(bemoanings.id, subject.id), isNull(bemoanings.lockedAt)))
    .returning({ id: bemoanings.id })
  return rows.length > 0 ? ok({ before: {} }) : fail('conflict', 'It is already locked.')
}

/** Undoes a lock. */
export async function unlock(tx: Transaction, { id }: Locked): Promise<Result<null>> {
  const rows = await tx
    .update(bemoanings)
    .set({ lockedAt: null })
    .where(and(eq(bemoanings.id, id), isNotNull(bemoanings.lockedAt)))
    .returning({ id: bemoanings.id })
  return rows.length > 0 ? ok(null) : fail('conflict', 'It is no longer locked.')
}

async function tagsOf(tx: Transaction, id: number): Promise<number[]> {
  const rows = await tx
    .select({ id: bemoaningTags.tagId })
    .from(bemoaningTags)
    .where(eq(bemoaningTags.bemoaningId, id))
    .orderBy(asc(bemoaningTags.tagId))
  return rows.map((row) => row.id)
}

async function setTags(tx: Transaction, id: number, ids: readonly number[]): Promise<void> {
  await tx.delete(bemoaningTags).where(eq(bemoaningTags.bemoaningId, id))
  await tx.insert(bemoaningTags).values(ids.map((tagId) => ({ bemoaningId: id, tagId })))
}

const same = (one: readonly number[], other: readonly number[]): boolean => one.join() === other.join()

/** Replaces its tags. */
export async function retag(
  tx: Transaction,
  subject: Locked,
  { tags = [] }: Decision,
): Promise<Result<Done>> {
  if (!readable(subject)) return moved
  const ids = await tagIds(tx, tags)
  if (!ids.ok) return ids
  const before = await tagsOf(tx, subject.id)
  if (same(before, ids.value)) return fail('conflict', 'It already has these tags.')
  await setTags(tx, subject.id, ids.value)
  return ok({ before: { tags: before, tagged: ids.value } })
}

/** Undoes that, unless the tags have been changed since. */
export async function untag(
  tx: Transaction,
  { id }: Locked,
  { tags = [], tagged = [] }: Partial<TagsBefore>,
): Promise<Result<null>> {
  if (tags.length === 0 || !same(await tagsOf(tx, id), tagged))
    return fail('conflict', 'Its tags have changed since.')
  await setTags(tx, id, tags)
  return ok(null)
}
