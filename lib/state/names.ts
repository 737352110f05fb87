import type { Span, StateWindow } from '@/core/windows'

const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')

const monthName = (day: string): string => months[Number(day.slice(5, 7)) - 1] ?? ''

/** Formats a day: 22 Nov 2026. */
export const dayName = (day: string): string =>
  `${Number(day.slice(8, 10))} ${monthName(day)} ${day.slice(0, 4)}`

/** Formats a label on a window's axis: 22 Nov, or Nov 2026. */
export const shortName = (at: string, unit: Span['unit']): string =>
  unit === 'day' ? `${Number(at.slice(8, 10))} ${monthName(at)}` : `${monthName(at)} ${at.slice(0, 4)}`

/** Formats a row label of the window's table. */
export const longName = (at: string, unit: Span['unit']): string =>
  unit === 'day' ? dayName(at) : shortName(at, unit)

/** The name of a window within a sentence. */
export const spanNames: Record<StateWindow, string> = {
  week: 'the last 7 days',
  month: 'the last 30 days',
  year: 'the last 12 months',
  all: 'all time',
}

/** Returns a window's first and last day in words. */
export const spanWords = ({ from, to }: Span): string =>
  from === null ? `from the first day to ${dayName(to)}` : `from ${dayName(from)} to ${dayName(to)}`

/** Formats a number of days, which may end in a half as a median of two. */
export const daysWords = (days: number): string =>
  `${Number.isInteger(days) ? days.toLocaleString('en') : days.toLocaleString('en', { minimumFractionDigits: 1 })} ${days === 1 ? 'day' : 'days'}`

/** Ranges of days until a fix, each from its first day to the next range. */
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

/** Counts fixes by familiar ranges of days, up to the longest that has any. */
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
