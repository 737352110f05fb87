import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { parse } from 'yaml'
import { usAmount } from './amount'
import { type Fraction, fraction, numberOf, parseFraction } from './fraction'
import { recipe as schema } from './input'
import { metricAmount } from './metric'
import { mostServings, type Scaled, scaled } from './scaled'
import { recipeMarkdown } from './text'
import { type Unit, unitNames } from './units'

// Reads back what is shown, knowing nothing of how it was chosen, and compares it with the exact amount.

const soup = schema.parse(
  parse(readFileSync('content/blog/black-bean-soup/recipe.yaml', 'utf8'), { schema: 'core' }),
)

const glyphs: Record<string, number> = {
  '⅛': 1 / 8,
  '¼': 1 / 4,
  '⅓': 1 / 3,
  '⅜': 3 / 8,
  '½': 1 / 2,
  '⅝': 5 / 8,
  '⅔': 2 / 3,
  '¾': 3 / 4,
}
/** Teaspoons, ounces, pieces, cans, grams or millilitres in each word. */
// biome-ignore format: it is a table.
const sizes: Record<string, [kind: string, size: number]> = {
  tsp: ['spoon', 1], tbsp: ['spoon', 3], cup: ['spoon', 48], cups: ['spoon', 48], oz: ['oz', 1], '': ['piece', 1],
  can: ['can', 1], cans: ['can', 1], g: ['g', 1], kg: ['g', 1_000], ml: ['ml', 1], l: ['ml', 1_000],
}
const shape = /^(about )?(\d+(?:\.\d+)?)?([⅛¼⅓⅜½⅝⅔¾])?(?:[ \u00a0](tsp|tbsp|cups?|oz|cans?|g|kg|ml|l))?$/u

type Read = { about: boolean; value: number; kind: string }

/** Parses a printed amount; throws for one that a kitchen cannot measure. */
function read(text: string): Read {
  const [, about, number, glyph, word = ''] = shape.exec(text) ?? assert.fail(`not an amount: ${text}`)
  const [kind, size] = sizes[word] ?? assert.fail(text)
  if (number?.includes('.')) assert.match(word, /^(ml|l|kg)$/, `a decimal of ${word}: ${text}`)
  return {
    about: about !== undefined,
    value: (Number(number ?? 0) + (glyph ? (glyphs[glyph] ?? 0) : 0)) * size,
    kind,
  }
}

/** Fails if what is shown is another kind of amount, or further off than it says. `pinch`: more is no pinch. */
function check(text: string, exact: number, kind: string, pinch: number): void {
  if (text === 'a pinch') {
    assert.ok(exact < pinch, `${exact} ${kind} are no pinch`)
    return
  }
  const shown = read(text)
  assert.equal(shown.kind, kind, text)
  const off = shown.value / exact - 1
  assert.ok(shown.about || (off >= -0.05 - 1e-9 && off <= 0.08 + 1e-9), `${text} for ${exact}: ${off}`)
  // Limits for "about" too. They are this wide because a can is opened whole: 2 thirds of one are shown as 1.
  assert.ok(off > -0.4 && off < 0.51, `${text} for ${exact}`)
}

const exactly = (text: string): number => numberOf(parseFraction(text) ?? assert.fail(text))
const spoonful: Partial<Record<Unit, number>> = { tsp: 1, tbsp: 3, cup: 48 }

/** Below this, in grams or millilitres, "a pinch" is true. */
const least = { g: 0.75, ml: 0.6 }

/** Checks an amount, of which `share` is asked for. A can is checked with its bracket. */
function checkAmount(
  { ingredient, amount }: Scaled['ingredients'][number],
  share: number,
  system: string,
): void {
  const { text } = amount
  const metric = exactly(ingredient.metric.amount) * share
  const [, whole = text, bracket] = /^(.*) \((.*)\)$/.exec(text) ?? []
  const { package: pack, metric: weighed, unit } = ingredient
  const size = spoonful[unit]
  if (pack) check(whole, (exactly(ingredient.amount) / exactly(pack.size)) * share, 'can', 0)
  else assert.equal(bracket, undefined, text)
  if (system === 'metric') check(pack ? (bracket ?? '') : text, metric, weighed.unit, least[weighed.unit])
  else if (pack) assert.match(bracket ?? '', /^15 oz( each)?$/)
  else check(text, exactly(ingredient.amount) * share * (size ?? 1), size ? 'spoon' : unit, 0.12)
}

test('for all servings, in both systems, each ingredient is shown as what can be measured', () => {
  const systems = ['us', 'metric'] as const
  let checked = 0
  for (let servings = 1; servings <= mostServings; servings++)
    for (const system of systems)
      for (const one of scaled(soup, servings, system).ingredients) {
        checkAmount(one, one.ingredient.perServing ? 1 : servings / soup.servings, system)
        if (one.ingredient.approximate) assert.match(one.amount.text, /^about (?!about)/)
        assert.equal(one.amount.said.startsWith('about '), one.amount.text.startsWith('about '))
        checked++
      }
  assert.equal(checked, mostServings * 2 * soup.ingredients.length)
})

test('amounts inside steps can be measured too', () => {
  for (let servings = 1; servings <= mostServings; servings++)
    for (const system of ['us', 'metric'] as const)
      for (const { pieces } of scaled(soup, servings, system).steps)
        for (const piece of pieces)
          if (typeof piece !== 'string' && piece.amount.text !== 'a pinch')
            read(piece.amount.text.replace(/ \(.*\)$/, ''))
})

test('any amount of any unit is shown as what can be measured', () => {
  const amount = fc.tuple(fc.integer({ min: 1, max: 600 }), fc.integer({ min: 1, max: 24 }))
  const exact = (value: Fraction, unit: Unit): number => numberOf(value) * (spoonful[unit] ?? 1)
  fc.assert(
    fc.property(amount, fc.constantFrom(...unitNames), ([num, den], unit) => {
      const value = fraction(num, den)
      // A quarter is the least of a piece and an ounce.
      fc.pre(spoonful[unit] !== undefined || numberOf(value) >= 0.2)
      check(usAmount(value, unit).text, exact(value, unit), spoonful[unit] ? 'spoon' : unit, 0.12)
    }),
    { numRuns: 5_000 },
  )
  fc.assert(
    fc.property(amount, fc.constantFrom('g' as const, 'ml' as const), ([num, den], unit) => {
      check(metricAmount(fraction(num * 10, den), unit).text, (num * 10) / den, unit, least[unit])
    }),
    { numRuns: 5_000 },
  )
})

test('the text form has no doubled brackets and the servings asked for', () => {
  for (let servings = 1; servings <= mostServings; servings++)
    for (const system of ['us', 'metric'] as const) {
      const text = recipeMarkdown(soup, { servings, system })
      assert.doesNotMatch(text, /\(\(|\)\)|about about/)
      assert.match(text, new RegExp(`- Serves ${servings}\n`))
    }
  assert.match(
    recipeMarkdown(soup, { servings: 6, system: 'metric' }),
    /- 4 cans \(1\.7\u00a0kg\) canned black beans/,
  )
})
