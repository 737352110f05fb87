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

/** Callers allowed: everyone, everyone with a voter (a user or a visitor), users only. */
export type Needs = 'anyone' | 'voter' | 'user'
export type Who<N extends Needs> = N extends 'user'
  ? { viewer: Viewer }
  : N extends 'voter'
    ? { voterId: number; viewer: Viewer | null }
    : { viewer: Viewer | null }

/** The conditions for a command, both for API calls and for forms. */
export type Rules<N extends Needs> = {
  path: string
  needs: N
  /** The limit that it counts against. */
  limit?: LimitName
  /** The scope that the credential needs. */
  scope?: Scope
  /** The command can end access to the account or its data, so the session must have reauthenticated recently. */
  fresh?: true
  /** The event for the security log, recorded with its outcome. */
  event?: SecurityEvent
  /** The command works while the site is read-only. */
  writesNothing?: boolean
}

/** One request, as the gate sees it. */
export type Arrival<I> = {
  extras: RequestExtras | undefined
  scope: Scope
  stake: AtStake
  /** A credential was sent and must be valid, even where none is needed. */
  insists: boolean
  /** The refusal for a caller without an account. */
  signedOut: () => Failure
  /** Reads and parses the input. Called only once the caller is admitted. */
  read: () => Result<I> | Promise<Result<I>>
}

/** An admitted caller: the viewer, if signed in, and the voter; 0 without one. */
export type Admitted = { viewer: Viewer | null; voterId: number }

/** The result, and how much of the limit is left. */
export type Passed<T> = { result: Result<T>; usage: LimitUsage | null }

async function identify<I>(rules: Rules<Needs>, arrival: Arrival<I>): Promise<Result<Admitted>> {
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

/**
 * Lets a request through to its command, or returns why not. It checks in this order: the caller, the limit, recent
 * reauthentication, read-only mode, the input (size, then schema). Database errors become sentences.
 * @throws other errors: they are bugs
 */
export async function gate<I, T>(
  rules: Rules<Needs>,
  arrival: Arrival<I>,
  run: (caller: Admitted, input: I) => Promise<Result<T>>,
): Promise<Passed<T>> {
  let usage: LimitUsage | null = null
  let isBegun = false
  const admit = async (): Promise<Result<T>> => {
    const caller = await identify(rules, arrival)
    if (rules.limit) {
      const network = arrival.extras?.network ?? 'local'
      // A refused caller counts as well: otherwise guessing would be free.
      const counted = caller.ok ? caller.value.voterId || network : network
      const spent = await spendLimit(limitFor(rules.limit, context().viewer), counted)
      usage = spent.standing
      if (caller.ok && spent.failure) return spent.failure
    }
    if (!caller.ok) return caller
    const stale = rules.fresh && caller.value.viewer ? await staleFailure(caller.value.viewer) : null
    if (stale) return stale
    if (readOnly() && !rules.writesNothing) return readOnlyFailure(arrival.stake)
    const input = await arrival.read()
    if (!input.ok) return input
    // Counting and identifying may have written. The error sentence is only about the command.
    context().wrote = false
    isBegun = true
    return run(caller.value, input.value)
  }
  const result = await admit().catch((error: unknown): Failure => {
    const progress = !isBegun ? 'not begun' : context().wrote ? 'partly committed' : 'begun'
    const failure = error instanceof ScopeError ? error.failure : failureOf(error, arrival.stake, progress)
    if (!failure) throw error
    return failure
  })
  return { result, usage }
}
