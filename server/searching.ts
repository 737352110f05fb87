import { isAway } from '@/db/errors'
import { type Answer, textAnswer } from '@/lib/answer'
import { failureHeaders, statusOf } from '@/lib/problem'
import { spendLimit } from '@/lib/rate'
import type { Failure } from '@/lib/result'
import type { Address } from './hygiene'

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

/** A failure as plain text, for who reads the text form. */
export const failedText = (failure: Failure): Answer =>
  textAnswer(statusOf(failure), failure.message, failureHeaders(failure))
