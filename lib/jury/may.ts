import type { Viewer } from '@/core/context'
import { type Failure, fail } from '@/core/result'
import { waitWords } from '@/core/time'
import { newHours, stepByAge, steps } from '@/lib/user'

/** Returns why a viewer may not judge yet; null if they may. Moderators always may. */
export function notYet({ role, createdAt }: Viewer): Failure | null {
  const seconds = newHours * 3_600 - (Date.now() - createdAt.getTime()) / 1_000
  if (steps[stepByAge({ role, createdAt })].judges) return null
  return fail('forbidden', `You can join the jury when your account is a day old, ${waitWords(seconds)}.`)
}
