import { processWide } from './process-wide'
import { type Failure, fail } from './result'

/** Why writes fail: the disk is full, or the database is read-only. */
export type ReadOnlyWhy = 'full' | 'read-only'

type State = { why: ReadOnlyWhy | null; since: number; left: number }

const state = processWide('read-only', (): State => ({ why: null, since: 0, left: 0 }))

/** Why writes fail at present; null while they work. */
export const readOnly = (): ReadOnlyWhy | null => state.why

/** Records that writes fail, or (null) that they work again. */
export function setReadOnly(why: ReadOnlyWhy | null): void {
  if (why === state.why) return
  state.why = why
  state.since = Date.now()
  if (why === null) state.left += 1
}

/** Milliseconds since the state last changed. */
export const readOnlyFor = (): number => Date.now() - state.since

/** How often read-only mode has ended: an older connection may still be in read-only mode. */
export const readOnlyEnds = (): number => state.left

/** The cache tag of pages that show the notice. */
export const readOnlyTag = 'read-only'

/** The notice on every page in read-only mode. */
export const readOnlySentence =
  'You can read the site, but we can’t save anything right now. This ends by itself.'

/** The failure of a write. @param stake we keep nothing of a call, but a form's page shows the input again */
export const readOnlyFailure = (stake: 'nothing' | 'call' | 'form'): Failure =>
  fail(
    'read-only',
    `We can’t save anything right now. ${stake === 'form' ? 'We kept what you typed; send' : 'Send'} it again in a minute.`,
    { retryAfter: 30 },
  )
