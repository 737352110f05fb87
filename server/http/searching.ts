import { isAway } from '@/core/database-error'
import { failureHeaders, statusOf } from '@/core/problem'
import { type BufferedResponse, textResponse } from '@/core/response'
import type { Failure } from '@/core/result'
import { spendLimit } from '@/lib/rate-limit'
import { failed } from './failed'
import type { Address } from './request-address'

/** True if an address is a search, as a page or in a machine format. An empty search does not count. */
export const isSearch = ({ path, query }: Pick<Address, 'path' | 'query'>): boolean =>
  /^\/search(\.[a-z]+)?$/.test(path) && Boolean(query.get('q')?.trim())

/**
 * Counts a search as a page or in a machine format, against the same limit as the API's.
 * @param who a voter, or a network without a session
 * @returns a failure if the limit is exceeded
 */
export async function searchFailure(who: number | string): Promise<Failure | null> {
  try {
    return (await spendLimit('search', who)).failure
  } catch (error) {
    // While the database is away, the settings are too, but cached pages can still be read.
    if (isAway(error)) return null
    throw error
  }
}

/** Returns the response to a search over the limit in a machine format: text for `.txt`, else a problem document. */
export const refusedSearch = (path: string, failure: Failure): BufferedResponse =>
  path.endsWith('.txt')
    ? textResponse(statusOf(failure), failure.message, failureHeaders(failure))
    : failed('api', failure)
