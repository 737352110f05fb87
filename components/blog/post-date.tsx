const format = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
})

/** A day in words, with a machine-readable date. */
export function PostDate({ time, className }: { time: string; className?: string }) {
  return (
    <time dateTime={time} className={className}>
      {format.format(new Date(time))}
    </time>
  )
}
