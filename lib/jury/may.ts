import type { Viewer } from '../context'
import { inWords } from '../rate'
import { type Failure, fail } from '../result'
import { newHours, stepByAge, steps } from '../user/trust'

/** Why somebody may not judge yet; null when they may. Moderators always may. */
export function notYet({ role, createdAt }: Viewer): Failure | null {
  const seconds = newHours * 3_600 - (Date.now() - createdAt.getTime()) / 1_000
  if (steps[stepByAge({ role, createdAt })].judges) return null
  return fail(
    'forbidden',
    `Jurors have accounts of at least ${newHours} hours. Yours is one ${inWords(seconds)}.`,
  )
}
