import { moderations, type Transaction } from '@/db'
import type { Viewer } from '../context'

/** Writes one row of the public log, in the transaction of the act itself. */
export const logModeration = (
  tx: Transaction,
  viewer: Viewer,
  action: string,
  subject: { bemoaningId?: number; commentId?: number; userId?: number },
  reason: string,
) => tx.insert(moderations).values({ moderatorId: viewer.id, action, reason, ...subject })

/** The same for what the jury decided. */
export const logJury = (tx: Transaction, action: string, subject: { bemoaningId: number }, reason: string) =>
  tx.insert(moderations).values({ actor: 'jury', action, reason, ...subject })

export const isModerator = (viewer: Viewer | null): boolean =>
  viewer?.role === 'moderator' || viewer?.role === 'admin'
