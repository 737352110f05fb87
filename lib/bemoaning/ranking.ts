/**
 * The counts that the ranking formulas read. The formulas are pure functions; the database computes the same in
 * generated columns (db/schema/bemoanings.ts), and a test compares the two.
 */

export type Counts = { bemoan: number; selfInflicted: number; commenters: number }

/** Seconds that weigh as much as ten times the votes: 16 hours. */
export const hotPeriod = 57_600

/** log10(max(1, relates + self/2 + min(relates, commenters)/2)) + epoch / 57600, epoch in seconds. */
export const hotness = ({ bemoan, selfInflicted, commenters }: Counts, epoch: number): number =>
  Math.log10(Math.max(1, bemoan + selfInflicted / 2 + Math.min(bemoan, commenters) / 2)) + epoch / hotPeriod

/** (a + b) ^ (min / max); 0 while one side is empty. */
export const controversy = (a: number, b: number): number =>
  Math.min(a, b) <= 0 ? 0 : (a + b) ** (Math.min(a, b) / Math.max(a, b))

/**
 * Lower bound of the Wilson score interval (E. B. Wilson, 1927) for a share.
 * @param yes number of successes, 0 to n
 * @param n number of trials
 * @param z quantile of the normal distribution; 1.2816 is one-sided 90%
 */
export function wilsonLower(yes: number, n: number, z = 1.2816): number {
  if (n <= 0) return 0
  const p = yes / n
  const z2 = z * z
  return (p + z2 / (2 * n) - z * Math.sqrt((p * (1 - p) + z2 / (4 * n)) / n)) / (1 + z2 / n)
}
