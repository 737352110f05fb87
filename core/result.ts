import type { LimitUsage } from './limits'

/** Why a command was refused. Each code has one HTTP status and one title in core/problem.ts. */
export type FailureCode =
  | 'bad-request'
  | 'invalid'
  | 'signed-out'
  | 'forbidden'
  | 'scope'
  | 'banned'
  | 'not-found'
  | 'gone'
  | 'duplicate'
  | 'conflict'
  | 'stale'
  | 'too-large'
  | 'media-type'
  | 'method'
  | 'limited'
  | 'busy'
  | 'unavailable'
  | 'read-only'

/** One error in the input, and its path. */
export type InputError = { path: string; message: string }

export type Failure = {
  ok: false
  code: FailureCode
  /** A sentence for the user: what happened, what was kept, what to do. */
  message: string
  errors?: InputError[]
  /** Path of the conflicting thing. */
  link?: string
  /** Seconds. */
  retryAfter?: number
  /** The exhausted rate limit. */
  limit?: LimitUsage
}

export type Result<T> = { ok: true; value: T } | Failure

export const ok = <T>(value: T): Result<T> => ({ ok: true, value })

export const fail = (
  code: FailureCode,
  message: string,
  more: Partial<Omit<Failure, 'ok' | 'code' | 'message'>> = {},
): Failure => ({
  ok: false,
  code,
  message,
  ...more,
})
