import { z } from 'zod'
import type { Viewer } from '@/core/context'
import { demand } from '@/core/credential'
import { databaseError } from '@/core/database-error'
import { ok, type Result } from '@/core/result'
import { type VoteKind, voteKindNames } from '@/core/vote-kinds'
import { spendLimit } from '@/lib/rate-limit'
import { stepByAge, steps } from '@/lib/user'
import { castVote, changeVote, type Tally } from './commands'
import { newVoter, nobodyYet } from './voter'

/** A submitted vote. */
export const voteInput = z.strictObject({ kind: z.enum(voteKindNames) })

/** The voter; `voterId` is `nobodyYet` without a cookie. */
export type Ballot = { viewer: Viewer | null; voterId: number; network: string }

/** The result of a vote, and the cookie if a voter was created for it. */
export type Voted = Tally & { cookie: string | null }

const weighs = (viewer: Viewer | null): boolean => viewer !== null && steps[stepByAge(viewer)].votesWeigh

/**
 * Votes, changes a vote or undoes it, for the voter of this request. A first vote without weight counts against its
 * network.
 * @param kind null undoes it
 */
export async function vote(by: Ballot, bemoaningId: number, kind: VoteKind | null): Promise<Result<Voted>> {
  if (by.viewer) demand(by.viewer, 'write')
  const cast = async (voterId: number, cookie: string | null): Promise<Result<Voted>> => {
    const made = await castVote(voterId, bemoaningId, kind, by.network)
    return made.ok ? ok({ ...made.value, cookie }) : made
  }
  if (kind === null || weighs(by.viewer)) return cast(by.voterId, null)
  // Changing a vote is free. A vote on something that cannot be voted on uses no limit and creates no row.
  const changed = await changeVote(by.voterId, bemoaningId, kind, by.network)
  if (changed !== 'first') return changed.ok ? ok({ ...changed.value, cookie: null }) : changed
  // These votes are shown, and a visitor who deletes the cookie is a new one each time.
  const { failure } = await spendLimit('vote-network', { network: by.network, about: bemoaningId })
  if (failure) return failure
  if (by.voterId !== nobodyYet)
    try {
      return await cast(by.voterId, null)
    } catch (error) {
      // The idle visitor was purged just now; the browser gets a new one.
      if (by.viewer || databaseError(error)?.kind !== 'foreign-key') throw error
    }
  const made = await newVoter(by.network)
  return made.ok ? cast(made.value.voterId, made.value.cookie) : made
}
