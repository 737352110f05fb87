import { type Fraction, fraction } from './fraction'

/** The units of recipes. */
export const unitNames = ['tsp', 'tbsp', 'cup', 'oz', 'piece'] as const
export type Unit = (typeof unitNames)[number]
export type UnitSystem = 'us' | 'metric'

/** Teaspoons in each spoon or cup measure, for conversion. */
export const teaspoons: Partial<Record<Unit, number>> = { tsp: 1, tbsp: 3, cup: 48 }

/** The fractions of each measure that kitchen spoons and cups exist for. */
export const printable: Record<Unit, readonly Fraction[]> = {
  tsp: [fraction(1, 8), fraction(1, 4), fraction(1, 2), fraction(3, 4)],
  tbsp: [fraction(1, 2)],
  cup: [
    fraction(1, 8),
    fraction(1, 4),
    fraction(1, 3),
    fraction(3, 8),
    fraction(1, 2),
    fraction(5, 8),
    fraction(2, 3),
    fraction(3, 4),
  ],
  oz: [fraction(1, 4), fraction(1, 2), fraction(3, 4)],
  piece: [fraction(1, 4), fraction(1, 2), fraction(3, 4)],
}

export const unitWords: Record<Unit, { one: string; many: string }> = {
  tsp: { one: 'tsp', many: 'tsp' },
  tbsp: { one: 'tbsp', many: 'tbsp' },
  cup: { one: 'cup', many: 'cups' },
  oz: { one: 'oz', many: 'oz' },
  piece: { one: '', many: '' },
}

/** The same for a screen reader. */
export const spokenUnits: Record<Unit | 'g' | 'kg' | 'ml' | 'l', { one: string; many: string }> = {
  tsp: { one: 'teaspoon', many: 'teaspoons' },
  tbsp: { one: 'tablespoon', many: 'tablespoons' },
  cup: { one: 'cup', many: 'cups' },
  oz: { one: 'ounce', many: 'ounces' },
  piece: { one: '', many: '' },
  g: { one: 'gram', many: 'grams' },
  kg: { one: 'kilogram', many: 'kilograms' },
  ml: { one: 'millilitre', many: 'millilitres' },
  l: { one: 'litre', many: 'litres' },
}
