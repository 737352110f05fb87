import { type Fraction, numberOf } from './fraction'
import { type Amount, about, isClose, pinch } from './measure'
import { spokenUnits } from './units'

/** Spoons in ml, below 15: an eighth of a teaspoon (its label says 0.6), then what a set of spoons adds up to. */
const spoons = [0.6, 1.25, 2.5, 3.75, 5, 7.5, 10, 12.5]

const grams = [50, 10, 5, 1]
const jugs = [50, 10, 5, 2.5]
/** The step in which an amount is normally read: coarser for more. */
const usual = (value: number): number => (value < 100 ? 5 : value < 1_000 ? 10 : 50)

/**
 * Returns the amount that a scale of 1 g, measuring spoons or a jug can show: the coarsest step that is close, or else
 * the finest.
 */
function measurable(value: number, unit: 'g' | 'ml'): number {
  if (unit === 'ml' && value < 13.75)
    return spoons.reduce((a, b) => (Math.abs(b - value) < Math.abs(a - value) ? b : a))
  const steps = (unit === 'g' ? grams : jugs).filter((step) => step <= usual(value))
  const rounded = steps.map((step) => Math.round(value / step + 1e-9) * step)
  return rounded.find((one) => isClose(one / value - 1)) ?? rounded.at(-1) ?? value
}

/** Formats an amount in grams or millilitres, rounded as scales, spoons and jugs are read. */
export function metricAmount(exact: Fraction, unit: 'g' | 'ml'): Amount {
  const value = numberOf(exact)
  // A scale shows whole grams. 0.616 ml are an eighth of a teaspoon, the smallest spoon.
  if (value < (unit === 'g' ? 0.75 : 0.95 * 0.616)) return pinch
  const shown = measurable(value, unit)
  const large = shown >= 1_000
  const name = large ? (unit === 'g' ? 'kg' : 'l') : unit
  const number = String(Number((large ? shown / 1_000 : shown).toFixed(2)))
  const word = spokenUnits[name]
  return about(shown / value - 1, {
    text: `${number}\u00a0${name}`,
    said: `${number} ${number === '1' ? word.one : word.many}`,
  })
}
