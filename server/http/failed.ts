import { failureOf } from '@/core/failures'
import { failureHeaders, problemOf, statusOf } from '@/core/problem'
import { type BufferedResponse, respond } from '@/core/response'
import type { Failure } from '@/core/result'
import { awayPage, brokenPage, errorPage } from './error-page'
import type { Route } from './routes'

const problem = (failure: Failure): BufferedResponse =>
  respond(statusOf(failure), JSON.stringify(problemOf(failure)), {
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
    ...failureHeaders(failure),
  })

/** Returns a failure in the client's format: a problem document for programs, a page for people. */
export const failed = (
  route: Route,
  failure: Failure,
  headers: BufferedResponse['headers'] = {},
): BufferedResponse => {
  if (route === 'api') return { ...problem(failure), headers: { ...problem(failure).headers, ...headers } }
  const { title, status } = problemOf(failure)
  return errorPage(status, `${title}.`, failure.message, { ...failureHeaders(failure), ...headers })
}

const broken = respond(
  500,
  JSON.stringify({
    type: '/developers#broken',
    title: 'Broken',
    status: 500,
    detail:
      'We broke something, and we have logged it. If you sent something, check whether it was saved before you send it again.',
  }),
  { 'content-type': 'application/problem+json' },
)

/**
 * Returns the response to an unexpected error. The gate (api/gate) has already said what a call or form loses by it.
 */
export function afterError(route: Route | 'bad', error: unknown): BufferedResponse {
  const failure = failureOf(error, 'nothing')
  if (failure && route === 'api') return problem(failure)
  if (failure?.code === 'unavailable') return awayPage()
  if (failure) return failed(route === 'bad' ? 'reading' : route, failure)
  console.error('unexpected error', error)
  return route === 'api' ? broken : brokenPage()
}
