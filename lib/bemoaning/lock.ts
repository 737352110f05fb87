import { eq, sql } from 'drizzle-orm'
import { type Failure, fail, ok, type Result } from '@/core/result'
import type { State, Status } from '@/core/vocabulary'
import { bemoanings, ranks, type Transaction } from '@/db'

/** A bemoaning that nobody else can move, lock or count until the transaction ends. */
export type HeldBemoaning = {
  id: number
  body: string
  version: number
  /** Who wrote it. Never shown: it may be anonymous. */
  authorId: number | null
  anonymous: boolean
  status: Status
  state: State
  /** A moderator has locked it. */
  locked: boolean
  /** Its author deleted it: there is no text any more. */
  takenBack: boolean
  /** It has been merged into another one. */
  merged: boolean
}

/** Why a locked bemoaning takes nothing; pages say it where they leave a form out. */
export const lockedSentence =
  'A moderator locked this bemoaning, so it takes no new text and no edits. You can still vote and delete your own text.'

const missing = fail('not-found', 'There is no such bemoaning.')

/**
 * Locks the rank of a bemoaning. Every command that writes does this before it locks anything else: two orders would
 * wait for each other.
 * @returns its status; null when there is no such bemoaning
 */
export async function lockRank(tx: Transaction, id: number): Promise<Status | null> {
  const [rank] = await tx
    .select({ status: ranks.status })
    .from(ranks)
    .where(eq(ranks.id, id))
    .for('no key update')
  return rank?.status ?? null
}

/** Locks a bemoaning, whatever its status. Null when there is none. */
export async function lockBemoaning(tx: Transaction, id: number): Promise<HeldBemoaning | null> {
  if ((await lockRank(tx, id)) === null) return null
  // A statement of its own: joined above, it would show the row as it was before we waited for the lock.
  const [row] = await tx
    .select({
      id: ranks.id,
      body: bemoanings.body,
      version: bemoanings.version,
      authorId: bemoanings.authorId,
      anonymous: bemoanings.anonymous,
      status: ranks.status,
      state: ranks.state,
      locked: sql<boolean>`${bemoanings.lockedAt} is not null`,
      takenBack: sql<boolean>`${bemoanings.fingerprint} = ''`,
      merged: sql<boolean>`${bemoanings.mergedInto} is not null`,
    })
    .from(ranks)
    .innerJoin(bemoanings, eq(bemoanings.id, ranks.id))
    .where(eq(ranks.id, id))
  return row ?? null
}

/** Whose text it has to be, and whether they may write to it while it waits for the jury. */
export type Own = { author: number; pending?: true }

/** Why nobody may write to a bemoaning; null when somebody may. */
export function whyNotWritable(held: HeldBemoaning | null, own?: Own): Failure | null {
  if (!held || held.takenBack || held.merged || (own && held.authorId !== own.author))
    return own ? fail('not-found', 'You have no such bemoaning.') : missing
  const open = held.status === 'published' || (own?.pending === true && held.status === 'pending')
  if (!open) return own ? fail('not-found', 'You have no such bemoaning.') : missing
  return held.locked ? fail('forbidden', lockedSentence) : null
}

/**
 * Locks a bemoaning for a write of text on it: its own, a comment, an ending, a fix, a note. It has to be published and
 * neither locked by a moderator, removed nor merged.
 * @param own it has to be theirs; `pending`: they may also write while it waits for the jury
 */
export async function lockWritable(tx: Transaction, id: number, own?: Own): Promise<Result<HeldBemoaning>> {
  const held = await lockBemoaning(tx, id)
  return whyNotWritable(held, own) ?? (held ? ok(held) : missing)
}
