import { z } from 'zod'
import type { SubjectType } from '@/core/vocabulary'
import { bemoaningChange } from '@/lib/bemoaning'
import { textInput } from '@/text/input'

/** Every act, its possible subjects, and its label on a button. */
export const acts = {
  keep: { on: ['bemoaning', 'comment', 'user'], label: 'Keep it as it is' },
  'edit tags': { on: ['bemoaning'], label: 'Change its tags' },
  lock: { on: ['bemoaning'], label: 'Lock it (no edits, no comments)' },
  remove: { on: ['bemoaning', 'comment'], label: 'Remove it' },
  restore: { on: ['bemoaning', 'comment'], label: 'Restore it' },
  publish: { on: ['bemoaning'], label: 'Publish it' },
  reject: { on: ['bemoaning'], label: 'Reject it' },
  merge: { on: ['bemoaning'], label: 'Merge it into another' },
  ban: { on: ['bemoaning', 'comment', 'user'], label: 'Ban its author' },
  lift: { on: ['user'], label: 'Lift the ban' },
  'remove line': { on: ['user'], label: 'Remove the line about them' },
  'restore line': { on: ['user'], label: 'Put the removed line back' },
} as const satisfies Record<string, { on: readonly SubjectType[]; label: string }>

export type Act = keyof typeof acts
export const actNames = Object.keys(acts) as [Act, ...Act[]]

/** Sizes in grapheme clusters; the longest ban by a moderator, in days. */
export const decisionLimits = { reasonMin: 3, reasonMax: 500, noteMax: 1_000, banMost: 365 } as const

/** Required, and public. */
export const reasonInput = textInput('The reason', decisionLimits.reasonMin, decisionLimits.reasonMax)
export const noteInput = z.strictObject({ note: textInput('The note', 1, decisionLimits.noteMax) })
export const appealInput = z.strictObject({ appeal: textInput('Your appeal', 10, decisionLimits.noteMax) })

/** A decision: an act, its reason, and the act's other inputs. */
export type Decision = {
  action: Act
  reason: string
  /** For `edit tags`. */
  tags?: string[] | undefined
  /** For `merge`: the other bemoaning. */
  into?: number | undefined
  /** For `ban`. */
  days?: number | undefined
}

const numeric = (most: number, message: string) =>
  z
    .string()
    .trim()
    .transform((text, issues) => {
      if (text === '') return undefined
      const number = /^#?[1-9]\d{0,14}$/.test(text) ? Number(text.replace('#', '')) : Number.NaN
      if (number <= most) return number
      issues.addIssue({ code: 'custom', message })
      return z.NEVER
    })
    .optional()

/** A decision as the form sends it: inputs that the chosen act does not need are ignored. */
export const decisionForm = z
  .strictObject({
    action: z.enum(actNames, 'Choose what to do.'),
    reason: reasonInput,
    tags: z.array(z.string().max(40)),
    into: numeric(Number.MAX_SAFE_INTEGER, 'Enter the number of the other bemoaning.'),
    days: numeric(decisionLimits.banMost, `A ban lasts 1 to ${decisionLimits.banMost} days.`),
  })
  .superRefine(({ action, tags, into, days }, issues) => {
    const missing = (path: string, message: string) =>
      issues.addIssue({ code: 'custom', path: [path], message })
    if (action === 'edit tags') {
      const wrong = bemoaningChange.safeParse({ tags }).error?.issues[0]?.message
      if (wrong) missing('tags', wrong)
    }
    if (action === 'merge' && into === undefined) missing('into', 'Enter the number of the other bemoaning.')
    if (action === 'ban' && days === undefined)
      missing('days', `A ban lasts 1 to ${decisionLimits.banMost} days.`)
  })
