import { escapeHtml } from '@/text/escape'
import type { Recipe } from './input'
import { type Piece, type Scaled, sayDuration, scaled, sumDurations } from './scaled'
import type { UnitSystem } from './units'

/** A recipe in words. */
export type RecipeWords = {
  facts: string[]
  ingredients: string[]
  steps: { title: string; text: string }[]
  variants: string[]
}

/** The servings and units that a reader asked for. */
export type Asked = { servings?: number; system?: UnitSystem }

const worded = (pieces: readonly Piece[]): string =>
  pieces.map((piece) => (typeof piece === 'string' ? piece : `${piece.amount.text} ${piece.name}`)).join('')

const line = ({ ingredient, amount }: Scaled['ingredients'][number]): string =>
  [
    `${amount.text} ${ingredient.name}`,
    ingredient.prep && `, ${ingredient.prep}`,
    ingredient.perServing && ', for each serving',
    ingredient.optional && ' (optional)',
    ingredient.note && ` (${ingredient.note})`,
  ]
    .filter(Boolean)
    .join('')

/** Returns a recipe in words; without `asked` for its own servings, in US measures. */
export function recipeWords(recipe: Recipe, asked: Asked = {}): RecipeWords {
  const servings = asked.servings ?? recipe.servings
  const { ingredients, steps } = scaled(recipe, servings, asked.system ?? 'us')
  return {
    facts: [
      `Serves ${servings}`,
      `Preparation ${sayDuration(recipe.prep)}`,
      `Cooking ${sayDuration(recipe.cook)}`,
      `In all ${sayDuration(sumDurations(recipe.prep, recipe.cook))}`,
      `Needs ${recipe.equipment.join(', ')}`,
    ],
    ingredients: ingredients.map(line),
    steps: steps.map(({ step, pieces }) => ({ title: step.title, text: worded(pieces) })),
    variants: recipe.variants.map(({ name, text }) => `${name}: ${text}`),
  }
}

const list = (tag: 'ul' | 'ol', items: readonly string[]): string =>
  `<${tag}>${items.map((item) => `<li>${item}</li>`).join('')}</${tag}>`

/** Renders a recipe as HTML for feeds. */
export function recipeHtml(recipe: Recipe): string {
  const { facts, ingredients, steps, variants } = recipeWords(recipe)
  return [
    `<p>${facts.map(escapeHtml).join(' · ')}</p><h2>Ingredients</h2>`,
    list('ul', ingredients.map(escapeHtml)),
    '<h2>Steps</h2>',
    list(
      'ol',
      steps.map(({ title, text }) => `<strong>${escapeHtml(title)}.</strong> ${escapeHtml(text)}`),
    ),
    variants.length > 0 ? `<h2>Variants</h2>${list('ul', variants.map(escapeHtml))}` : '',
  ].join('')
}

/** Renders a recipe as Markdown, which is readable as plain text. */
export function recipeMarkdown(recipe: Recipe, asked: Asked = {}): string {
  const { facts, ingredients, steps, variants } = recipeWords(recipe, asked)
  return [
    facts.map((fact) => `- ${fact}`).join('\n'),
    '## Ingredients',
    ingredients.map((one) => `- ${one}`).join('\n'),
    '## Steps',
    steps.map(({ title, text }, index) => `${index + 1}. **${title}.** ${text}`).join('\n'),
    ...(variants.length > 0 ? ['## Variants', variants.map((one) => `- ${one}`).join('\n')] : []),
  ].join('\n\n')
}
