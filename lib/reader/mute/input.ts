import { z } from 'zod'
import { handleInput } from '@/lib/user'
import { textInput } from '@/text/input'

/** Maximum number of mutes: each is searched for in every text shown. */
export const muteLimits = { users: 500, words: 100 } as const

/** A word or phrase, as stored: lower case, with single spaces. */
export const wordInput = textInput('The word', 2, 40, 300)
  .refine((text) => !text.includes('\n'), 'One word or phrase at a time.')
  .overwrite((text) => text.toLowerCase().replace(/\s+/g, ' '))

export const muteWordInput = z.strictObject({ word: wordInput })
export const muteUserInput = z.strictObject({ handle: handleInput })
