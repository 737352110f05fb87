import { z } from 'zod'
import { voteKindNames } from '@/core/vote-kinds'

export const voteInput = z.strictObject({ kind: z.enum(voteKindNames) })
