import { isAway } from '@/core/database-error'
import { failureHeaders, statusOf } from '@/core/problem'
import { type BufferedResponse, textResponse } from '@/core/response'
import type { Failure } from '@/core/result'
import { spendLimit } from '@/lib/rate-limit'
import { failed } from './failed'
import type { Address } from './request-address'

/** Whether an address asks for a search, as a page or for machines; an empty one costs nothing. */
export const isSearch = ({ path, query }: Pick<Address, 'path' | 'query'>): boolean =>
  /^\/search(\.[a-z]+)?$/.test(path) && Boolean(query.get('q')?.trim())

/**
 * Counts a search of a page or a machine format, by the same counter as the API's.
 * @param who a voter, or a network for whoever is not signed in
 * @returns a failure when it was one too many
 */
export async function searchFailure(who: number | string): Promise<Failure | null> {
  try {
    return (await spendLimit('search', who)).failure
  } catch (error) {
    // What is remembered is still read while the database, and with it the settings, is away.
    if (isAway(error)) return null
    throw error
  }
}

/** What a search in a format for machines answers when it was one too many: text to who reads text. */
export const refusedSearch = (path: string, failure: Failure): BufferedResponse =>
  path.endsWith('.txt')
    ? textResponse(statusOf(failure), failure.message, failureHeaders(failure))
    : failed('api', failure)
