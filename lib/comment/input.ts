import { z } from 'zod'
import { textInput } from '@/text/input'

export const commentLimits = { bodyMin: 1, bodyMax: 2_000, depth: 12, editMinutes: 15 } as const

const body = textInput('The comment', commentLimits.bodyMin, commentLimits.bodyMax, 32_000)

export const newComment = z.strictObject({ body, parent: z.int().positive().nullish() })
export type NewComment = z.infer<typeof newComment>

export const commentChange = z.strictObject({ body })
