import type { Verdict } from '@/core/vocabulary'

/** The smallest and largest stake. */
const stakes = { least: 1, most: 100, even: 10 } as const

/**
 * What is at stake in a bemoaning, by how rare its outcome is: 10 while both are as frequent. Where nearly everything
 * is published, saying so is no merit, and the few that were not weigh more.
 * @param same, other how many of the last ones turned out like this one, and how many did not
 */
export function stakeOf(same: number, other: number): number {
  const share = (same + 5) / (same + other + 10)
  return Math.min(stakes.most, Math.max(stakes.least, Math.round((stakes.even * 0.5) / share)))
}

/**
 * Points of each verdict on a settled bemoaning. Who was right wins the stake for each one who was wrong, who was wrong
 * loses it for each one who was right: together nothing. Where all agree nobody wins.
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
