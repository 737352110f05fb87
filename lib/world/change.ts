import { and, eq, ne, sql } from 'drizzle-orm'
import type { State } from '@/core/vocabulary'
import { fixProposals, ranks, stateChanges, type Transaction } from '@/db'
import { notifyFixed, takeBackNotices } from '@/lib/notice'

export type Change = {
  bemoaningId: number
  state: State
  /** The user who changed it; null if trusted users confirmed it together. */
  userId: number | null
  proposalId?: number
  note?: string | null
}

/**
 * Changes the state of a published bemoaning, with its history and its notices.
 * @returns false if it had that state already, or is not public: then nothing was written
 */
export async function changeState(tx: Transaction, change: Change): Promise<boolean> {
  const { bemoaningId, state, userId, proposalId = null, note = null } = change
  const moved = await tx
    .update(ranks)
    .set({ state, fixedEpoch: state === 'fixed' ? sql`extract(epoch from now())::float8` : null })
    .where(and(eq(ranks.id, bemoaningId), eq(ranks.status, 'published'), ne(ranks.state, state)))
    .returning({ id: ranks.id })
  if (moved.length === 0) return false
  await tx.insert(stateChanges).values({ bemoaningId, state, userId, proposalId, note })
  if (state === 'fixed') {
    // The change supersedes open proposals.
    await tx
      .update(fixProposals)
      .set({ outcome: 'overtaken', decidedAt: new Date() })
      .where(and(eq(fixProposals.bemoaningId, bemoaningId), eq(fixProposals.outcome, 'open')))
    await notifyFixed(tx, bemoaningId, userId)
  } else await takeBackNotices(tx, 'fixed', bemoaningId)
  return true
}
