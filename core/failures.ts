import { databaseError, neverReached, readOnlyWhy } from './database-error'
import { readOnlyFailure } from './read-only'
import { type Failure, fail } from './result'

/** What a failed request loses: nothing, the body of an API call, or a form that its page shows again. */
export type AtStake = 'nothing' | 'call' | 'form'

const away: Record<AtStake, string> = {
  nothing: 'The database is away. Try again in a few seconds.',
  call: 'The database is away. We haven’t saved anything; try again in a few seconds.',
  form: 'The database is away. We kept what you typed; send it again in a few seconds.',
}

/** The connection broke during the work, or part of the work was already committed. */
const lost: Record<AtStake, string> = {
  nothing: away.nothing,
  call: 'The database went away while it worked on this. It may have been saved; check before you send it again.',
  form: 'The database went away while it worked on this. We kept what you typed, but it may have been saved; check before you send it again.',
}

/** The failure for an unreachable database. */
export const awayFailure = (stake: AtStake): Failure => fail('unavailable', away[stake], { retryAfter: 5 })

/** How far the work got before it failed. */
export type Progress = 'not begun' | 'begun' | 'partly committed'

/**
 * Converts a thrown error to a failure with a message.
 * @returns null for an error that is our own bug
 */
export function failureOf(error: unknown, stake: AtStake, progress: Progress = 'begun'): Failure | null {
  const wrote = progress === 'partly committed'
  const uncertain = fail('unavailable', lost[stake], { retryAfter: 5 })
  if (readOnlyWhy(error)) return wrote ? uncertain : readOnlyFailure(stake)
  const found = databaseError(error)
  switch (found?.kind) {
    // The subject was removed, or the account deleted, between our read and our write.
    case 'foreign-key': {
      const rest = stake === 'form' ? ' We kept what you typed.' : wrote ? '' : ' We haven’t saved anything.'
      return fail('conflict', `This has been deleted in the meantime.${rest}`)
    }
    // A transaction that timed out, or deadlocked too often, is rolled back.
    case 'timeout':
    case 'retry':
      return wrote ? uncertain : awayFailure(stake)
    case 'away':
      return wrote || (progress === 'begun' && !neverReached(found.code)) ? uncertain : awayFailure(stake)
    default:
      return null
  }
}
