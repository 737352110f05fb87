import { z } from 'zod'
import { textInput } from '@/text/input'
import { rejectReasonNames } from './reasons'
import { juryRules } from './rules'

const note = textInput('The note', 0, juryRules.noteMax)
  .transform((text) => text || null)
  .nullish()
  .transform((text) => text ?? null)

const judgement = {
  verdict: z.enum(['publish', 'reject'], 'Choose publish or reject.'),
  reason: z.enum(rejectReasonNames, 'Choose one of the reasons.').nullish(),
  note: note.optional(),
}

const check = (
  { verdict, reason }: { verdict: string; reason?: string | null | undefined },
  issues: z.RefinementCtx,
) => {
  if (verdict === 'reject' && !reason)
    issues.addIssue({ code: 'custom', path: ['reason'], message: 'Choose a reason to reject it.' })
  if (verdict === 'publish' && reason)
    issues.addIssue({
      code: 'custom',
      path: ['reason'],
      message: 'Leave the reason out when you publish it.',
    })
}

/** A verdict as the API takes it; `version` is that of the text the juror read. */
export const verdictInput = z
  .strictObject({ ...judgement, version: z.int().min(1).optional() })
  .superRefine(check)
export type VerdictInput = z.infer<typeof verdictInput>

/** The same from a form, where every value is text. */
export const verdictForm = z
  .strictObject({
    ...judgement,
    version: z
      .string()
      .regex(/^\d{1,9}$/)
      .transform(Number)
      .optional(),
  })
  .superRefine(check)
