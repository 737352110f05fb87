import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { parse } from 'yaml'
import { usAmount } from './amount'
import { fraction, parseFraction, printFraction, sayFraction } from './fraction'
import { recipe as schema } from './input'
import { metricAmount } from './metric'
import { scaled, servingsFrom, sumDurations, systemFrom } from './scaled'
import type { Unit } from './units'

const soup = schema.parse(
  parse(readFileSync('content/blog/black-bean-soup/recipe.yaml', 'utf8'), { schema: 'core' }),
)
const plain = (text: string) => text.replaceAll('\u00a0', ' ')

// biome-ignore format: it is a table.
const amounts: [amount: string, unit: Unit, times: string, printed: string][] = [
  ['1/4', 'tsp', '1/2', '⅛ tsp'],
  ['3/4', 'cup', '1/2', '⅜ cup'],
  ['1/2', 'tsp', '3', '1½ tsp'],
  ['1', 'tbsp', '4', '¼ cup'],
  ['1/4', 'tsp', '1/4', 'a pinch'],
  ['2', 'tbsp', '2', '¼ cup'],
  ['1', 'tsp', '3', '1 tbsp'],
  ['16', 'tbsp', '1', '1 cup'],
  ['1/2', 'cup', '1/4', '2 tbsp'],
  ['3/4', 'cup', '1/4', '3 tbsp'],
  ['1', 'cup', '1/3', '⅓ cup'],
  ['1/2', 'cup', '5/6', '6½ tbsp'],
  ['1', 'cup', '2/3', '⅔ cup'],
  ['2', 'tbsp', '5/6', '5 tsp'],
  ['3/4', 'cup', '3', '2¼ cups'],
  ['1/2', 'tsp', '1/2', '¼ tsp'],
  ['1', 'tsp', '1/3', 'about ¼ tsp'],
  ['7', 'oz', '1/2', '3½ oz'],
]

test('amounts scale exactly, in the largest suitable measure', () => {
  for (const [amount, unit, times, printed] of amounts) {
    const [a, b] = [parseFraction(amount), parseFraction(times)]
    assert.ok(a && b)
    assert.equal(
      plain(usAmount(fraction(a.num * b.num, a.den * b.den), unit).text),
      printed,
      `${amount} ${unit} × ${times}`,
    )
  }
})

test('grams and millilitres are rounded as scales and jugs are read', () => {
  const table: [number, 'g' | 'ml', string][] = [
    [2.5, 'ml', '2.5 ml'],
    [7.3, 'g', '7 g'],
    [16.25, 'g', '16 g'],
    [57.5, 'g', '60 g'],
    [345, 'g', '350 g'],
    [1.6, 'g', 'about 2 g'],
    [0.4, 'g', 'a pinch'],
    [1, 'ml', 'about 1.25 ml'],
    [0.62, 'ml', '0.6 ml'],
    [17.5, 'ml', '17.5 ml'],
    [950, 'ml', '950 ml'],
    [1700, 'g', '1.7 kg'],
    [5100, 'g', '5.1 kg'],
    [2850, 'ml', '2.85 l'],
    [0.3, 'ml', 'a pinch'],
  ]
  for (const [amount, unit, printed] of table)
    assert.equal(plain(metricAmount(fraction(Math.round(amount * 100), 100), unit).text), printed)
})

test('fractions are parsed, printed and spoken', () => {
  assert.deepEqual(parseFraction('1 1/2'), { num: 3, den: 2 })
  assert.deepEqual(parseFraction('2.5'), { num: 5, den: 2 })
  for (const bad of ['', '1/0', 'a', '1/2/3', '-1', '1e3', '½']) assert.equal(parseFraction(bad), null, bad)
  assert.equal(printFraction(fraction(3, 2)), '1½')
  assert.equal(sayFraction(fraction(3, 2)), 'one and a half')
  assert.equal(sayFraction(fraction(11, 4)), '2 and three quarters')
  assert.equal(usAmount(fraction(3, 2), 'cup').said, 'one and a half cups')
})

/** Returns all amounts of the recipe, for a size and a system. */
const list = (servings: number, system: 'us' | 'metric') =>
  Object.fromEntries(
    scaled(soup, servings, system).ingredients.map(({ ingredient, amount }) => [
      ingredient.id,
      plain(amount.text),
    ]),
  )

