import { databaseError, isAway, readOnlyWhy } from '@/core/database-error'
import { failureHeaders, problemOf, statusOf } from '@/core/problem'
import { readOnlyFailure } from '@/core/read-only'
import { type Answer, answer } from '@/core/response'
import { type Failure, fail } from '@/core/result'
import { awayPage, brokenPage, errorPage } from './error-page'
import type { Route } from './routes'

const problem = (failure: Failure): Answer =>
  answer(statusOf(failure), JSON.stringify(problemOf(failure)), {
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
    ...failureHeaders(failure),
  })

/** A failure in the form the client reads: a problem document for programs, a page for people. */
export const failed = (route: Route, failure: Failure, headers: Answer['headers'] = {}): Answer => {
  if (route === 'api') return { ...problem(failure), headers: { ...problem(failure).headers, ...headers } }
  const { title, status } = problemOf(failure)
  return errorPage(status, `${title}.`, failure.message, { ...failureHeaders(failure), ...headers })
}

/** What somebody gets when the unexpected happened. */
export function afterError(route: Route | 'bad', error: unknown): Answer {
  if (readOnlyWhy(error)) return failed(route === 'bad' ? 'reading' : route, readOnlyFailure())
  // Between the look and the write somebody else removed it, or the account itself has left.
  if (databaseError(error)?.kind === 'foreign-key')
    return failed(
      route === 'bad' ? 'reading' : route,
      fail('conflict', 'What this is about has gone in the meantime. Nothing was written.'),
    )
  // Too long behind somebody else's lock or work is as good as away.
  const away = isAway(error) || databaseError(error)?.kind === 'timeout'
  if (!away) console.error('unexpected error', error)
  if (route === 'api') {
    const broken = answer(
      500,
      JSON.stringify({
        type: '/developers#broken',
        title: 'Broken',
        status: 500,
        detail: 'Something of ours broke. It has been noted.',
      }),
      { 'content-type': 'application/problem+json' },
    )
    return away
      ? problem(
          fail('unavailable', 'The database is away. Nothing was written; try again in a few seconds.', {
            retryAfter: 5,
          }),
        )
      : broken
  }
  return away ? awayPage() : brokenPage()
}
