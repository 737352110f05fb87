/**
 * Finds rings: groups who vote together for the same bemoanings, far more often than chance, a common subject and a
 * common day explain. Pure functions: the nightly check calls them (lib/vote/damp.ts), bench/rings.ts simulates with
 * them. The reasons: docs/decisions/0014-votes-that-weigh-nothing.md.
 */

import { bondsOf } from './bonds'
import { coreOf, partsOf, tails } from './graph'
import { ringRules } from './ring-rules'
import { add, type Counts, type Item, read, type Town } from './town'

/** Yields to the event loop, so that the server can respond meanwhile. */
type Breathe = () => Promise<void>

/** Prior votes that hold back a taste for a topic, until the voter's own votes say more. */
const doubt = 200

/** The part's items expected from a voter's other votes and everybody else's, and the actual number. */
type Judged = { id: number; expected: number; hits: number }

/** Judges all voters by what they would do without a ring of these suspects. */
function judge(
  suspects: ReadonlySet<number>,
  inside: ReadonlySet<number>,
  { items, voters }: Town,
): Judged[] {
  // The votes of each topic, and of each item of the part, without the suspects.
  const sizes: Counts = new Map()
  const targets: Counts = new Map()
  let all = 0
  for (const { id, topic, voters: there } of items.values()) {
    const size = inside.has(id) ? there.filter((voter) => !suspects.has(voter)).length : there.length
    add(sizes, topic, size)
    all += size
    if (inside.has(id)) add(targets, topic, Math.max(1, size))
  }
  return [...voters].map(([id, votes]) => {
    const others = votes.filter((item) => !inside.has(item.id))
    const tastes: Counts = new Map()
    for (const { topic } of others) add(tastes, topic)
    const usual = (others.length + 1) / all
    let expected = 0
    for (const [topic, size] of targets)
      expected += (size * ((tastes.get(topic) ?? 0) + doubt * usual)) / ((sizes.get(topic) ?? 0) + doubt)
    return { id, expected, hits: votes.length - others.length }
  })
}

/**
 * Returns the largest set of suspects with an acceptable number of members by chance. That number is summed over all
 * voters, since those who vote seldom could never be in it (J. F. Heyse: A false discovery rate procedure for
 * categorical data, 2011). It is lower the more items identify them, and the fewer subjects these have, since a love
 * for one subject explains much.
 */
async function confirmed(
  suspects: ReadonlySet<number>,
  inside: ReadonlySet<number>,
  least: number,
  town: Town,
  breathe: Breathe,
): Promise<Set<number>> {
  const judged = judge(suspects, inside, town)
  const chances = judged.map(({ expected }) => tails(expected, least, inside.size))
  const found = judged
    .flatMap(({ id, hits }, i) => (suspects.has(id) ? [{ id, chance: chances[i]?.[hits - least] ?? 1 }] : []))
    .sort((a, b) => a.chance - b.chance)
  const subjects = new Set([...inside].map((id) => town.items.get(id)?.topic)).size
  const allowed = (ringRules.mistaken * subjects) / inside.size ** 2
  for (let count = found.length; count > 0; count--) {
    if (count % 20 === 0) await breathe()
    const bar = found[count - 1]?.chance ?? 1
    let mistaken = 0
    for (const list of chances) mistaken += list.find((chance) => chance <= bar) ?? 0
    if (mistaken <= count * allowed) return new Set(found.slice(0, count).map(({ id }) => id))
  }
  return new Set()
}

/** Returns the members of the ring whose bemoanings these are. */
async function membersOf(part: readonly number[], town: Town, breathe: Breathe): Promise<Set<number>> {
  const hits: Counts = new Map()
  for (const id of part) for (const voter of town.items.get(id)?.voters ?? []) add(hits, voter)
  const least = Math.max(ringRules.common, part.length / 3)
  const suspects = new Set([...hits].filter(([, count]) => count >= least).map(([id]) => id))
  const inside = new Set(part)
  const first = await confirmed(suspects, inside, Math.ceil(least), town, breathe)
  // Again with the cleared voters back in: their votes are part of what is expected.
  return confirmed(first, inside, Math.ceil(least), town, breathe)
}

/**
 * Returns the members of all rings.
 * @param items voted for in `ringRules.days`, with the votes that could count
 * @param breathe called now and then, so that a server can respond meanwhile
 */
export async function findRings(
  items: Iterable<Item>,
  breathe: Breathe = async () => {},
): Promise<Set<number>> {
  const town = read(items)
  const bonds = await bondsOf(town, breathe)
  const found = new Set<number>()
  for (const { others, surprise: least } of ringRules.bonds) {
    const graph = new Map(
      [...bonds].map(([id, list]) => [id, list.filter((b) => b.surprise >= least).map((b) => b.other)]),
    )
    for (const part of partsOf(coreOf(graph, others), graph))
      for (const id of await membersOf(part, town, breathe)) found.add(id)
  }
  return found
}
