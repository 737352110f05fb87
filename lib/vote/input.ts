import { z } from 'zod'
import { voteKindNames } from '../vote-kinds'

export const voteInput = z.strictObject({ kind: z.enum(voteKindNames) })
