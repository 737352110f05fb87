import type { Verdict } from '@/core/vocabulary'
import { wilsonLower } from '@/lib/bemoaning'
import { juryRules } from './rules'

/** How many verdicts an outcome needs. */
export type Quorum = {
  enough: number
  /** True while few people may judge: then one verdict against the others leaves it to a moderator. */
  unanimous: boolean
}

/**
 * Returns how many verdicts decide where this many people may judge. Eight of them would not come together on a young
 * site; `bench -- jury` simulates how often fewer are right.
 */
export const quorumOf = (people: number): Quorum =>
  people >= juryRules.young
    ? { enough: juryRules.enough, unanimous: false }
    : {
        enough: Math.min(
          juryRules.youngMost,
          Math.max(juryRules.youngLeast, Math.ceil(people / juryRules.youngShare)),
        ),
        unanimous: true,
      }

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

/**
 * Adds verdicts up, with the outcome if they decide.
 * @param people how many may judge
 */
export function tallyOf(verdicts: readonly Weighed[], people: number): Tally {
  const weighing = verdicts.filter(({ weight }) => weight > 0)
  const sum = weighing.reduce((total, { weight }) => total + weight, 0)
  const squares = weighing.reduce((total, { weight }) => total + weight * weight, 0)
  const yes = weighing.reduce((total, { verdict, weight }) => total + (verdict === 'publish' ? weight : 0), 0)
  const share = sum === 0 ? 0 : yes / sum
  const effective = squares === 0 ? 0 : (sum * sum) / squares
  const lower = wilsonLower(share * effective, effective)
  const upper = effective === 0 ? 1 : 1 - wilsonLower((1 - share) * effective, effective)
  const { enough, unanimous } = quorumOf(people)
  const publish = unanimous ? yes === sum : lower >= juryRules.publishAt
  const reject = unanimous ? yes === 0 : upper <= juryRules.rejectAt
  const outcome = weighing.length < enough ? null : publish ? 'publish' : reject ? 'reject' : null
  return { count: weighing.length, share, effective, lower, upper, outcome }
}
