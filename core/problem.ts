import type { LimitUsage } from './limits'
import type { Failure, FailureCode } from './result'

const kinds: Record<FailureCode, readonly [status: number, title: string]> = {
  'bad-request': [400, 'Bad request'],
  invalid: [422, 'Invalid input'],
  'signed-out': [401, 'Not signed in'],
  forbidden: [403, 'Not allowed'],
  scope: [403, 'Scope missing'],
  banned: [403, 'Banned'],
  'not-found': [404, 'Not found'],
  gone: [410, 'Gone'],
  duplicate: [409, 'Already bemoaned'],
  conflict: [409, 'Conflict'],
  stale: [412, 'Changed in the meantime'],
  'too-large': [413, 'Too large'],
  'media-type': [415, 'Unsupported content type'],
  method: [405, 'Method not allowed'],
  limited: [429, 'Too many requests'],
  busy: [429, 'Too busy'],
  unavailable: [503, 'Database away'],
  'read-only': [503, 'Read only for now'],
}

/** The HTTP status of a failure. */
export const statusOf = (failure: Failure): number => kinds[failure.code][0]

/** A failure as an RFC 9457 problem document. */
export function problemOf(failure: Failure) {
  const [status, title] = kinds[failure.code]
  return {
    type: `/developers#${failure.code}`,
    title,
    status,
    detail: failure.message,
    ...(failure.errors ? { errors: failure.errors } : {}),
    ...(failure.link ? { link: failure.link } : {}),
  }
}

/** Returns the `RateLimit` headers. */
export const rateHeaders = (standing: LimitUsage | null | undefined): Record<string, string> =>
  standing
    ? {
        RateLimit: `"${standing.name}";r=${standing.remaining};t=${standing.resetSeconds}`,
        'RateLimit-Policy': `"${standing.name}";q=${standing.limit};w=${standing.windowSeconds}`,
      }
    : {}

/** Returns the headers of a failure. */
export function failureHeaders(failure: Failure): Record<string, string> {
  return {
    ...rateHeaders(failure.limit),
    ...(failure.retryAfter === undefined
      ? {}
      : { 'Retry-After': String(Math.max(1, Math.ceil(failure.retryAfter))) }),
    ...(failure.code === 'signed-out' ? { 'WWW-Authenticate': 'Bearer' } : {}),
  }
}
