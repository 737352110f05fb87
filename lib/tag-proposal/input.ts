import { z } from 'zod'
import { tagNamePattern } from '@/lib/tag'
import { textInput } from '@/text/input'

/** Sizes in grapheme clusters; `againDays` is how long a declined name cannot be proposed again. */
export const proposalLimits = {
  nameMax: 40,
  labelMax: 40,
  whyMin: 10,
  whyMax: 200,
  descriptionMin: 10,
  descriptionMax: 120,
  aliasesMax: 16,
  reasonMin: 3,
  reasonMax: 500,
  againDays: 90,
} as const

const nameRule = 'A name has the letters a to z, digits and single hyphens, such as code-review.'

/** `Code review` is typed for `code-review`. */
const asName = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, '-')
const isName = (text: string): boolean => text.length <= proposalLimits.nameMax && tagNamePattern.test(text)

const name = z
  .string({ error: 'The name is missing.' })
  .max(200, 'The name is too long.')
  .transform((text, issues) => {
    const typed = asName(text)
    if (isName(typed)) return typed
    const message =
      typed.length > proposalLimits.nameMax
        ? `The name has ${typed.length} characters; shorten it to ${proposalLimits.nameMax}.`
        : nameRule
    issues.addIssue({ code: 'custom', message: typed ? message : 'The name is empty.' })
    return z.NEVER
  })

const oneLine = (text: string): string => text.replace(/\s+/g, ' ')
const label = textInput('The label', 1, proposalLimits.labelMax).overwrite(oneLine)
const reason = textInput('The reason', proposalLimits.reasonMin, proposalLimits.reasonMax)

/** The number of a bemoaning, as typed: `#1024`, `1024` or nothing. */
const bemoaning = z
  .string()
  .trim()
  .transform((text, issues) => {
    if (text === '') return null
    if (/^#?[1-9]\d{0,14}$/.test(text)) return Number(text.replace('#', ''))
    issues.addIssue({
      code: 'custom',
      message: 'Give the number of a bemoaning, such as #1024, or leave it out.',
    })
    return z.NEVER
  })
  .optional()
  .transform((number) => number ?? null)

export const proposalForm = z.strictObject({
  name,
  label,
  why: textInput('Your sentence', proposalLimits.whyMin, proposalLimits.whyMax),
  bemoaning,
})
export type TagIdea = z.infer<typeof proposalForm>

/** Names separated by spaces or commas. */
const aliases = z
  .string()
  .max(1_000, 'You entered too many other names.')
  .transform((text, issues) => {
    const names = [
      ...new Set(
        text
          .toLowerCase()
          .split(/[\s,]+/)
          .filter(Boolean),
      ),
    ]
    const wrong = names.find((one) => !isName(one))
    if (wrong === undefined && names.length <= proposalLimits.aliasesMax) return names
    issues.addIssue({
      code: 'custom',
      message:
        wrong === undefined
          ? `A tag has at most ${proposalLimits.aliasesMax} other names.`
          : `“${wrong}” is not a name. ${nameRule}`,
    })
    return z.NEVER
  })

export const acceptForm = z.strictObject({
  name,
  label,
  description: textInput(
    'The description',
    proposalLimits.descriptionMin,
    proposalLimits.descriptionMax,
  ).overwrite(oneLine),
  aliases,
  reason,
})
export type Acceptance = z.infer<typeof acceptForm>

export const declineForm = z.strictObject({ reason })
