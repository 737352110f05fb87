import { z } from 'zod'
import { parseFraction } from './fraction'
import { unitNames } from './units'

/** An exact amount: `3/4`, `2`, `1 1/2`. Never a decimal in place of a third. */
const amount = z
  .union([z.string(), z.int()])
  .transform(String)
  .refine(
    (text) => parseFraction(text) !== null,
    'Write an amount as a whole number or a fraction, such as 3/4.',
  )

const duration = z.string().regex(/^PT(\d+H)?(\d+M)?$/, 'Write a duration such as PT15M.')
const unit = z.enum(unitNames)
const id = z.string().regex(/^[a-z][a-z-]*$/)

const ingredient = z.strictObject({
  id,
  amount,
  unit,
  name: z.string(),
  prep: z.string().optional(),
  /** Pages and text put it in brackets. */
  note: z
    .string()
    .regex(/^[^()]*$/, 'Write a note without brackets: we add them.')
    .optional(),
  optional: z.boolean().default(false),
  /** True if the amount is for each serving rather than for all. */
  perServing: z.boolean().default(false),
  approximate: z.boolean().default(false),
  /** Its weight, or its volume if it is a liquid; exact for the recipe as written. */
  metric: z.strictObject({ amount, unit: z.enum(['g', 'ml']) }),
  /** Sold in cans of this size: the amount is shown in cans. */
  package: z.strictObject({ size: amount, unit, one: z.string(), many: z.string() }).optional(),
})
export type Ingredient = z.infer<typeof ingredient>

const step = z.strictObject({
  id,
  title: z.string(),
  /** Text with amounts in braces: `{stock:1 cup}`, `{oil}` for all of it. They scale. */
  text: z.string(),
  timers: z.array(z.strictObject({ label: z.string(), time: duration })).default([]),
})
export type Step = z.infer<typeof step>

/** A recipe.yaml beside a post. */
export const recipe = z
  .strictObject({
    name: z.string(),
    description: z.string(),
    servings: z.int().min(1).max(24),
    servingsNote: z.string().optional(),
    prep: duration,
    cook: duration,
    timesNote: z.string().optional(),
    equipment: z.array(z.string()).min(1),
    ingredients: z.array(ingredient).min(1),
    steps: z.array(step).min(1),
    variants: z.array(z.strictObject({ name: z.string(), text: z.string() })).default([]),
    category: z.string(),
    cuisine: z.string().optional(),
    picture: z.strictObject({ svg: z.string(), alt: z.string(), caption: z.string() }),
  })
  .superRefine(({ ingredients, steps }, issues) => {
    const known = new Set(ingredients.map((one) => one.id))
    for (const [index, { text }] of steps.entries())
      for (const [, name = ''] of text.matchAll(/\{([^}:]+)(?::[^}]*)?\}/g))
        if (!known.has(name))
          issues.addIssue({
            code: 'custom',
            path: ['steps', index, 'text'],
            message: `The list of ingredients doesn’t have “${name}”.`,
          })
  })
export type Recipe = z.infer<typeof recipe>
