import { partAmount, wholeAmount } from './amount'
import { type Fraction, fraction } from './fraction'
import type { Ingredient, Recipe, Step } from './input'
import { type Amount, roughly } from './measure'
import type { UnitSystem } from './units'

/** A recipe for a number of servings, in one system of units, ready to print. */
export type Scaled = {
  servings: number
  system: UnitSystem
  ingredients: { ingredient: Ingredient; amount: Amount }[]
  steps: { step: Step; pieces: Piece[] }[]
}

/** Plain text, or an amount with its ingredient. */
export type Piece = string | { amount: Amount; name: string }

export const mostServings = 48

/** Parses the requested number of servings; the recipe's own unless it is from 1 to 48. */
export function servingsFrom(text: string | null, own: number): number {
  const number = text !== null && /^\d{1,2}$/.test(text) ? Number(text) : 0
  return number >= 1 && number <= mostServings ? number : own
}

export const systemFrom = (text: string | null): UnitSystem => (text === 'metric' ? 'metric' : 'us')

const amountOf = (ingredient: Ingredient, scale: Fraction, system: UnitSystem): Amount => {
  const amount = wholeAmount(ingredient, ingredient.perServing ? fraction(1) : scale, system)
  return ingredient.approximate ? roughly(amount) : amount
}

function piecesOf(
  text: string,
  ingredients: readonly Ingredient[],
  scale: Fraction,
  system: UnitSystem,
): Piece[] {
  return text.split(/(\{[^}]*\})/).flatMap((part): Piece[] => {
    const [, id, words] = /^\{([^}:]+)(?::([^}]*))?\}$/.exec(part) ?? []
    const ingredient = ingredients.find((one) => one.id === id)
    if (!ingredient) return part ? [part] : []
    const amount = words
      ? (partAmount(words, ingredient, scale, system) ?? { text: words, said: words })
      : amountOf(ingredient, scale, system)
    return [{ amount, name: ingredient.name }]
  })
}

/** Scales a recipe; amounts stay exact until they are printed. */
export function scaled(recipe: Recipe, servings: number, system: UnitSystem): Scaled {
  const scale = fraction(servings, recipe.servings)
  return {
    servings,
    system,
    ingredients: recipe.ingredients.map((ingredient) => ({
      ingredient,
      amount: amountOf(ingredient, scale, system),
    })),
    steps: recipe.steps.map((step) => ({
      step,
      pieces: piecesOf(step.text, recipe.ingredients, scale, system),
    })),
  }
}

/** Returns `PT1H15M` in minutes. */
export function minutesIn(duration: string): number {
  const [, hours = '0', minutes = '0'] = /^PT(?:(\d+)H)?(?:(\d+)M)?$/.exec(duration) ?? []
  return Number(hours) * 60 + Number(minutes)
}

/** Formats `PT1H15M` in words: `1 h 15 min`. */
export function sayDuration(duration: string): string {
  const all = minutesIn(duration)
  const [hours, minutes] = [Math.floor(all / 60), all % 60]
  return [hours && `${hours} h`, minutes && `${minutes} min`].filter(Boolean).join(' ')
}

/** Returns the sum of durations, as a duration. */
export function sumDurations(...durations: string[]): string {
  const all = durations.reduce((sum, one) => sum + minutesIn(one), 0)
  const [hours, minutes] = [Math.floor(all / 60), all % 60]
  return `PT${hours ? `${hours}H` : ''}${minutes ? `${minutes}M` : ''}`
}
