import { z } from 'zod'
import { handleInput } from '@/lib/user'
import { textInput } from '@/text/input'

/** The most that somebody can mute: each one is looked for in every text they are shown. */
export const muteLimits = { users: 500, words: 100 } as const

/** A word or a few, as it is kept: lower case, one space apart. */
export const wordInput = textInput('The word', 2, 40, 300)
  .refine((text) => !text.includes('\n'), 'One word or phrase at a time.')
  .overwrite((text) => text.toLowerCase().replace(/\s+/g, ' '))

export const muteWordInput = z.strictObject({ word: wordInput })
export const muteUserInput = z.strictObject({ handle: handleInput })
