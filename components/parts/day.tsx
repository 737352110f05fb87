import { Time } from './time'

const day = { day: 'numeric', month: 'long', timeZone: 'UTC' } as const
const thisYear = new Intl.DateTimeFormat('en-GB', day)
const anyYear = new Intl.DateTimeFormat('en-GB', { ...day, year: 'numeric' })

/**
 * A day in words, in UTC: "3 November". The markup contains the exact time.
 * @param year true to name the year, even the current one
 */
export function Day({ date, year = false }: { date: Date; year?: boolean }) {
  const isThisYear = !year && date.getUTCFullYear() === new Date().getUTCFullYear()
  return <Time date={date}>{(isThisYear ? thisYear : anyYear).format(date)}</Time>
}
