import { z } from 'zod'
import { graphemes, isBlank, problemIn, trimText } from './text'

const complaints = {
  nul: 'It contains a NUL character.',
  'lone-surrogate': 'It contains half a character.',
  control: 'It contains control characters.',
  combining: 'One letter has too many marks on it.',
} as const

/**
 * Returns a schema for typed text: trimmed, no lone surrogates, length counted in grapheme clusters.
 * @param what its name in messages, e.g. "The text"
 * @param min, max grapheme clusters
 * @param bytes upper bound of the UTF-8 form, against oversized clusters
 */
export const textInput = (what: string, min: number, max: number, bytes = max * 64) =>
  z
    .string({ error: `${what} is missing.` })
    .max(bytes, `${what} is too long.`)
    .overwrite(trimText)
    .superRefine((text, issues) => {
      const add = (message: string) => issues.addIssue({ code: 'custom', message })
      const problem = problemIn(text)
      if (problem) return add(complaints[problem])
      if (Buffer.byteLength(text) > bytes) return add(`${what} is too long.`)
      const count = isBlank(text) ? 0 : graphemes(text)
      if (count === 0 && min > 0) return add(`${what} is empty.`)
      if (count < min) return add(`${what} has ${count} characters; write at least ${min}.`)
      if (count > max) return add(`${what} has ${count} characters; shorten it to ${max}.`)
    })
    .meta({ minLength: min, maxLength: max })
