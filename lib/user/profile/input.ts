import { z } from 'zod'
import { asciiDomain } from '@/core/email-address'
import { isBlank, problemIn, skeleton } from '@/text/text'

/** Handles that could be mistaken for the site itself. Compared as skeletons, to cover look-alikes. */
export const reservedHandles = [
  'admin', 'administrator', 'moderator', 'mod', 'root', 'system', 'ibtsocs', 'anonymous', 'anon', 'jury', 'support',
  'security', 'staff', 'official', 'webmaster', 'postmaster', 'abuse', 'nobody', 'deleted', 'visitor', 'everyone', 'null', 'undefined',
] // biome-ignore format: one word a line would hide that this is a list of words

const reserved = new Set<string>(reservedHandles.map(skeleton))

/** True if a handle could be mistaken for the site itself. */
export const isReserved = (handle: string): boolean => reserved.has(skeleton(handle))

/** Sign-up folds case; the result must be 3 to 20 of a-z 0-9 _ -. */
export const handleInput = z
  .string()
  .max(200)
  .overwrite((text) => text.toLowerCase())
  .regex(/^[a-z0-9_-]{3,20}$/, 'A handle has 3 to 20 of a-z, 0-9, _ and -.')

const singleLine = (text: string): boolean => problemIn(text) === null && !/[\r\n]/.test(text)

/** An address as it is stored and looked up: lower case, with the domain in ASCII. */
export const plainEmail = (text: string): string => asciiDomain(text.trim()).toLowerCase()

/** An email address: what browsers accept in a field of `type=email` (HTML standard, "valid email address"). */
export const emailInput = z
  .string()
  .overwrite(plainEmail)
  .max(254, { error: 'That is too long for an email address.', abort: true })
  .refine((text) => !/[^\0-\x7f].*@/.test(text), {
    error: 'Before the @ we accept only a to z, digits and signs.',
    abort: true,
  })
  .refine(
    (text) => singleLine(text) && z.regexes.html5Email.test(text),
    "That doesn't look like an email address.",
  )

export const newPassword = z
  .string()
  .min(10, 'A password has at least 10 characters. A sentence is a good one.')
  .max(1_000, 'A password has at most 1,000 characters.')
  .refine(
    (text) => problemIn(text) === null && !isBlank(text),
    'That password is blank, or you can’t type it again. Choose a different one.',
  )

/** Direction marks and other characters that make a text look like another. */
const disguises = /[\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/

/** A name for a token or a passkey. Security emails quote it, so it is one plain line. */
export const nameInput = z
  .string()
  .trim()
  .min(1, 'Give it a name, so that you know it again.')
  .max(60)
  .refine((text) => singleLine(text) && !disguises.test(text), 'Use one line of plain text.')

export const signUpInput = z.strictObject({
  handle: handleInput,
  password: newPassword,
  email: z.union([z.literal(''), emailInput]).optional(),
})
export type SignUp = z.infer<typeof signUpInput>

export const signInInput = z.strictObject({
  handle: z.string().min(1, 'Enter your handle.').max(254),
  password: z.string().min(1, 'Enter your password.').max(1_000, 'That password is too long.'),
})
