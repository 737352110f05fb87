import type { Verdict } from '@/core/vocabulary'

/** The smallest and largest stake. */
const stakes = { least: 1, most: 100, even: 10 } as const

/**
 * Returns the stake of a bemoaning by how rare its outcome is: 10 if both are equally frequent. Where nearly everything
 * is published, a publish verdict is little merit, and the few rejected ones weigh more.
 * @param same how many recent ones had this outcome
 * @param other how many had the other
 */
export function stakeOf(same: number, other: number): number {
  const share = (same + 5) / (same + other + 10)
  return Math.min(stakes.most, Math.max(stakes.least, Math.round((stakes.even * 0.5) / share)))
}

/**
 * Returns the points of each verdict on a settled bemoaning. A right verdict wins the stake for each wrong one, a wrong
 * one loses it for each right one: the sum is 0. Where all agree nobody wins.
 */
export function pointsOf(
  verdicts: readonly Verdict[],
  outcome: Verdict,
  stake: number,
): { right: number; wrong: number } {
  const right = verdicts.filter((verdict) => verdict === outcome).length
  const wrong = verdicts.length - right
  return { right: stake * wrong, wrong: right === 0 ? 0 : -stake * right }
}
