import { type Fraction, fraction, numberOf } from './fraction'

/** An amount as printed and as spoken. */
export type Amount = { text: string; said: string }

/** Less than the smallest spoon. */
export const pinch: Amount = { text: 'a pinch', said: 'a pinch' }

/** How far a shown amount may be off without "about", relative to the exact one. */
export const mostUnder = 0.05
export const mostOver = 0.08

/** True if an amount that is off by this relative error needs no "about". */
export const isClose = (error: number): boolean => error >= -mostUnder - 1e-9 && error <= mostOver + 1e-9

const prefix = 'about '
const worded = (text: string) => (text.startsWith(prefix) ? text : prefix + text)

/** Puts "about" before an amount, once; a pinch needs none. */
export const roughly = (amount: Amount): Amount =>
  amount === pinch ? pinch : { text: worded(amount.text), said: worded(amount.said) }

/**
 * Puts "about" before an amount that is too far off.
 * @param error shown / exact - 1
 */
export const about = (error: number, amount: Amount): Amount => (isClose(error) ? amount : roughly(amount))

/**
 * Returns the amount nearest to the exact one that can be measured: whole measures and these fractions of one. At least
 * the smallest.
 */
export function nearest(exact: Fraction, fractions: readonly Fraction[]): Fraction {
  const value = numberOf(exact)
  const whole = Math.floor(value)
  return [fraction(0), ...fractions, fraction(1)]
    .map(({ num, den }) => fraction(whole * den + num, den))
    .filter(({ num }) => num > 0)
    .reduce((a, b) => (Math.abs(numberOf(b) - value) < Math.abs(numberOf(a) - value) ? b : a))
}
