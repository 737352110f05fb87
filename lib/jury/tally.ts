import type { Verdict } from '@/core/vocabulary'
import { wilsonLower } from '@/lib/bemoaning'
import { juryRules } from './rules'

export type Weighed = { verdict: Verdict; weight: number }

/** The tally of the verdicts on one bemoaning. */
export type Tally = {
  /** Verdicts with a weight above 0. */
  count: number
  /** Weighted share for publishing; 0 without any weight. */
  share: number
  /** Effective number of verdicts of equal weight (Kish): (Σw)² / Σw². */
  effective: number
  lower: number
  upper: number
  outcome: Verdict | null
}

/** Adds verdicts up, with the outcome if they decide. */
export function tallyOf(verdicts: readonly Weighed[]): Tally {
  const weighing = verdicts.filter(({ weight }) => weight > 0)
  const sum = weighing.reduce((total, { weight }) => total + weight, 0)
  const squares = weighing.reduce((total, { weight }) => total + weight * weight, 0)
  const yes = weighing.reduce((total, { verdict, weight }) => total + (verdict === 'publish' ? weight : 0), 0)
  const share = sum === 0 ? 0 : yes / sum
  const effective = squares === 0 ? 0 : (sum * sum) / squares
  const lower = wilsonLower(share * effective, effective)
  const upper = effective === 0 ? 1 : 1 - wilsonLower((1 - share) * effective, effective)
  const enough = weighing.length >= juryRules.enough
  const outcome =
    enough && lower >= juryRules.publishAt
      ? 'publish'
      : enough && upper <= juryRules.rejectAt
        ? 'reject'
        : null
  return { count: weighing.length, share, effective, lower, upper, outcome }
}
