/**
 * Minimum width of a chart, in pixels: a phone of 320 less the page's edges. Charts are drawn in pixels vertically and
 * in percent of their width horizontally, so that text keeps its size on every screen. Labels that do not collide at
 * this width collide at none.
 */
export const narrowest = 288

/** Size of the text in a chart, in pixels. */
export const fontSize = 12

/** Returns the maximum width of a text in a chart, in pixels: monospaced digits are the widest. */
export const textWidth = (text: string): number => text.length * fontSize * 0.62

const whole = new Intl.NumberFormat('en')
const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 })

/** Formats a count: 1,234, and from a hundred thousand on 123.4K. */
export const shortCount = (count: number): string =>
  count < 100_000 ? whole.format(count) : compact.format(count)

/** Formats a count in full: 1,234,567. */
export const fullCount = (count: number): string => whole.format(count)

/** Cuts a text to fit a width, with an ellipsis if anything is missing. */
export function fitted(text: string, width: number): string {
  if (textWidth(text) <= width) return text
  return `${text.slice(0, Math.max(0, Math.floor(width / textWidth('x')) - 1))}…`
}

/** Rounds to two decimals, finer than any screen. */
export const round = (value: number): number => Math.round(value * 100) / 100
