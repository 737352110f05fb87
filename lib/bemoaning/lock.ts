import { eq, sql } from 'drizzle-orm'
import { type Failure, fail, ok, type Result } from '@/core/result'
import type { State, Status } from '@/core/vocabulary'
import { ranks, type Transaction } from '@/db'

/** A bemoaning locked until the transaction ends: nobody else can change its state, lock or counts. */
export type HeldBemoaning = {
  id: number
  body: string
  version: number
  /** The author. Never shown: it may be anonymous. */
  authorId: number | null
  anonymous: boolean
  status: Status
  state: State
  /** A moderator has locked it. */
  locked: boolean
  /** Its author deleted it, with its text. */
  takenBack: boolean
  /** It has been merged into another one. */
  merged: boolean
}

/** Why a locked bemoaning accepts no text; pages show it in place of a form. */
export const lockedSentence =
  'A moderator locked this bemoaning, so nobody can edit it or comment. You can still vote and delete your own text.'

const missing = fail('not-found', 'We can’t find that bemoaning.')

/**
 * Locks the rank of a bemoaning. Every command that writes does this before it locks anything else, to avoid deadlocks.
 * @returns its status; null if it does not exist
 */
export async function lockRank(tx: Transaction, id: number): Promise<Status | null> {
  const [rank] = await tx
    .select({ status: ranks.status })
    .from(ranks)
    .where(eq(ranks.id, id))
    .for('no key update')
  return rank?.status ?? null
}

/** Locks a bemoaning of any status, as `lockRank` does. Null if it does not exist. */
export async function lockBemoaning(tx: Transaction, id: number): Promise<HeldBemoaning | null> {
  const { rows } = await tx.execute<HeldBemoaning>(sql`
    select id, body, version, author_id as "authorId", anonymous, status, state, locked, taken_back as "takenBack", merged
      from hold_bemoaning(${id})`)
  return rows[0] ?? null
}

/** The required author (null: sent signed out), and whether they may write to it while it is pending. */
export type Own = { author: number | null; pending?: true }

/** Returns why nobody may write to a bemoaning; null if it is writable. */
export function whyNotWritable(held: HeldBemoaning | null, own?: Own): Failure | null {
  if (!held || held.takenBack || held.merged || (own && held.authorId !== own.author))
    return own ? fail('not-found', 'That isn’t one of your bemoanings.') : missing
  const open = held.status === 'published' || (own?.pending === true && held.status === 'pending')
  if (!open) return own ? fail('not-found', 'That isn’t one of your bemoanings.') : missing
  return held.locked ? fail('forbidden', lockedSentence) : null
}

/**
 * Locks a bemoaning to write text on it: its own, a comment, an ending, a fix, a note. It must be published and neither
 * locked by a moderator, removed nor merged.
 * @param own it must be theirs; `pending`: they may also write while it waits for the jury
 */
export async function lockWritable(tx: Transaction, id: number, own?: Own): Promise<Result<HeldBemoaning>> {
  const held = await lockBemoaning(tx, id)
  return whyNotWritable(held, own) ?? (held ? ok(held) : missing)
}
