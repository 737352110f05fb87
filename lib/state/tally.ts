import { lookUp } from '@/core/look-up'
import type { StatGrain, StatMeasure } from '@/core/measures'
import { bucketsOf, monthOf, type Span } from '@/core/windows'

/** Counts of a measure, by key: a row of the totals, or (grain null) a day's deltas. */
export type StatRow = {
  grain: StatGrain | null
  at: string
  measure: StatMeasure
  counts: Record<string, number>
}

/** The counts of one day or month of the window. */
export type Moment = { at: string; bemoanings: number; comments: number; fixes: number }

/** All figures of a window that are sums; tags by id. */
export type Tally = {
  bemoanings: number
  comments: number
  fixes: number
  /** In days, with the mean of two middle values; null if nothing was fixed. */
  medianDays: number | null
  course: Moment[]
  /** 24 entries, from 0 o'clock UTC. */
  hours: { hour: number; bemoanings: number; comments: number }[]
  /** The number of fixes by whole days they took, quickest first. */
  fixDays: { days: number; fixes: number }[]
  tags: { id: number; bemoanings: number; fixes: number }[]
}

const sum = (counts: Iterable<number>): number => {
  let total = 0
  for (const count of counts) total += count
  return total
}

/** Returns the median of values with their frequencies; null without any. @param counts sorted by value */
export function medianOf(counts: readonly (readonly [value: number, times: number])[]): number | null {
  const total = sum(counts.map(([, times]) => times))
  if (total <= 0) return null
  const nth = (n: number): number => {
    let passed = 0
    for (const [value, times] of counts) {
      passed += times
      if (passed > n) return value
    }
    return 0
  }
  return (nth(Math.floor((total - 1) / 2)) + nth(Math.floor(total / 2))) / 2
}

const courseNames = { bemoaning: 'bemoanings', comment: 'comments', fix: 'fixes' } as const

/**
 * Adds up the rows of a window. Totals of the window's grain, or of all time, make the sums; those of its unit make its
 * course; deltas count in both.
 */
export function tally(rows: readonly StatRow[], span: Span): Tally {
  const sums = new Map<StatMeasure, Map<number, number>>()
  const course = new Map<string, Moment>()
  const summed: StatGrain = span.window === 'all' ? 'all' : span.unit
  for (const { grain, at, measure, counts } of rows) {
    if (grain === null || grain === summed) {
      const known = sums.get(measure) ?? new Map<number, number>()
      sums.set(measure, known)
      for (const [key, n] of Object.entries(counts)) known.set(Number(key), (known.get(Number(key)) ?? 0) + n)
    }
    const courseName = lookUp<'bemoanings' | 'comments' | 'fixes'>(courseNames, measure)
    if ((grain === null || grain === span.unit) && courseName) {
      const bucket = span.unit === 'month' ? monthOf(at) : at
      const moment = course.get(bucket) ?? { at: bucket, bemoanings: 0, comments: 0, fixes: 0 }
      course.set(bucket, moment)
      moment[courseName] += sum(Object.values(counts))
    }
  }
  const of = (measure: StatMeasure, key: number): number => sums.get(measure)?.get(key) ?? 0
  const total = (measure: StatMeasure): number => sum(sums.get(measure)?.values() ?? [])
  const fixDays = [...(sums.get('fix') ?? [])].filter(([, fixes]) => fixes > 0).sort(([a], [b]) => a - b)
  const tagIds = new Set([...(sums.get('tag')?.keys() ?? []), ...(sums.get('fix_tag')?.keys() ?? [])])
  const earliest =
    [...course.values()]
      .filter(({ bemoanings, comments, fixes }) => bemoanings + comments + fixes > 0)
      .map(({ at }) => at)
      .sort()[0] ?? null
  return {
    bemoanings: total('bemoaning'),
    comments: total('comment'),
    fixes: total('fix'),
    medianDays: medianOf(fixDays),
    course: bucketsOf(span, earliest).map(
      (at) => course.get(at) ?? { at, bemoanings: 0, comments: 0, fixes: 0 },
    ),
    hours: Array.from({ length: 24 }, (_, hour) => ({
      hour,
      bemoanings: of('bemoaning', hour),
      comments: of('comment', hour),
    })),
    fixDays: fixDays.map(([days, fixes]) => ({ days, fixes })),
    tags: [...tagIds]
      .map((id) => ({ id, bemoanings: of('tag', id), fixes: of('fix_tag', id) }))
      .filter(({ bemoanings, fixes }) => bemoanings > 0 || fixes > 0),
  }
}
