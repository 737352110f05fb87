import { databaseError, neverReached, readOnlyWhy } from './database-error'
import { readOnlyFailure } from './read-only'
import { type Failure, fail } from './result'

/** What a request loses when it fails: nothing, the body of a call, or a form that its page shows again. */
export type AtStake = 'nothing' | 'call' | 'form'

const away: Record<AtStake, string> = {
  nothing: 'The database is away. Try again in a few seconds.',
  call: 'The database is away. Nothing was written; try again in a few seconds.',
  form: 'The database is away. What you typed is kept here; send it again in a few seconds.',
}

/** The connection broke after something was sent: nobody knows how far it came. */
const lost: Record<AtStake, string> = {
  nothing: away.nothing,
  call: 'The database went away while it was at work. This may have been saved: look before you send it again.',
  form: 'The database went away while it was at work. This may have been saved: look before you send it again. What you typed is kept here.',
}

/** What somebody is told while the database cannot be asked. */
export const awayFailure = (stake: AtStake): Failure => fail('unavailable', away[stake], { retryAfter: 5 })

/**
 * A thrown error as a sentence for whoever asked.
 * @returns null for what nobody expected: a fault of ours
 */
export function failureOf(error: unknown, stake: AtStake): Failure | null {
  if (readOnlyWhy(error)) return readOnlyFailure()
  const found = databaseError(error)
  switch (found?.kind) {
    // Between the look and the write somebody else removed it, or the account itself has left.
    case 'foreign-key': {
      const rest = stake === 'form' ? ' What you typed is kept here.' : ' Nothing was written.'
      return fail('conflict', `What this is about has gone in the meantime.${rest}`)
    }
    // Too long behind somebody else's work, or in its way too often, is as good as away; the database has undone it.
    case 'timeout':
    case 'retry':
      return awayFailure(stake)
    case 'away':
      return neverReached(found.code)
        ? awayFailure(stake)
        : fail('unavailable', lost[stake], { retryAfter: 5 })
    default:
      return null
  }
}
