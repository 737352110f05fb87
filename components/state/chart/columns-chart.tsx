import { Fragment } from 'react'
import { columns, type Value } from '@/lib/chart'

type Props = {
  /** Unique on the page. */
  id: string
  title: string
  /** Description of the picture for screen readers. */
  desc: string
  values: readonly Value[]
  /** Sets the colour of the bars, which is decorative. */
  kind: 'bemoan' | 'comment' | 'fixed'
  /** True if the axis labels the last value rather than the first. */
  last?: boolean
}

/**
 * A column chart; the highest column has a label. Browsers do not draw what stands between the labels; text browsers print
 * it, and without it they would be numbers in a row.
 */
export function ColumnsChart({ id, title, desc, values, kind, last = false }: Props) {
  const { height, base, top, bars, area, peak, axis, axisY } = columns(values, { last })
  return (
    <svg className="chart" width="100%" height={height} role="img" aria-labelledby={`${id}-t ${id}-d`}>
      <title id={`${id}-t`}>{title}</title> <desc id={`${id}-d`}>{desc}</desc>{' '}
      <line className="chart-rule" x1="0" x2="100%" y1={base + 0.5} y2={base + 0.5} />
      {bars
        .filter((bar) => bar.height > 0)
        .map((bar) => (
          <rect
            key={bar.x}
            className={`chart-${kind}`}
            x={`${bar.x}%`}
            width={`${bar.width}%`}
            y={bar.y}
            height={bar.height}
          />
        ))}
      {area && (
        <svg
          y={top}
          width="100%"
          height={base - top}
          viewBox="0 0 100 100"
          preserveAspectRatio="none"
          aria-hidden="true"
        >
          <path className={`chart-${kind}`} d={area} />
        </svg>
      )}
      {peak && (
        <>
          {'Drawn up to '}
          <text className="chart-count" x={`${peak.x}%`} y={peak.y} textAnchor={peak.anchor}>
            {peak.text}
          </text>
          {', '}
        </>
      )}
      {'with marks at '}
      {axis.map((label, index) => (
        <Fragment key={label.x}>
          <text className="chart-label" x={`${label.x}%`} y={axisY} textAnchor={label.anchor}>
            {label.text}
          </text>
          {index < axis.length - 1 ? ', ' : '.'}
        </Fragment>
      ))}
    </svg>
  )
}
