import { axisLabels, type Label, placed } from './labels'
import { round, shortCount } from './text'

export type Value = { label: string; value: number }

/** Columns from left to right: `x` and `width` in percent of the chart's width, the rest in pixels. */
export type Columns = {
  height: number
  /** The y of zero. */
  base: number
  bars: { x: number; width: number; y: number; height: number }[]
  /** The outline of many columns, in percent of the width and of the height between top and base; null for few. */
  area: string | null
  top: number
  /** The highest column's label, above it. */
  peak: (Label & { y: number }) | null
  axis: Label[]
  axisY: number
}

const top = 20
const plot = 96
const base = top + plot
/** More columns than this are too thin to tell apart on a phone. */
const mostBars = 72
/** Maximum width, so that few columns do not fill the chart. */
const widest = 11

/** Returns the path around many values, from zero over all of them and back to zero. */
function outline(values: readonly Value[], most: number): string {
  const slot = 100 / values.length
  const points = values.map(({ value }, index) => {
    const y = round(100 - (most > 0 ? (value / most) * 100 : 0))
    return `L${round(index * slot)} ${y}H${round((index + 1) * slot)}`
  })
  return `M0 100${points.join('')}V100Z`
}

/**
 * Returns the geometry of a column chart that begins at zero.
 * @param last whether the axis must label the last value rather than the first
 */
export function columns(values: readonly Value[], { last = false } = {}): Columns {
  const most = Math.max(0, ...values.map(({ value }) => value))
  const slot = 100 / Math.max(1, values.length)
  const width = Math.min(slot * 0.8, widest)
  const many = values.length > mostBars
  const left = (index: number): number => (index + 0.5) * slot - width / 2
  const heightOf = (value: number): number =>
    value <= 0 || most <= 0 ? 0 : Math.max(1.5, round((value / most) * plot))
  const highest = values.findIndex(({ value }) => value === most)
  return {
    height: base + 24,
    base,
    top,
    bars: many
      ? []
      : values.map(({ value }, index) => ({
          x: round(left(index)),
          width: round(width),
          y: round(base - heightOf(value)),
          height: heightOf(value),
        })),
    area: many ? outline(values, most) : null,
    peak: most > 0 ? { ...placed(shortCount(most), left(highest), left(highest) + width), y: top - 6 } : null,
    axis: axisLabels(
      values.map(({ label }) => label),
      { last },
    ),
    axisY: base + 17,
  }
}
