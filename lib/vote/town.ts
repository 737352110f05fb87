import { ringRules } from './ring-rules'

/** One thing that can be voted for, a bemoaning and a kind, with whose votes could weigh. */
export type Item = {
  id: number
  /** What it is about: any number. */
  topic: number
  /** The day on which it appeared, in days since any. */
  day: number
  voters: readonly number[]
}

export type Counts = Map<number, number>
export type Town = { items: Map<number, Item>; voters: Map<number, Item[]> }

export const add = (counts: Counts, key: number, by = 1): void => {
  counts.set(key, (counts.get(key) ?? 0) + by)
}

/** Sorts items by id and by voter; leaves out what a crowd voted for. */
export function read(all: Iterable<Item>): Town {
  const items = new Map<number, Item>()
  const voters = new Map<number, Item[]>()
  for (const item of all) {
    if (item.voters.length > ringRules.crowd) continue
    items.set(item.id, item)
    for (const id of item.voters) {
      const theirs = voters.get(id)
      if (theirs) theirs.push(item)
      else voters.set(id, [item])
    }
  }
  return { items, voters }
}
