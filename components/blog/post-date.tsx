import { Time } from '../parts/time'

const format = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
})

/** A day in words, with a machine-readable date. @param time a day, or a time of it */
export function PostDate({ time, className }: { time: string; className?: string }) {
  const date = new Date(time)
  const words = format.format(date)
  return time.includes('T') ? (
    <Time date={date} dateTime={time} className={className}>
      {words}
    </Time>
  ) : (
    <time dateTime={time} className={className}>
      {words}
    </time>
  )
}
