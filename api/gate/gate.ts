import { context, type Viewer } from '@/core/context'
import { type Scope, ScopeError, scopeFailure } from '@/core/credential'
import { type AtStake, awayFailure, failureOf } from '@/core/failures'
import type { LimitName, LimitUsage } from '@/core/limits'
import { readOnly, readOnlyFailure } from '@/core/read-only'
import type { RequestExtras } from '@/core/request-extras'
import { type Failure, ok, type Result } from '@/core/result'
import type { SecurityEvent } from '@/core/security-log'
import { spendLimit } from '@/lib/rate-limit'
import { limitFor, staleFailure } from '@/lib/user'
import { voterOfRequest } from '@/lib/vote'

/** Who may: anybody, whoever can vote, signed-in users. */
export type Needs = 'anyone' | 'voter' | 'user'
export type Who<N extends Needs> = N extends 'user'
  ? { viewer: Viewer }
  : N extends 'voter'
    ? { voterId: number; viewer: Viewer | null }
    : { viewer: Viewer | null }

/** What has to hold before a command runs, for a call of the API as for a form. */
export type Rules<N extends Needs> = {
  path: string
  needs: N
  /** Which limit it counts against. */
  limit?: LimitName
  /** What the sender's credential must allow. */
  scope?: Scope
  /** It could take the account or its data away: a session must have proved a moment ago who it is. */
  fresh?: true
  /** It is noted who did it, and how it ended. */
  event?: SecurityEvent
  /** It goes on while nothing can be written. */
  writesNothing?: boolean
}

/** One request, as the gate sees it. */
export type Arrival<I> = {
  extras: RequestExtras | undefined
  scope: Scope
  stake: AtStake
  /** A credential was sent that has to count, whatever the rules need. */
  insists: boolean
  /** What somebody without an account is told. */
  signedOut: () => Failure
  /** Reads and parses the input; not called for whoever may not come in. */
  read: () => Result<I> | Promise<Result<I>>
}

/** Who has come in: the viewer, if signed in, and whose votes count; 0 when nobody's do. */
export type Admitted = { viewer: Viewer | null; voterId: number }

/** How it ended, and where the sender stands with the limit. */
export type Passed<T> = { result: Result<T>; standing: LimitUsage | null }

async function whoComes<I>(rules: Rules<Needs>, arrival: Arrival<I>): Promise<Result<Admitted>> {
  const { viewer } = context()
  const denied = arrival.extras?.denied
  if (denied && (arrival.insists || rules.needs !== 'anyone'))
    return denied.code === 'unavailable' ? awayFailure(arrival.stake) : denied
  if (!viewer && rules.needs === 'user') return arrival.signedOut()
  const unfit = viewer ? scopeFailure(viewer, arrival.scope) : null
  if (unfit) return unfit
  if (viewer) return ok({ viewer, voterId: viewer.voterId })
  return ok({ viewer: null, voterId: rules.needs === 'voter' ? await voterOfRequest() : 0 })
}

async function admit<I, T>(
  rules: Rules<Needs>,
  arrival: Arrival<I>,
  run: (who: Admitted, input: I) => Promise<Result<T>>,
  count: (standing: LimitUsage | null) => void,
): Promise<Result<T>> {
  const who = await whoComes(rules, arrival)
  if (rules.limit) {
    const network = arrival.extras?.network ?? 'local'
    // Who is refused counts as well, or guessing what is allowed would be free.
    const counted = who.ok ? who.value.voterId || network : network
    const { standing, failure } = await spendLimit(limitFor(rules.limit, context().viewer), counted)
    count(standing)
    if (who.ok && failure) return failure
  }
  if (!who.ok) return who
  const stale = rules.fresh && who.value.viewer ? await staleFailure(who.value.viewer) : null
  if (stale) return stale
  if (readOnly() && !rules.writesNothing) return readOnlyFailure()
  const input = await arrival.read()
  return input.ok ? run(who.value, input.value) : input
}

/**
 * Lets a request through to its command, or says why not. In this order: who it is, how often, whether anything can be
 * written, what came (size, then schema), the command; and what the database refuses becomes a sentence.
 * @throws what nobody expected: a fault of ours
 */
export async function gate<I, T>(
  rules: Rules<Needs>,
  arrival: Arrival<I>,
  run: (who: Admitted, input: I) => Promise<Result<T>>,
): Promise<Passed<T>> {
  let standing: LimitUsage | null = null
  const result = await admit(rules, arrival, run, (now) => {
    standing = now
  }).catch((error: unknown): Failure => {
    const failure = error instanceof ScopeError ? error.failure : failureOf(error, arrival.stake)
    if (!failure) throw error
    return failure
  })
  return { result, standing }
}
