// Statistics and graph functions for finding rings.

/**
 * Returns how surprising a count is: -ln of the chance that a Poisson variable is as large (F. A. Haight, Handbook of
 * the Poisson Distribution, 1967). 0 for counts not above the expected one.
 */
export function surprise(seen: number, expected: number): number {
  if (seen <= expected) return 0
  let first = -expected
  for (let k = 1; k <= seen; k++) first += Math.log(expected / k)
  let rest = 1
  for (let k = seen + 1, term = expected / k; term > 1e-9; k++, term *= expected / k) rest += term
  return -first - Math.log(rest)
}

/** Returns the chances that a Poisson variable is at least `from`, `from` + 1, ... up to `to`. */
export function tails(expected: number, from: number, to: number): number[] {
  const list = []
  for (let k = from; k <= to; k++) list.push(k > expected ? Math.exp(-surprise(k, expected)) : 1)
  return list
}

/** Returns the k-core: repeatedly removes nodes with fewer than k remaining partners (S. B. Seidman, 1983). */
export function coreOf(partners: ReadonlyMap<number, readonly number[]>, k: number): Set<number> {
  const left = new Map([...partners].map(([id, others]) => [id, others.length]))
  const out = [...left].filter(([, count]) => count < k).map(([id]) => id)
  for (const id of out) left.delete(id)
  for (let id = out.pop(); id !== undefined; id = out.pop())
    for (const other of partners.get(id) ?? []) {
      const count = left.get(other)
      if (count === undefined) continue
      if (count > k) left.set(other, count - 1)
      else {
        left.delete(other)
        out.push(other)
      }
    }
  return new Set(left.keys())
}

/** Returns the connected components of a graph, within `kept`. */
export function partsOf(
  kept: ReadonlySet<number>,
  graph: ReadonlyMap<number, readonly number[]>,
): number[][] {
  const waiting = new Set(kept)
  const parts: number[][] = []
  for (const start of kept) {
    if (!waiting.delete(start)) continue
    const part = [start]
    for (const id of part)
      for (const other of graph.get(id) ?? []) if (waiting.delete(other)) part.push(other)
    parts.push(part)
  }
  return parts
}
