// Simulates a month of a small site and a ring that pushes its own texts, judged by the real nightly check. Needs no
// database.
import { hotness } from '@/lib/bemoaning'
import { findRings } from '@/lib/vote'
import { drawFrom } from './jury'

export type World = {
  seed: number
  honest: number
  ring: number
  /** Days simulated; bemoanings a day. */
  days: number
  perDay: number
  topics: number
  /** Days between two pushes of the ring; the share of its members that takes part in each. */
  pushEvery: number
  share: number
  /** How often a member also votes like other people: 1 is as often as an honest voter. */
  camouflage: number
  /** All that is pushed has one topic. */
  oneTopic: boolean
}

export const world: World = {
  seed: 1,
  honest: 1_000,
  ring: 50,
  days: 30,
  perDay: 40,
  topics: 20,
  pushEvery: 1,
  share: 1,
  camouflage: 1,
  oneTopic: false,
}

const hour = 3_600
const day = 86_400

type Item = {
  id: number
  born: number
  topic: number
  quality: number
  pushed: boolean
  day: number
  voters: number[]
  votes: number
  ring: number
}
type Person = {
  id: number
  ring: boolean
  rate: number
  from: number
  to: number
  tastes: number[]
  voted: Set<number>
}

export type Outcome = {
  /** Places on the hot list that each pushed text won by the ring's votes, at the best hour of its first day. */
  places: number[]
  /** Members caught at the end; honest voters ever affected. */
  caught: number
  touched: number
  /** The night of the first catch; null if there was none. */
  night: number | null
}

const normal = (draw: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw())

function people(set: World, draw: () => number): Person[] {
  return Array.from({ length: set.honest + set.ring }, (_, id) => {
    const ring = id >= set.honest
    // A few interests dominate: gamma-like weights, normalised to a mean of one.
    const raw = Array.from({ length: set.topics }, () => Math.exp(1.6 * normal(draw)))
    const sum = raw.reduce((a, b) => a + b, 0)
    // A third join late or leave early.
    const late = draw() < 1 / 3 ? draw() * set.days : 0
    const gone = draw() < 1 / 3 ? draw() * set.days : set.days
    const rate = 0.6 * Math.exp(0.9 * normal(draw)) * (ring ? set.camouflage : 1)
    return {
      id,
      ring,
      rate,
      from: ring ? 0 : Math.min(late, gone) * day,
      to: ring ? set.days * day : Math.max(late, gone) * day,
      tastes: raw.map((weight) => (weight * set.topics) / sum),
      voted: new Set(),
    }
  })
}

const heat = (votes: number, { born }: Item): number =>
  hotness({ bemoan: votes, selfInflicted: 0, commenters: 0 }, born)

/** Returns how many places on the hot list the ring's votes gain for one text. */
function won(item: Item, recent: readonly Item[]): number {
  const with_ = heat(item.votes, item)
  const without = heat(item.votes - item.ring, item)
  return recent.filter((o) => o !== item && heat(o.votes, o) <= with_ && heat(o.votes, o) > without).length
}

export async function simulate(set: World): Promise<Outcome> {
  const draw = drawFrom(set.seed)
  const crowd = people(set, draw)
  const items: Item[] = []
  const damped = new Set<number>()
  const pushes = new Map<number, number>()
  const touched = new Set<number>()
  const outcome: Outcome = { places: [], caught: 0, touched: 0, night: null }

  const vote = (person: Person, item: Item) => {
    if (person.voted.has(item.id)) return
    person.voted.add(item.id)
    item.voters.push(person.id)
    if (damped.has(person.id)) return
    item.votes += 1
    if (person.ring && item.pushed) item.ring += 1
  }

  const night = async () => {
    const found = await findRings(items)
    for (const id of found) if (id < set.honest) touched.add(id)
    // Updates the counts for voters caught or released.
    for (const item of items)
      for (const voter of item.voters) {
        const change = Number(damped.has(voter)) - Number(found.has(voter))
        item.votes += change
        if (voter >= set.honest && item.pushed) item.ring += change
      }
    damped.clear()
    for (const id of found) damped.add(id)
    outcome.caught = [...found].filter((id) => id >= set.honest).length
    if (outcome.caught >= set.ring * 0.95 && set.ring) outcome.night ??= Math.round(items.length / set.perDay)
  }

  for (let now = 0; now < set.days * day; now += hour) {
    const today = Math.floor(now / day)
    const clock = (now % day) / hour
    for (let i = 0; i < set.perDay; i++)
      if (Math.floor((i * 24) / set.perDay) === clock) {
        const pushed = set.ring > 0 && i === Math.floor(set.perDay / 3) && today % set.pushEvery === 0
        const topic = pushed && set.oneTopic ? 0 : Math.floor(draw() * set.topics)
        items.push({
          id: items.length,
          born: now,
          topic,
          quality: pushed ? 0.6 : Math.exp(0.8 * normal(draw)),
          pushed,
          day: today,
          voters: [],
          votes: 0,
          ring: 0,
        })
      }
    const recent = items.slice(-6 * set.perDay)
    for (const item of recent)
      if (item.pushed && now - item.born === hour)
        for (const person of crowd) if (person.ring && draw() < set.share) vote(person, item)
    const hot = [...recent].sort((a, b) => heat(b.votes, b) - heat(a.votes, a)).slice(0, 25)
    const fresh = recent.slice(-15)
    for (const person of crowd) {
      if (now < person.from || now >= person.to || draw() > person.rate / 24) continue
      for (const item of new Set([...hot, ...fresh]))
        if (draw() < Math.min(0.7, 0.1 * item.quality * (0.3 + 0.7 * (person.tastes[item.topic] ?? 0))))
          vote(person, item)
    }
    for (const item of recent) {
      if (!item.pushed || now - item.born > day || now - item.born < hour) continue
      pushes.set(item.id, Math.max(pushes.get(item.id) ?? 0, won(item, recent)))
    }
    if (clock === 23) await night()
  }
  outcome.places = [...pushes.values()]
  outcome.touched = touched.size / set.honest
  return outcome
}
