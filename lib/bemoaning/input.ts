import { z } from 'zod'
import { textInput } from '@/text/input'

/** Minutes in which an author may edit. */
export const editMinutes = 30

/** Sizes in grapheme clusters. */
export const limits = { bodyMin: 20, bodyMax: 500, detailsMax: 5_000, tagsMax: 3 } as const

const body = textInput('The text', limits.bodyMin, limits.bodyMax)
const details = textInput('The details', 0, limits.detailsMax, 60_000)
const tags = z
  .array(z.string().max(40))
  .min(1, 'Choose at least one tag.')
  .max(limits.tagsMax, `Choose at most ${limits.tagsMax} tags.`)
  .refine((names) => new Set(names).size === names.length, 'You chose the same tag twice.')

export const newBemoaning = z.strictObject({
  body,
  details: details.nullish(),
  tags,
  anonymous: z.boolean().optional(),
})
export type NewBemoaning = z.infer<typeof newBemoaning>

export const bemoaningChange = z
  .strictObject({ body: body.optional(), details: details.nullish(), tags: tags.optional() })
  .refine((change) => Object.keys(change).length > 0, 'Send at least one field to change.')
export type BemoaningChange = z.infer<typeof bemoaningChange>
