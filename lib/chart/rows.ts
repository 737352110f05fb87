import type { Value } from './columns'
import { fitted, narrowest, round, shortCount } from './text'

/** Bars one under the other, each with its count in the gutter and its name over it; `width` in percent. */
export type Rows = {
  height: number
  /** Where the counts end, the gutter's line stands, and names and bars begin, in pixels. */
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
/** The widest bar still ends inside at the narrowest width. */
const widest = Math.floor(((narrowest - left) / narrowest) * 100)

/** The geometry of a bar chart whose bars begin at zero. */
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
