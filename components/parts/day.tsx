import { Time } from './time'

const day = { day: 'numeric', month: 'long', timeZone: 'UTC' } as const
const thisYear = new Intl.DateTimeFormat('en-GB', day)
const anyYear = new Intl.DateTimeFormat('en-GB', { ...day, year: 'numeric' })

/** A day in words, in UTC: "3 November", with the year if not the current one. The markup contains the exact time. */
export function Day({ date }: { date: Date }) {
  const isThisYear = date.getUTCFullYear() === new Date().getUTCFullYear()
  return <Time date={date}>{(isThisYear ? thisYear : anyYear).format(date)}</Time>
}
