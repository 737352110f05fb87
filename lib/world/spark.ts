/** One bar of a sparkline, in the units of its view box. */
export type Bar = { x: number; y: number; width: number; height: number }

/**
 * Returns the bars of a sparkline: one for each week with a count, on a shared zero base.
 * @param weeks pairs of week number and count, oldest first
 * @param last the week at the right edge
 * @param span number of weeks in the whole width
 * @param size width and height of the view box
 */
export function sparkBars(
  weeks: readonly (readonly [week: number, count: number])[],
  last: number,
  span: number,
  size: { width: number; height: number },
): Bar[] {
  const step = size.width / span
  const shown = weeks.filter(([week, count]) => week > last - span && week <= last && count > 0)
  const most = Math.max(1, ...shown.map(([, count]) => count))
  return shown.map(([week, count]) => {
    // Keeps one bite visible among thousands.
    const height = Math.max(1, (count / most) * size.height)
    return {
      x: (span - 1 - (last - week)) * step,
      y: size.height - height,
      width: step * 0.8,
      height,
    }
  })
}
