import { ringRules } from './ring-rules'

/** One thing to vote for, a bemoaning and a kind, with the voters whose votes could count. */
export type Item = {
  id: number
  /** Its subject: any number. */
  topic: number
  /** The day on which it appeared, in days since any fixed day. */
  day: number
  voters: readonly number[]
}

export type Counts = Map<number, number>
export type Town = { items: Map<number, Item>; voters: Map<number, Item[]> }

export const add = (counts: Counts, key: number, by = 1): void => {
  counts.set(key, (counts.get(key) ?? 0) + by)
}

/** Indexes items by id and by voter; leaves out items with a crowd of voters. */
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
