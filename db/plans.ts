import { createHash } from 'node:crypto'
import { databaseError } from '@/core/database-error'
import { processWide } from '@/core/process-wide'

const state = processWide('plans', () => ({ areNamed: true, areLost: false }))

/** Sets whether the connections of the pool can keep plans. */
export function namePlans(areNamed: boolean): void {
  state.areNamed = areNamed
}

/** False if connections can't keep plans, because a pooler hands each transaction another one. */
export const plansAreNamed = (): boolean => state.areNamed && !state.areLost

/**
 * Returns the name under which connections plan a statement once. It contains a hash of the text: behind a pooler a connection may
 * hold the plans of another build.
 */
export const planName = (name: string, text: string): string =>
  `${name} ${createHash('sha256').update(text).digest('hex').slice(0, 8)}`

/**
 * True if a statement failed only because of its plan, so that it works without one: a migration made it outdated (0A000), or
 * the connection does not have it (26000) or has it already (42P05). The last comes from a pooler only; from then on this process
 * names no statements.
 */
export function isPlanFault(error: unknown): boolean {
  const found = databaseError(error)
  const code = found?.kind === 'other' ? found.code : null
  if (code === '42P05' && !state.areLost) {
    state.areLost = true
    console.error('The pooler in DATABASE_URL loses named statements; we go on without names')
  }
  return code === '0A000' || code === '26000' || code === '42P05'
}
