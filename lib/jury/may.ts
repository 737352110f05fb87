import type { Viewer } from '../context'
import { inWords } from '../rate'
import { type Failure, fail } from '../result'
import { juryRules } from './rules'

/** Why somebody may not judge yet; null when they may. Moderators always may. */
export function notYet({ role, createdAt }: Viewer): Failure | null {
  const seconds = juryRules.accountHours * 3_600 - (Date.now() - createdAt.getTime()) / 1_000
  if (role !== 'user' || seconds <= 0) return null
  return fail(
    'forbidden',
    `Jurors have accounts of at least ${juryRules.accountHours} hours. Yours is one ${inWords(seconds)}.`,
  )
}
