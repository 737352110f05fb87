// A town of jurors, judged by the functions that judge the real ones. Needs no database.

import type { Verdict } from '@/core/vocabulary'
import {
  drawnShare,
  isKnownTurn,
  type JurorRecord,
  juryRules,
  newJuror,
  pointsOf,
  stakeOf,
  tallyOf,
  type Weighed,
  weightOf,
} from '@/lib/jury'

export const habits = ['honest', 'always yes', 'always no', 'random', 'colluding'] as const
export type Habit = (typeof habits)[number]

type Juror = { habit: Habit; accuracy: number; record: JurorRecord; points: number; judged: number }
type Item = { truth: Verdict; ours: boolean }

export type Setup = {
  seed: number
  items: number
  jurors: Record<Habit, number>
  /** Share of all bemoanings that should be published; share by colluding authors. */
  publishable: number
  ours: number
}

/** Returns a generator of numbers from 0 to 1 from a seed (mulberry32). */
export function drawFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

const other = (verdict: Verdict): Verdict => (verdict === 'publish' ? 'reject' : 'publish')

/** Returns a juror's verdict. Colluding jurors know every known text, and push those of their own people. */
function says(
  { habit, accuracy }: Juror,
  { truth, ours }: Item,
  known: boolean,
  draw: () => number,
): Verdict {
  if (habit === 'always yes') return 'publish'
  if (habit === 'always no') return 'reject'
  if (habit === 'random') return draw() < 0.5 ? 'publish' : 'reject'
  if (habit === 'colluding' && known) return truth
  if (habit === 'colluding' && ours) return 'publish'
  return draw() < accuracy ? truth : other(truth)
}

function count({ record }: Juror, verdict: Verdict, truth: Verdict): void {
  const right = verdict === truth
  if (truth === 'publish') record[right ? 'publishRight' : 'publishWrong'] += 1
  else record[right ? 'rejectRight' : 'rejectWrong'] += 1
}

export type Report = {
  items: number
  /** Share of all texts that the jury decided. */
  decided: number
  precision: number
  /** Share of publishable texts that the jury published; the rest waits for a moderator or was rejected. */
  recall: number
  rejectPrecision: number
  verdictsEach: number
  /** How often the jury published colluding texts that it should have rejected. */
  pushed: { tried: number; published: number }
  people: Record<Habit, { weight: number; points: number; perVerdict: number; best: number }>
  sum: number
}

/** Simulates a town and reports the result. A moderator decides, correctly, where the jury cannot. */
export function simulate({ seed, items, jurors: numbers, publishable, ours }: Setup): Report {
  const draw = drawFrom(seed)
  const jurors: Juror[] = habits.flatMap((habit) =>
    Array.from({ length: numbers[habit] }, () => ({
      habit,
      accuracy: 0.8 + 0.15 * draw(),
      record: { ...newJuror },
      points: 0,
      judged: 0,
    })),
  )
  const group = numbers.colluding / jurors.length
  const recent: Verdict[] = []
  const hits = { decided: 0, published: 0, right: 0, publishable: 0, rejected: 0, rejectedRight: 0 }
  const pushed = { tried: 0, published: 0 }
  let verdictCount = 0
  for (let number = 0; number < items; number += 1) {
    const isOurs = draw() < group
    const truth: Verdict = draw() < (isOurs ? ours : publishable) ? 'publish' : 'reject'
    const item = { truth, ours: isOurs }
    const share = drawnShare(jurors.length, 0)
    // Their own people come first: a push works best then.
    // On a young site the author is one of the few, and judges all but their own.
    const author = jurors.length < juryRules.young ? Math.floor(draw() * jurors.length) : -1
    const bench = jurors
      .filter((_, at) => draw() < share && at !== author)
      .map((juror) => ({ juror, at: draw() - (isOurs && juror.habit === 'colluding' ? 1 : 0) }))
      .sort((a, b) => a.at - b.at)
    const given: (Weighed & { juror: Juror })[] = []
    let outcome: Verdict | null = null
    for (const { juror } of bench) {
      while (isKnownTurn(juror.judged, Math.floor(draw() * 1_048_576))) {
        const known = { truth: draw() < 0.5 ? ('publish' as const) : ('reject' as const), ours: false }
        count(juror, says(juror, known, true, draw), known.truth)
        juror.judged += 1
      }
      given.push({ juror, verdict: says(juror, item, false, draw), weight: weightOf(juror.record) })
      juror.judged += 1
      outcome = tallyOf(given, jurors.length).outcome
      if (outcome || given.length >= juryRules.most) break
    }
    const settled = outcome ?? truth
    const same = recent.filter((verdict) => verdict === settled).length
    const points = pointsOf(
      given.map(({ verdict }) => verdict),
      settled,
      stakeOf(same, recent.length - same),
    )
    for (const { juror, verdict } of given) {
      count(juror, verdict, settled)
      juror.points += verdict === settled ? points.right : points.wrong
    }
    recent.push(settled)
    if (recent.length > 200) recent.shift()
    verdictCount += given.length
    if (truth === 'publish') hits.publishable += 1
    if (isOurs && truth === 'reject') pushed.tried += 1
    if (outcome) hits.decided += 1
    if (outcome === 'publish') {
      hits.published += 1
      if (truth === 'publish') hits.right += 1
      else if (isOurs) pushed.published += 1
    } else if (outcome === 'reject') {
      hits.rejected += 1
      if (truth === 'reject') hits.rejectedRight += 1
    }
  }
  const mean = (values: readonly number[]): number =>
    values.reduce((total, value) => total + value, 0) / Math.max(1, values.length)
  const people = Object.fromEntries(
    habits.map((habit) => {
      const some = jurors.filter((juror) => juror.habit === habit)
      const points = some.map((juror) => juror.points)
      return [
        habit,
        {
          weight: mean(some.map(({ record }) => weightOf(record))),
          points: mean(points),
          perVerdict:
            points.reduce((a, b) => a + b, 0) / Math.max(1, mean(some.map((j) => j.judged)) * some.length),
          best: Math.max(...points, Number.NEGATIVE_INFINITY),
        },
      ]
    }),
  ) as Report['people']
  return {
    items,
    decided: hits.decided / items,
    precision: hits.right / Math.max(1, hits.published),
    recall: hits.right / Math.max(1, hits.publishable),
    rejectPrecision: hits.rejectedRight / Math.max(1, hits.rejected),
    verdictsEach: verdictCount / items,
    pushed,
    people,
    sum: jurors.reduce((total, { points }) => total + points, 0),
  }
}

/** The town of the benchmark: 140 honest jurors of 200, 20 of them colluding. */
export const town: Setup = {
  seed: 1024,
  items: 4_000,
  jurors: { honest: 140, 'always yes': 14, 'always no': 12, random: 14, colluding: 20 },
  publishable: 0.7,
  ours: 0.4,
}
