import { counted, plural } from '@/core/plural'
import { sparkWeeks } from '@/lib/bemoaning'
import { sparkBars } from '@/lib/world'

const size = { width: 156, height: 24 }

/** Bites per week over a year; the text says the same to screen readers. */
export function Spark({ weeks }: { weeks: readonly (readonly [number, number])[] }) {
  const total = weeks.reduce((sum, [, count]) => sum + count, 0)
  if (total === 0) return null
  const now = Math.floor(Date.now() / 604_800_000)
  const most = Math.max(...weeks.map(([, count]) => count))
  const words = `Bit again ${plural(total, 'time')} in the last ${sparkWeeks} weeks, ${counted(most)} in the worst week.`
  return (
    <figure className="spark">
      <svg viewBox={`0 0 ${size.width} ${size.height}`} role="img" aria-label={words}>
        <path className="spark-base" d={`M0 ${size.height - 0.5}H${size.width}`} />
        {sparkBars(weeks, now, sparkWeeks, size).map((bar) => (
          <rect key={bar.x} {...bar} />
        ))}
      </svg>
      <figcaption className="quiet" aria-hidden="true">
        {words}
      </figcaption>
    </figure>
  )
}
