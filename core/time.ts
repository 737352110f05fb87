import { plural } from './plural'

const units = [
  [31_557_600, 'year'],
  [2_629_800, 'month'],
  [604_800, 'week'],
  [86_400, 'day'],
  [3_600, 'hour'],
  [60, 'minute'],
] as const

/** Formats elapsed time: "3 hours ago", "just now". Works in the browser too. */
export function ago(date: Date, now = Date.now()): string {
  const seconds = Math.max(0, (now - date.getTime()) / 1000)
  for (const [size, name] of units) {
    if (seconds >= size) {
      const count = Math.floor(seconds / size)
      return `${plural(count, name)} ago`
    }
  }
  return 'just now'
}

/** Formats the period of a limit: "an hour", "in 10 minutes", "a minute". */
export function inWords(seconds: number): string {
  for (const [size, name] of units) {
    if (seconds < size) continue
    const count = seconds / size
    return count === 1 ? `${name === 'hour' ? 'an' : 'a'} ${name}` : `in ${count} ${name}s`
  }
  return `in ${seconds} seconds`
}

/** Formats a duration in whole days: "after 1,203 days", "within a day". */
export function afterDays(from: Date, to: Date): string {
  const days = Math.floor((to.getTime() - from.getTime()) / 86_400_000)
  return days < 1 ? 'within a day' : `after ${plural(days, 'day')}`
}

/** Formats a waiting time: "in 40 seconds", "in 12 minutes", "in 3 hours". */
export function waitWords(seconds: number): string {
  if (seconds < 90) return `in ${plural(Math.ceil(seconds), 'second')}`
  const minutes = Math.ceil(seconds / 60)
  return minutes < 90 ? `in ${plural(minutes, 'minute')}` : `in ${plural(Math.ceil(minutes / 60), 'hour')}`
}

let exact: Intl.DateTimeFormat | undefined

/** Formats a time to the minute: "30 November 2026 at 18:04 UTC". */
export function exactTime(date: Date): string {
  exact ??= new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: 'UTC',
  })
  return `${exact.format(date)} UTC`
}
