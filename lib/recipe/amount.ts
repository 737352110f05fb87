import {
  type Fraction,
  fraction,
  numberOf,
  over,
  parseFraction,
  printFraction,
  sayFraction,
  times,
} from './fraction'
import {
  millilitres,
  printable,
  spokenUnits,
  teaspoons,
  type Unit,
  type UnitSystem,
  unitNames,
  unitWords,
} from './units'

/** An amount as printed and as spoken. */
export type Amount = { text: string; said: string }

const pinch: Amount = { text: 'a pinch', said: 'a pinch' }
const smallest = fraction(1, 8)
/** Maximum relative error of a printed fraction. */
const tolerance = 0.04

/** Returns the nearest amount with a common measure; null if the error is too large. */
function nearest(value: Fraction, unit: Unit): Fraction | null {
  const exact = numberOf(value)
  const whole = Math.floor(exact)
  const near = [fraction(0), ...printable[unit], fraction(1)].map(({ num, den }) =>
    fraction(whole * den + num, den),
  )
  const best = near.reduce((a, b) => (Math.abs(numberOf(b) - exact) < Math.abs(numberOf(a) - exact) ? b : a))
  return best.num > 0 && Math.abs(numberOf(best) - exact) <= tolerance * exact ? best : null
}

const unitsFor = (amount: Fraction): Unit[] => {
  const spoons = numberOf(amount)
  if (spoons >= 12) return ['cup', 'tbsp', 'tsp']
  return spoons >= 3 ? ['tbsp', 'tsp'] : ['tsp']
}

function worded(value: Fraction, unit: Unit): Amount {
  const key = numberOf(value) > 1 ? 'many' : 'one'
  const put = (number: string, word: string) => (word ? `${number} ${word}` : number)
  return {
    text: put(printFraction(value), unitWords[unit][key]),
    said: put(sayFraction(value), spokenUnits[unit][key]),
  }
}

function decimal(value: Fraction, unit: Unit): Amount {
  const number = String(Number(numberOf(value).toFixed(numberOf(value) < 10 ? 1 : 0)))
  return {
    text: `${number} ${unitWords[unit].many}`.trim(),
    said: `${number} ${spokenUnits[unit].many}`.trim(),
  }
}

/** Formats an amount in US measures: the largest that can measure it. */
export function usAmount(value: Fraction, unit: Unit): Amount {
  const size = teaspoons[unit]
  if (size === undefined) {
    const near = nearest(value, unit)
    return near ? worded(near, unit) : decimal(value, unit)
  }
  const spoons = times(value, fraction(size))
  if (numberOf(spoons) < numberOf(smallest)) return pinch
  const units = unitsFor(spoons)
  for (const other of units) {
    const near = nearest(over(spoons, fraction(teaspoons[other] ?? 1)), other)
    if (near) return worded(near, other)
  }
  const [largest = 'tsp'] = units
  return decimal(over(spoons, fraction(teaspoons[largest] ?? 1)), largest)
}

const roundTo = (value: number, step: number): number => Math.round(value / step + 1e-9) * step
const stepOf = (value: number): number => (value < 10 ? 0.5 : value < 100 ? 5 : value < 1_000 ? 10 : 50)

/** Formats an amount in grams or millilitres, rounded as scales and jugs are read. */
export function metricAmount(value: Fraction, unit: 'g' | 'ml'): Amount {
  const exact = numberOf(value)
  if (unit === 'ml' && exact < numberOf(times(millilitres, smallest))) return pinch
  const rounded = roundTo(exact, stepOf(exact))
  if (rounded === 0) return pinch
  const large = rounded >= 1_000
  const name = large ? (unit === 'g' ? 'kg' : 'l') : unit
  const number = String(Number((large ? rounded / 1_000 : rounded).toFixed(2)))
  const word = spokenUnits[name]
  return { text: `${number}\u00a0${name}`, said: `${number} ${number === '1' ? word.one : word.many}` }
}

type Measured = {
  amount: string
  unit: Unit
  metric: { amount: string; unit: 'g' | 'ml' }
  package?: { size: string; unit: Unit; one: string; many: string } | undefined
}

const read = (text: string): Fraction => parseFraction(text) ?? fraction(0)

/** Formats an amount in cans, by halves; others with "about". */
function packs(value: Fraction, { size, unit, one, many }: NonNullable<Measured['package']>): Amount {
  const count = over(value, read(size))
  const halves = Math.max(1, Math.round(numberOf(count) * 2))
  const near = fraction(halves, 2)
  const about = numberOf(near) === numberOf(count) ? '' : 'about '
  const word = numberOf(near) > 1 ? many : one
  const each = usAmount(read(size), unit)
  return {
    text: `${about}${printFraction(near)} ${word} (${each.text}${numberOf(near) > 1 ? ' each' : ''})`,
    said: `${about}${sayFraction(near)} ${word} of ${each.said}`,
  }
}

/** Returns the whole amount of an ingredient, for this multiple of the recipe. */
export function wholeAmount(of: Measured, scale: Fraction, system: UnitSystem): Amount {
  if (system === 'metric') return metricAmount(times(read(of.metric.amount), scale), of.metric.unit)
  const value = times(read(of.amount), scale)
  return of.package ? packs(value, of.package) : usAmount(value, of.unit)
}

/** `1 cup`, or with its metric amount if that cannot be calculated, `3 cups=500 g`. */
const part = new RegExp(`^([\\d/ ]+) (${unitNames.join('|')})s?(?:=(\\d+) (g|ml))?$`)

/** Returns the part of an ingredient that a step names; null if the words are not an amount. */
export function partAmount(words: string, of: Measured, scale: Fraction, system: UnitSystem): Amount | null {
  const [, number = '', unitName = '', grams, gramUnit] = part.exec(words) ?? []
  const value = parseFraction(number)
  if (!value) return null
  const unit = unitName as Unit
  if (system === 'us') return usAmount(times(value, scale), unit)
  if (grams) return metricAmount(times(read(grams), scale), gramUnit as 'g' | 'ml')
  const [mine, its] = [teaspoons[unit], teaspoons[of.unit]]
  if (!mine || !its) return null
  const share = over(times(value, fraction(mine)), times(read(of.amount), fraction(its)))
  return metricAmount(times(times(read(of.metric.amount), share), scale), of.metric.unit)
}
