import { z } from 'zod'
import { subjectTypes } from '@/core/vocabulary'
import { textInput } from '@/text/input'
import { reportReasonNames } from './reasons'

/** Sizes in grapheme clusters. */
export const reportLimits = { noteMax: 500 } as const

const note = textInput('The note', 0, reportLimits.noteMax)
  .transform((text) => text || null)
  .nullish()
  .transform((text) => text ?? null)

const needsNote = ({ reason, note: text }: { reason: string; note?: string | null | undefined }): boolean =>
  reason !== 'other' || Boolean(text)
const saysWhat = { path: ['note'], message: 'Explain the problem in the note.' }

const subjectType = z.enum(subjectTypes)
const reason = z.enum(reportReasonNames, 'Choose a reason.')

/** A report as the API takes it. */
export const reportInput = z
  .strictObject({
    subject: z.strictObject({ type: subjectType, id: z.int().positive() }),
    reason,
    note: note.optional(),
  })
  .refine(needsNote, saysWhat)

/** A report as the form sends it. */
export const reportForm = z
  .strictObject({
    type: subjectType,
    id: z
      .string()
      .regex(/^[1-9]\d{0,14}$/, 'An id is a whole number, from 1.')
      .transform(Number),
    reason,
    note: note.optional(),
  })
  .refine(needsNote, saysWhat)

export type ReportInput = z.infer<typeof reportInput>
