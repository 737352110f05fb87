import type { Value } from './columns'
import { fitted, narrowest, round, shortCount } from './text'

/** Bars one below the other, each with its count in the gutter and its name above; `width` in percent. */
export type Rows = {
  height: number
  /** The right edge of the counts, the gutter's line, and the left edge of names and bars, in pixels. */
  countX: number
  ruleX: number
  left: number
  rows: { count: string; name: string; textY: number; y: number; height: number; width: number }[]
}

const rowHeight = 38
const barHeight = 9
const countX = 52
const ruleX = 61
const left = 72
/** In percent: the widest bar still ends inside at the narrowest width. */
const widest = Math.floor(((narrowest - left) / narrowest) * 100)

/** Returns the geometry of a bar chart that begins at zero. */
export function rows(values: readonly Value[]): Rows {
  const most = Math.max(0, ...values.map(({ value }) => value))
  return {
    height: values.length * rowHeight + 4,
    countX,
    ruleX,
    left,
    rows: values.map(({ label, value }, index) => ({
      count: shortCount(value),
      name: fitted(label, narrowest - left),
      textY: index * rowHeight + 15,
      y: index * rowHeight + 22,
      height: barHeight,
      width: most > 0 && value > 0 ? Math.max(0.5, round((value / most) * widest)) : 0,
    })),
  }
}
