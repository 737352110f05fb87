import type { Viewer } from '@/core/context'
import type { ModerationActor } from '@/core/vocabulary'
import { moderations, type Transaction } from '@/db'

type About = {
  bemoaningId?: number | null
  commentId?: number | null
  userId?: number | null
  tagProposalId?: number | null
  /** For a merge. */
  intoId?: number | null
  /** For an undo. */
  undoes?: number | null
  /** The actor, if it was not a moderator. */
  actor?: ModerationActor
}

/**
 * Inserts one row into the public log, in the transaction of the act itself.
 * @param viewer the moderator; null leaves it unnamed
 * @returns the row's id
 */
export async function logModeration(
  tx: Transaction,
  viewer: Viewer | null,
  action: string,
  about: About,
  reason: string,
): Promise<number> {
  const [row] = await tx
    .insert(moderations)
    .values({ moderatorId: viewer?.id ?? null, action, reason, ...about })
    .returning({ id: moderations.id })
  if (!row) throw new Error('insert returned nothing')
  return row.id
}

/** The same for a decision of the jury. */
export const logJury = (tx: Transaction, action: string, subject: { bemoaningId: number }, reason: string) =>
  tx.insert(moderations).values({ actor: 'jury', action, reason, ...subject })
