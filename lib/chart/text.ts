/**
 * The width that a chart has at least, in pixels: a phone of 320 less the page's edges. Charts are drawn in pixels
 * from top to bottom and in percent of their width from left to right, so that text keeps its size on every
 * screen. What does not collide at this width collides at none.
 */
export const narrowest = 288

/** Size of the text in a chart, in pixels. */
export const fontSize = 12

/** At most as wide as this is a text in a chart, in pixels: monospaced digits are the widest. */
export const textWidth = (text: string): number => text.length * fontSize * 0.62

const whole = new Intl.NumberFormat('en')
const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 })

/** A count as people read it: 1,234, and from a hundred thousand on 123.4K. */
export const shortCount = (count: number): string =>
  count < 100_000 ? whole.format(count) : compact.format(count)

/** A count in full: 1,234,567. */
export const fullCount = (count: number): string => whole.format(count)

/** A text cut to fit a width, with an ellipsis where something is missing. */
export function fitted(text: string, width: number): string {
  if (textWidth(text) <= width) return text
  return `${text.slice(0, Math.max(0, Math.floor(width / textWidth('x')) - 1))}…`
}

/** Two decimals are finer than any screen. */
export const round = (value: number): number => Math.round(value * 100) / 100
