import { exactTime } from '@/core/time'

/**
 * A time in words. Its title is the exact one: shown by hovering over it, behind the words when it has the focus (a tap, too),
 * and on paper.
 * @param linked true inside a link, which gets the focus itself
 */
export function Time({
  date,
  linked = false,
  dateTime = date.toISOString(),
  className,
  children,
}: {
  date: Date
  linked?: boolean
  dateTime?: string
  className?: string | undefined
  children: string
}) {
  return (
    <time dateTime={dateTime} title={exactTime(date)} className={className} tabIndex={linked ? undefined : 0}>
      {children}
    </time>
  )
}
