import { surprise } from './graph'
import { ringRules } from './ring-rules'
import { add, type Counts, type Item, type Town } from './town'

/** Classes of distance in days, coarse: visitors of a day see what is there on that day. */
const gaps = [0, 1, 2, 4, 8, Number.POSITIVE_INFINITY]
const gapOf = (days: number): number => gaps.findIndex((most) => Math.abs(days) <= most)
/** Pairs are compared with pairs of the same kind: as many days apart, and the same topic or not. */
const kindOf = (a: Item, b: Item): number => gapOf(a.day - b.day) * 2 + Number(a.topic === b.topic)

/** For each kind of pair: the product of both sizes, summed over all pairs. */
function chances(items: Iterable<Item>): Counts {
  const days = new Map<number, Map<number, number>>()
  const sums: Counts = new Map()
  for (const { topic, day, voters } of items) {
    const topics = days.get(day) ?? new Map<number, number>()
    add(topics, topic, voters.length)
    days.set(day, topics)
    // An item is not paired with itself.
    add(sums, 1, -(voters.length ** 2))
  }
  for (const [oneDay, one] of days)
    for (const [otherDay, other] of days) {
      const gap = gapOf(oneDay - otherDay)
      let same = 0
      for (const [topic, size] of one) same += size * (other.get(topic) ?? 0)
      const all =
        [...one.values()].reduce((a, b) => a + b, 0) * [...other.values()].reduce((a, b) => a + b, 0)
      add(sums, gap * 2 + 1, same)
      add(sums, gap * 2, all - same)
    }
  return sums
}

type Bond = { other: number; surprise: number }

/** Returns which items share more voters than pairs of their kind do. */
export async function bondsOf(
  { items, voters }: Town,
  breathe: () => Promise<void>,
): Promise<Map<number, Bond[]>> {
  const meetings = function* (item: Item): Generator<[Item, number]> {
    const common: Counts = new Map()
    for (const id of item.voters) for (const other of voters.get(id) ?? []) add(common, other.id)
    common.delete(item.id)
    for (const [id, count] of common) {
      const other = items.get(id)
      if (other) yield [other, count]
    }
  }
  const seen: Counts = new Map()
  let turn = 0
  for (const item of items.values()) {
    if (++turn % 100 === 0) await breathe()
    for (const [other, count] of meetings(item)) add(seen, kindOf(item, other), count)
  }
  const chance = chances(items.values())
  const least = Math.min(...ringRules.bonds.map((bond) => bond.surprise))
  const bonds = new Map<number, Bond[]>()
  for (const item of items.values()) {
    if (++turn % 100 === 0) await breathe()
    const found: Bond[] = []
    for (const [other, count] of meetings(item)) {
      if (count < ringRules.common) continue
      const kind = kindOf(item, other)
      const rate = (seen.get(kind) ?? 0) / Math.max(1, chance.get(kind) ?? 0)
      const how = surprise(count, rate * item.voters.length * other.voters.length)
      if (how >= least) found.push({ other: other.id, surprise: how })
    }
    if (found.length > 0) bonds.set(item.id, found)
  }
  return bonds
}
