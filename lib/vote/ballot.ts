import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { batch } from '@/core/batch'
import type { Viewer } from '@/core/context'
import { demand } from '@/core/credential'
import { databaseError } from '@/core/database-error'
import { type Failure, ok, type Result } from '@/core/result'
import { type VoteKind, voteKindNames } from '@/core/vote-kinds'
import { Statement } from '@/db/statement'
import { spendLimit } from '@/lib/rate-limit'
import { stepByAge, steps } from '@/lib/user'
import { castVote, type Tally } from './commands'
import { newVoter, nobodyYet } from './voter'

/** A submitted vote. */
export const voteInput = z.strictObject({ kind: z.enum(voteKindNames) })

/** The voter; `voterId` is `nobodyYet` without a cookie. */
export type Ballot = { viewer: Viewer | null; voterId: number; network: string }

/** The result of a vote, and the cookie if a voter was created for it. */
export type Voted = Tally & { cookie: string | null }

const weighs = (viewer: Viewer | null): boolean => viewer !== null && steps[stepByAge(viewer)].votesWeigh

const votedStatement = new Statement(
  'has-votes',
  sql`
    select q.n
    from unnest(${sql.placeholder('bemoanings')}::bigint[], ${sql.placeholder('voters')}::bigint[])
         with ordinality as q(bemoaning_id, voter_id, n)
    where exists (select 1 from votes v where v.bemoaning_id = q.bemoaning_id and v.voter_id = q.voter_id)`,
)

/** Tells for each whether that voter has a vote there; those that come together are one statement. */
const hasVote = batch(async (asked: readonly { voterId: number; bemoaningId: number }[]) => {
  const rows = await votedStatement.rows({
    bemoanings: asked.map(({ bemoaningId }) => bemoaningId),
    voters: asked.map(({ voterId }) => voterId),
  })
  const found = new Set(rows.map(([n]) => Number(n)))
  return asked.map((_, at) => found.has(at + 1))
})

/**
 * Counts a first vote without weight against its network: these votes are shown, and a visitor who deletes the cookie
 * is a new one each time. Changing or undoing a vote is free.
 */
async function networkFailure({ voterId, network }: Ballot, bemoaningId: number): Promise<Failure | null> {
  if (voterId !== nobodyYet && (await hasVote({ voterId, bemoaningId }))) return null
  // A vote on something that cannot be voted on uses no limit and creates no row.
  const target = await castVote(nobodyYet, bemoaningId, null)
  if (!target.ok) return target
  return (await spendLimit('vote-network', { network, about: bemoaningId })).failure
}

/**
 * Votes, changes a vote or undoes it, for the voter of this request.
 * @param kind null undoes it
 */
export async function vote(by: Ballot, bemoaningId: number, kind: VoteKind | null): Promise<Result<Voted>> {
  if (by.viewer) demand(by.viewer, 'write')
  const cast = async (voterId: number, cookie: string | null): Promise<Result<Voted>> => {
    const made = await castVote(voterId, bemoaningId, kind, by.network)
    return made.ok ? ok({ ...made.value, cookie }) : made
  }
  if (kind === null || weighs(by.viewer)) return cast(by.voterId, null)
  const refused = await networkFailure(by, bemoaningId)
  if (refused) return refused
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
