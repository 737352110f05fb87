import type { Span, StateWindow } from '@/core/windows'

const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')

const monthName = (day: string): string => months[Number(day.slice(5, 7)) - 1] ?? ''

/** A day as it is said: 22 Nov 2026. */
export const dayName = (day: string): string =>
  `${Number(day.slice(8, 10))} ${monthName(day)} ${day.slice(0, 4)}`

/** A place on the axis of a window's course: 22 Nov, or Nov 2026. */
export const shortName = (at: string, unit: Span['unit']): string =>
  unit === 'day' ? `${Number(at.slice(8, 10))} ${monthName(at)}` : `${monthName(at)} ${at.slice(0, 4)}`

/** A row of the course's table. */
export const longName = (at: string, unit: Span['unit']): string =>
  unit === 'day' ? dayName(at) : shortName(at, unit)

/** What a window is called in the middle of a sentence. */
export const spanNames: Record<StateWindow, string> = {
  week: 'the last 7 days',
  month: 'the last 30 days',
  year: 'the last 12 months',
  all: 'all time',
}

/** From when to when, in words. */
export const spanWords = ({ from, to }: Span): string =>
  from === null ? `from the first day to ${dayName(to)}` : `from ${dayName(from)} to ${dayName(to)}`

/** A number of days, which a median between two may halve. */
export const daysWords = (days: number): string =>
  `${Number.isInteger(days) ? days.toLocaleString('en') : days.toLocaleString('en', { minimumFractionDigits: 1 })} ${days === 1 ? 'day' : 'days'}`

/** Spans that fixes took, from the day on which the next begins. */
const spans = [
  ['less than a day', 0],
  ['1 day', 1],
  ['2 or 3 days', 2],
  ['4 to 7 days', 4],
  ['8 to 30 days', 8],
  ['31 to 91 days', 31],
  ['92 to 365 days', 92],
  ['366 days and more', 366],
] as const

/** How many fixes took how long, in spans that people think in, up to the longest that has any. */
export function fixSpans(
  fixDays: readonly { days: number; fixes: number }[],
): { label: string; value: number }[] {
  const counts = spans.map(([label, first], index) => {
    const next = spans[index + 1]?.[1] ?? Number.POSITIVE_INFINITY
    const within = fixDays.filter(({ days }) => days >= first && days < next)
    return { label, value: within.reduce((sum, { fixes }) => sum + fixes, 0) }
  })
  const last = counts.findLastIndex(({ value }) => value > 0)
  return counts.slice(0, last + 1)
}
