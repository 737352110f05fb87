/** The periods of the statistics. */
export const stateWindows = ['week', 'month', 'year', 'all'] as const
export type StateWindow = (typeof stateWindows)[number]

/** A window at a moment: its days and the granularity of its charts. */
export type Span = {
  readonly window: StateWindow
  /** Granularity of the charts; `month` is a calendar month. */
  readonly unit: 'day' | 'month'
  /** Its first UTC day, as YYYY-MM-DD; null if unbounded. */
  readonly from: string | null
  /** Its last day: today. */
  readonly to: string
}

const dayMs = 86_400_000
const isoDay = (time: number): string => new Date(time).toISOString().slice(0, 10)

/** Returns the first day of a day's month. */
export const monthOf = (day: string): string => `${day.slice(0, 7)}-01`

/** Returns the window of that name, or null if unknown; the default is the month. */
export const stateWindow = (name: string | null): StateWindow | null =>
  name === null ? 'month' : (stateWindows.find((window) => window === name) ?? null)

/** Returns the days of a window that ends today. @param now milliseconds since 1970 */
export function spanOf(window: StateWindow, now: number): Span {
  const to = isoDay(now)
  if (window === 'week') return { window, unit: 'day', from: isoDay(now - 6 * dayMs), to }
  if (window === 'month') return { window, unit: 'day', from: isoDay(now - 29 * dayMs), to }
  if (window === 'all') return { window, unit: 'month', from: null, to }
  const date = new Date(now)
  return {
    window,
    unit: 'month',
    from: isoDay(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - 11, 1)),
    to,
  }
}

/**
 * Returns the first day of every bucket of a span's charts, oldest first, including empty ones.
 * @param earliest the oldest bucket with data, for an unbounded span
 */
export function bucketsOf({ unit, from, to }: Span, earliest: string | null): string[] {
  const start = from ?? (earliest !== null && earliest < to ? earliest : to)
  const buckets: string[] = []
  if (unit === 'day')
    for (let at = Date.parse(start); at <= Date.parse(to); at += dayMs) buckets.push(isoDay(at))
  else
    for (let at = monthOf(start); at <= to; ) {
      buckets.push(at)
      at = isoDay(Date.UTC(Number(at.slice(0, 4)), Number(at.slice(5, 7)), 1))
    }
  return buckets
}
