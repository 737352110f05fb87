import type { Value } from '@/lib/chart'
import { rows } from '@/lib/chart'

type Props = {
  /** Unique on the page. */
  id: string
  title: string
  /** Description of the picture for screen readers. */
  desc: string
  values: readonly Value[]
  /** Sets the colour of the bars, which is decorative. */
  kind: 'bemoan' | 'fixed'
}

/**
 * A bar chart, with counts in a gutter like the line numbers of a source file. Browsers do not draw what stands between
 * the labels; text browsers print it, and without it the labels would run together.
 */
export function RowsChart({ id, title, desc, values, kind }: Props) {
  const { height, countX, ruleX, left, rows: bars } = rows(values)
  return (
    <svg className="chart" width="100%" height={height} role="img" aria-labelledby={`${id}-t ${id}-d`}>
      <title id={`${id}-t`}>{title}</title> <desc id={`${id}-d`}>{desc}</desc>{' '}
      <line className="chart-rule" x1={ruleX + 0.5} x2={ruleX + 0.5} y1="0" y2={height} />
      {bars.map((bar, index) => (
        <g key={bar.y}>
          <text className="chart-name" x={left} y={bar.textY}>
            {bar.name}
          </text>
          {': '}
          <text className="chart-count" x={countX} y={bar.textY} textAnchor="end">
            {bar.count}
          </text>
          {index < bars.length - 1 ? ', ' : '.'}
          <rect className={`chart-${kind}`} x={left} y={bar.y} width={`${bar.width}%`} height={bar.height} />
        </g>
      ))}
    </svg>
  )
}
