import { width } from '@/text/wrap'

/** Draws figures as horizontal bars of eighths of a column. @param columns of the whole line */
export function barLines(
  rows: readonly (readonly [label: string, value: number])[],
  columns: number,
): string[] {
  const labels = Math.max(...rows.map(([label]) => width(label)), 0)
  const numbers = Math.max(...rows.map(([, value]) => String(value).length), 0)
  const room = Math.max(4, columns - labels - numbers - 4)
  const most = Math.max(...rows.map(([, value]) => value), 1)
  return rows.map(([label, value]) => {
    const eighths = Math.round((value / most) * room * 8)
    const rest = eighths % 8
    const bar = '█'.repeat(eighths >> 3) + (rest ? String.fromCodePoint(0x2590 - rest) : '')
    const gap = ' '.repeat(labels - width(label))
    return `${label}${gap}  ${String(value).padStart(numbers)}  ${bar}`.trimEnd()
  })
}
