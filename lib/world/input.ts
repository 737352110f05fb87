import { z } from 'zod'
import { states } from '@/core/vocabulary'
import { textInput } from '@/text/input'

/** Sizes in grapheme clusters; the number of trusted users that confirm a fix together. */
export const worldLimits = {
  noteMax: 300,
  endingMin: 3,
  endingMax: 300,
  urlMax: 500,
  confirmations: 3,
} as const

const note = textInput('The note', 0, worldLimits.noteMax)
  .transform((text) => text || null)
  .nullish()
  .transform((text) => text ?? null)

/** A web address, as it will be linked; no scripts, no password in it. */
const url = z
  .string()
  .trim()
  .max(worldLimits.urlMax, `A link has at most ${worldLimits.urlMax} characters.`)
  .nullish()
  .transform((text, issues) => {
    if (!text) return null
    const parsed = URL.canParse(text) ? new URL(text) : null
    if (parsed && /^https?:$/.test(parsed.protocol) && !parsed.username && !parsed.password)
      return parsed.href
    issues.addIssue({ code: 'custom', message: 'That doesn’t look like a link. It begins with https://' })
    return z.NEVER
  })

export const stateInput = z.strictObject({ state: z.enum(states), note: note.optional() })
export const fixInput = z.strictObject({ url: url.optional(), note: note.optional() })
export type FixInput = { url?: string | null | undefined; note?: string | null | undefined }

export const endingInput = z.strictObject({
  ending: textInput('The ending', worldLimits.endingMin, worldLimits.endingMax),
})
