/** How well two samples can be told apart. */
export type Apart = {
  /** The chance that a value of the first is greater than one of the second (Mann-Whitney): 0.5 if they are alike. */
  auc: number
  /** The distance from 0.5 in standard errors. */
  z: number
  /** Difference of medians, first minus second, in the samples' unit. */
  medians: number
  /** The same for their lower deciles, where noise from other work is least. */
  fast: number
}

const quantile = (sorted: readonly number[], q: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0

/** Compares two samples by ranks, so that a few slow ones have little effect. */
export function apart(first: readonly number[], second: readonly number[]): Apart {
  const all = [
    ...first.map((value) => ({ value, mine: true })),
    ...second.map((value) => ({ value, mine: false })),
  ].sort((a, b) => a.value - b.value)
  let ranks = 0
  for (let at = 0; at < all.length; ) {
    let end = at
    while (end < all.length && all[end]?.value === all[at]?.value) end += 1
    // Equal values share the mean of their ranks.
    for (let n = at; n < end; n += 1) if (all[n]?.mine) ranks += (at + end + 1) / 2
    at = end
  }
  const [n, m] = [first.length, second.length]
  const auc = (ranks - (n * (n + 1)) / 2) / (n * m)
  const [a, b] = [first, second].map((sample) => [...sample].sort((x, y) => x - y)) as [number[], number[]]
  return {
    auc,
    z: (auc - 0.5) / Math.sqrt((n + m + 1) / (12 * n * m)),
    medians: quantile(a, 0.5) - quantile(b, 0.5),
    fast: quantile(a, 0.1) - quantile(b, 0.1),
  }
}

/** Returns the numbers from 0 to n - 1 in random order. */
export function shuffled(n: number, chance: () => number): number[] {
  const order = Array.from({ length: n }, (_, at) => at)
  for (let at = n - 1; at > 0; at -= 1) {
    const other = Math.floor(chance() * (at + 1))
    ;[order[at], order[other]] = [order[other] as number, order[at] as number]
  }
  return order
}
