/**
 * Finds rings: groups who vote together for the same bemoanings, far more often than chance, a common subject and a
 * common day explain. Pure: the nightly check feeds it (lib/vote/damp.ts), bench/rings.ts simulates with it. Why so:
 * docs/decisions/0014-votes-that-weigh-nothing.md.
 */

import { bondsOf } from './bonds'
import { coreOf, partsOf, surprise } from './graph'
import { ringRules } from './ring-rules'
import { add, type Counts, type Item, read, type Town } from './town'

/** Votes that a taste for a topic is held back by, until one's own votes say more. */
const doubt = 200

/** Of those suspected, who voted for more of what belongs together than their other votes and everybody else's explain. */
function confirmed(
  suspects: ReadonlySet<number>,
  inside: ReadonlySet<number>,
  { items, voters }: Town,
): Set<number> {
  // What every topic, and each of the part, has without them.
  const sizes: Counts = new Map()
  const targets: Counts = new Map()
  let all = 0
  for (const { id, topic, voters: there } of items.values()) {
    const size = inside.has(id) ? there.filter((voter) => !suspects.has(voter)).length : there.length
    add(sizes, topic, size)
    all += size
    if (inside.has(id)) add(targets, topic, Math.max(1, size))
  }
  const found = [...suspects].map((id) => {
    const votes = voters.get(id) ?? []
    const others = votes.filter((item) => !inside.has(item.id))
    const tastes: Counts = new Map()
    for (const { topic } of others) add(tastes, topic)
    const usual = (others.length + 1) / all
    let expected = 0
    for (const [topic, size] of targets)
      expected += (size * ((tastes.get(topic) ?? 0) + doubt * usual)) / ((sizes.get(topic) ?? 0) + doubt)
    return { id, chance: Math.exp(-surprise(votes.length - others.length, expected)) }
  })
  found.sort((a, b) => a.chance - b.chance)
  // Y. Benjamini, Y. Hochberg: Controlling the False Discovery Rate, 1995.
  const last = found.findLastIndex(({ chance }, i) => chance <= ((i + 1) / voters.size) * ringRules.mistaken)
  return new Set(found.slice(0, last + 1).map(({ id }) => id))
}

/** The members of the ring whose bemoanings these are. */
function membersOf(part: readonly number[], town: Town): Set<number> {
  const hits: Counts = new Map()
  for (const id of part) for (const voter of town.items.get(id)?.voters ?? []) add(hits, voter)
  const least = Math.max(ringRules.common, part.length / 3)
  const suspects = new Set([...hits].filter(([, count]) => count >= least).map(([id]) => id))
  const inside = new Set(part)
  const first = confirmed(suspects, inside, town)
  // Once more, with those back in who are cleared: what they voted for is what others would expect.
  return confirmed(first, inside, town)
}

/**
 * Who belongs to a ring.
 * @param items what was voted for in `ringRules.days`, with the votes that could weigh
 * @param breathe called now and then, so that a server answers meanwhile
 */
export async function findRings(
  items: Iterable<Item>,
  breathe: () => Promise<void> = async () => {},
): Promise<Set<number>> {
  const town = read(items)
  const bonds = await bondsOf(town, breathe)
  const found = new Set<number>()
  for (const { others, surprise: least } of ringRules.bonds) {
    const graph = new Map(
      [...bonds].map(([id, list]) => [id, list.filter((b) => b.surprise >= least).map((b) => b.other)]),
    )
    for (const part of partsOf(coreOf(graph, others), graph))
      for (const id of membersOf(part, town)) found.add(id)
  }
  return found
}
