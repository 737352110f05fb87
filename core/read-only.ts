import { processWide } from './process-wide'
import { type Failure, fail } from './result'

/** Why nothing can be written: the disk is full, or the database takes no writes. */
export type ReadOnlyWhy = 'full' | 'read-only'

type State = { why: ReadOnlyWhy | null; since: number; left: number }

const state = processWide('read-only', (): State => ({ why: null, since: 0, left: 0 }))

/** Why nothing can be written just now; null while writes work. */
export const readOnly = (): ReadOnlyWhy | null => state.why

/** Notes that writes do not work, or (null) that they do again. */
export function setReadOnly(why: ReadOnlyWhy | null): void {
  if (why === state.why) return
  state.why = why
  state.since = Date.now()
  if (why === null) state.left += 1
}

/** How long it has been as it is, in milliseconds. */
export const readOnlyFor = (): number => Date.now() - state.since

/** How often it has ended: a connection that is older may still take itself for read-only. */
export const readOnlyEnds = (): number => state.left

/** The cache tag of pages that say it. */
export const readOnlyTag = 'read-only'

/** What every page says meanwhile. */
export const readOnlySentence =
  'The site can be read but not written to just now. It notices by itself when it can be again.'

/** The refusal of a write. @param stake a call has nothing that we keep; a form's page shows it again */
export const readOnlyFailure = (stake: 'nothing' | 'call' | 'form'): Failure =>
  fail(
    'read-only',
    `Just now the site can be read but not written to. Nothing was written${stake === 'form' ? '; what you typed is kept' : ''}. Send it again in a minute.`,
    { retryAfter: 30 },
  )
