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
import { type Amount, about, nearest, pinch, roughly } from './measure'
import { metricAmount } from './metric'
import { printable, spokenUnits, teaspoons, type Unit, type UnitSystem, unitNames, unitWords } from './units'

/** Spoons and cups, largest first, each with the least of it that is shown: below, a smaller one is at hand. */
const measures: readonly [unit: Unit, least: number][] = [
  ['cup', 1 / 4],
  ['tbsp', 1],
  ['tsp', 1 / 8],
]
/** A quarter of a US cup in teaspoons: more than this is measured in larger units. */
const mostTeaspoons = 12

type Shown = { value: Fraction; unit: Unit; error: number }

/** Returns the nearest amount that a measure has, from its smallest on. */
function shownIn(exact: Fraction, unit: Unit): Shown {
  const value = nearest(exact, printable[unit])
  return { value, unit, error: numberOf(value) / numberOf(exact) - 1 }
}

function worded({ value, unit, error }: Shown): Amount {
  const key = numberOf(value) > 1 ? 'many' : 'one'
  const put = (number: string, word: string) => (word ? `${number} ${word}` : number)
  return about(error, {
    text: put(printFraction(value), unitWords[unit][key]),
    said: put(sayFraction(value), spokenUnits[unit][key]),
  })
}

/** Maximum relative error at which a larger measure is preferred to one that is nearer. */
const tolerance = 0.04

/** Formats an amount in US measures: the largest that can measure it, or else the nearest. */
export function usAmount(value: Fraction, unit: Unit): Amount {
  const size = teaspoons[unit]
  if (size === undefined) return worded(shownIn(value, unit))
  const spoons = times(value, fraction(size))
  // The smallest spoon is an eighth of a teaspoon; one that is filled to less than 95 percent is a pinch.
  if (numberOf(spoons) < 0.95 / 8) return pinch
  const shown = measures
    .map(([other]) => shownIn(over(spoons, fraction(teaspoons[other] ?? 1)), other))
    .filter((one, place) => numberOf(one.value) >= (measures[place]?.[1] ?? 0))
    .filter((one) => one.unit !== 'tsp' || numberOf(spoons) < mostTeaspoons)
  const nearer = (a: Shown, b: Shown) => (Math.abs(b.error) < Math.abs(a.error) ? b : a)
  return worded(shown.find(({ error }) => Math.abs(error) <= tolerance) ?? shown.reduce(nearer))
}

type Measured = {
  amount: string
  unit: Unit
  metric: { amount: string; unit: 'g' | 'ml' }
  package?: { size: string; unit: Unit; one: string; many: string } | undefined
}

const read = (text: string): Fraction => parseFraction(text) ?? fraction(0)

/**
 * Formats an amount in cans, by halves. US cans are known by their size, `2 cans (15 oz each)`; metric cooks weigh, so
 * they get the weight of all, `2 cans (850 g)`.
 */
function packs(value: Fraction, pack: NonNullable<Measured['package']>, weight: Amount | null): Amount {
  const count = over(value, read(pack.size))
  const near = nearest(count, [fraction(1, 2)])
  const several = numberOf(near) > 1
  const word = several ? pack.many : pack.one
  const size = usAmount(read(pack.size), pack.unit)
  const amount = {
    text: `${printFraction(near)} ${word} (${weight?.text ?? `${size.text}${several ? ' each' : ''}`})`,
    said: `${sayFraction(near)} ${word}${weight ? `, ${weight.said}` : ` of ${size.said}`}`,
  }
  // The bracket gives the exact weight or size, so a count that is not exact says so at once.
  return numberOf(near) === numberOf(count) ? amount : roughly(amount)
}

/** Returns the whole amount of an ingredient, for this multiple of the recipe. */
export function wholeAmount(of: Measured, scale: Fraction, system: UnitSystem): Amount {
  const value = times(read(of.amount), scale)
  const metric =
    system === 'metric' ? metricAmount(times(read(of.metric.amount), scale), of.metric.unit) : null
  return of.package ? packs(value, of.package, metric) : (metric ?? usAmount(value, of.unit))
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