test('the soup for a quarter, a half, one, three and four times', () => {
  const own = { ...soup, servings: 4 }
  const quarter = Object.fromEntries(
    scaled(own, 1, 'us').ingredients.map(({ ingredient, amount }) => [ingredient.id, plain(amount.text)]),
  )
  // biome-ignore format: it is a table.
  const table: [id: string, quarter: string, half: string, once: string, thrice: string, fourfold: string][] = [
    ['oil', '1½ tsp', '1 tbsp', '2 tbsp', '⅜ cup', '½ cup'],
    ['onion', '3 tbsp', '⅜ cup', '¾ cup', '2¼ cups', '3 cups'],
    ['carrot', '2 tbsp', '¼ cup', '½ cup', '1½ cups', '2 cups'],
    ['pepper', '1 tbsp', '2 tbsp', '¼ cup', '¾ cup', '1 cup'],
    ['beans', '1 can (15 oz)', '2 cans (15 oz each)', '4 cans (15 oz each)', '12 cans (15 oz each)', '16 cans (15 oz each)'],
    ['stock', '1 cup', '2 cups', '4 cups', '12 cups', '16 cups'],
    ['vinegar', '¾ tsp', '1½ tsp', '1 tbsp', '3 tbsp', '¼ cup'],
    ['chili', '½ tsp', '1 tsp', '2 tsp', '2 tbsp', '8 tsp'],
    ['salt', '⅛ tsp', '¼ tsp', '½ tsp', '1½ tsp', '2 tsp'],
    ['smoke', 'a pinch', '⅛ tsp', '¼ tsp', '¾ tsp', '1 tsp'],
    ['cheese', 'about 2 tbsp', 'about 2 tbsp', 'about 2 tbsp', 'about 2 tbsp', 'about 2 tbsp'],
  ]
  for (const [id, ...wanted] of table) {
    assert.equal(quarter[id], wanted[0], `${id} × 1/4`)
    assert.deepEqual(
      [3, 6, 18, 24].map((servings) => list(servings, 'us')[id]),
      wanted.slice(1),
      id,
    )
  }
  // biome-ignore format: it is a table.
  const metric: [id: string, half: string, once: string, thrice: string, fourfold: string][] = [
    ['oil', '15 ml', '30 ml', '90 ml', '120 ml'],
    ['onion', '60 g', '120 g', '350 g', '460 g'],
    ['beans', '2 cans (850 g)', '4 cans (1.7 kg)', '12 cans (5.1 kg)', '16 cans (6.8 kg)'],
    ['stock', '480 ml', '950 ml', '2.85 l', '3.8 l'],
    ['cayenne', '1.25 ml', '2.5 ml', '7.5 ml', '10 ml'],
    ['smoke', '0.6 ml', '1.25 ml', '3.75 ml', '5 ml'],
    ['cheese', 'about 15 g', 'about 15 g', 'about 15 g', 'about 15 g'],
    ['scallion', 'about 5 ml', 'about 5 ml', 'about 5 ml', 'about 5 ml'],
  ]
  for (const [id, ...wanted] of metric)
    assert.deepEqual(
      [3, 6, 18, 24].map((servings) => list(servings, 'metric')[id]),
      wanted,
      id,
    )
})

test('amounts inside the steps scale too, times do not', () => {
  const step = (id: string, servings: number, system: 'us' | 'metric') => {
    const found = scaled(soup, servings, system).steps.find((one) => one.step.id === id)
    return plain(
      (found?.pieces ?? [])
        .map((piece) => (typeof piece === 'string' ? piece : `${piece.amount.text} ${piece.name}`))
        .join(''),
    )
  }
  assert.match(step('puree', 6, 'us'), /^Put 3 cups canned black beans and 1 cup chicken stock/)
  assert.match(step('puree', 3, 'us'), /^Put 1½ cups canned black beans and ½ cup chicken stock/)
  assert.match(step('puree', 3, 'metric'), /^Put 250 g canned black beans and 120 ml chicken stock/)
  assert.match(
    step('simmer', 12, 'us'),
    /6 cups chicken stock, 2 tbsp apple cider vinegar, 4 tsp chili powder/,
  )
  assert.match(step('simmer', 12, 'us'), /50 minutes to an hour/)
  assert.deepEqual(
    scaled(soup, 24, 'us').steps.map(({ step: { timers } }) => timers),
    soup.steps.map(({ timers }) => timers),
  )
})

test('five servings need a fraction of a can, and say "about"', () => {
  assert.equal(list(5, 'us').beans, 'about 3½ cans (15 oz each)')
  assert.equal(list(5, 'metric').beans, 'about 3½ cans (1.4 kg)')
})

test('servings and units from a URL are used only if valid', () => {
  for (const [text, wanted] of [
    ['3', 3],
    ['48', 48],
    ['0', 6],
    ['49', 6],
    ['-1', 6],
    ['1e1', 6],
    ['999999999', 6],
    ['x', 6],
    [null, 6],
  ] as const)
    assert.equal(servingsFrom(text, 6), wanted)
  assert.equal(systemFrom('metric'), 'metric')
  assert.equal(systemFrom("'; drop"), 'us')
  assert.equal(sumDurations(soup.prep, soup.cook), 'PT1H35M')
})

test('a recipe with an invalid amount, or a step with an unknown ingredient, is refused', () => {
  const broken = structuredClone(soup) as unknown as {
    steps: { text: string }[]
    ingredients: { amount: string }[]
  }
  const [first] = broken.steps
  if (first) first.text = 'Add {saffron}.'
  assert.equal(schema.safeParse(broken).success, false)
  const other = structuredClone(soup) as unknown as typeof broken
  const [oil] = other.ingredients
  if (oil) oil.amount = '1/0'
  assert.equal(schema.safeParse(other).success, false)
  const doubled = structuredClone(soup)
  for (const one of doubled.ingredients) one.note = '(in brackets)'
  assert.equal(schema.safeParse(doubled).success, false)
})
